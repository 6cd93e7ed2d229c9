<?php

declare(strict_types=1);

namespace SyncIngest\Native;

use FFI;

/**
 * Asks the system's own C functions, as its loader does: functions of PHP may be disabled, and open_basedir hides files from them
 * that the loader sees.
 *
 * @internal
 */
final class System
{
    public const PERMITTED = 0;
    public const NOT_PERMITTED = 1;
    public const MISSING = 2;
    public const ACCESS_DENIED = 13;
    public const NO_FOLDER = 20;
    public const READ_ONLY = 30;

    public const MAY_WRITE = 2;

    private const FUNCTIONS = <<<'C'
        typedef struct { const char *file; unsigned char *begin; const char *symbol; void *address; } module;
        typedef struct { const char *name; unsigned int flags; } directory;
        typedef struct { size_t size; unsigned int count; directory list[4096]; } directories;
        extern char **environ;
        int *__errno_location(void);
        void *fopen(const char *path, const char *mode);
        int fseek(void *stream, long offset, int whence);
        long ftell(void *stream);
        size_t fread(void *bytes, size_t size, size_t count, void *stream);
        int ferror(void *stream);
        int fclose(void *stream);
        int euidaccess(const char *path, int mode);
        unsigned int geteuid(void);
        const char *getenv(const char *name);
        void *dlopen(const char *path, int flags);
        int dlclose(void *library);
        const char *dlerror(void);
        int dladdr(const void *address, module *module);
        int dlinfo(void *library, int request, void *info);
        C;

    private const SEEK_SET = 0;
    private const SEEK_END = 2;
    private const LAZY = 1;
    private const DIRECTORIES = 4;
    private const SIZE_OF_DIRECTORIES = 5;

    private static ?FFI $functions = null;

    /**
     * Part of a file, and the size of the whole.
     *
     * @return array{string, int}|int the number of the error if it cannot be read
     * @throws FFI\Exception where FFI is refused
     */
    public static function read(string $path, int $offset, int $length): array|int
    {
        $c = self::functions();
        $stream = $c->fopen($path, 're');
        if ($stream === null) {
            return $c->__errno_location()[0];
        }
        $c->fseek($stream, 0, self::SEEK_END);
        $size = $c->ftell($stream);
        // The kernel's own files have no size.
        $length = $size > 0 ? max(1, min($length, $size - $offset)) : $length;
        $bytes = $c->new("char[$length]");
        $c->fseek($stream, $offset, self::SEEK_SET);
        $count = $c->fread($bytes, 1, $length, $stream);
        // A folder can be opened, but not read.
        $error = $c->ferror($stream) === 0 ? null : $c->__errno_location()[0];
        $c->fclose($stream);
        return $error ?? [FFI::string($bytes, $count), $size];
    }

    /**
     * Whether this user may do that: {@see self::PERMITTED}, otherwise the number of the error.
     *
     * @throws FFI\Exception where FFI is refused
     */
    public static function access(string $path, int $mode): int
    {
        $c = self::functions();
        return $c->euidaccess($path, $mode) === 0 ? self::PERMITTED : $c->__errno_location()[0];
    }

    /** @throws FFI\Exception where FFI is refused */
    public static function user(): int
    {
        return self::functions()->geteuid();
    }

    /** An environment variable of the process; empty if it is not set, or FFI is refused. */
    public static function environment(string $name): string
    {
        try {
            return self::functions()->getenv($name) ?? '';
        } catch (\Error) {
            return '';
        }
    }

    /**
     * Why the system's loader refuses a library, in its own words; null if it loads it.
     *
     * @throws FFI\Exception where FFI is refused
     */
    public static function refusal(string $library): ?string
    {
        $c = self::functions();
        $handle = $c->dlopen($library, self::LAZY);
        if ($handle === null) {
            return (string) $c->dlerror();
        }
        $c->dlclose($handle);
        return null;
    }

    /**
     * The first bytes of the C library of this process, which name its processor.
     *
     * @throws FFI\Exception where FFI is refused
     */
    public static function header(): string
    {
        $c = self::functions();
        $module = $c->new('module');
        return $c->dladdr(FFI::addr($c->environ), FFI::addr($module)) === 0 ? '' : FFI::string($module->begin, 20);
    }

    /**
     * Where the system's loader looks besides its cache: LD_LIBRARY_PATH as the process was started with it, and the paths built
     * into PHP and into the loader. Null if it does not report them.
     *
     * @return ?list<string>
     * @throws FFI\Exception where FFI is refused
     */
    public static function directories(): ?array
    {
        $c = self::functions();
        $found = $c->new('directories');
        $program = $c->dlopen(null, self::LAZY);
        if (
            $c->dlinfo($program, self::SIZE_OF_DIRECTORIES, FFI::addr($found)) !== 0
            || $found->size > FFI::sizeof($found)
            || $c->dlinfo($program, self::DIRECTORIES, FFI::addr($found)) !== 0
        ) {
            return null;
        }
        $directories = [];
        for ($i = 0; $i < $found->count; $i++) {
            $directories[] = $found->list[$i]->name;
        }
        return $directories;
    }

    private static function functions(): FFI
    {
        return self::$functions ??= FFI::cdef(self::FUNCTIONS);
    }
}

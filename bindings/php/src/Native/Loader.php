<?php

declare(strict_types=1);

namespace SyncIngest\Native;

use FFI;
use SyncIngest\DropFolder;
use SyncIngest\Exception\LibraryUnavailable;

/**
 * Loads the shared library, once per process: first the functions that a look at a folder needs, which include its ABI. The other
 * declarations are loaded when something else is called: PHP takes longer to parse them than to look.
 *
 * @internal
 */
final class Loader
{
    /** SYNC_INGEST_ABI_VERSION of src/capi/version.rs: tests/tidy compares the two. */
    public const ABI = 1;

    public const SONAME = 'libsync_ingest.so.' . self::ABI;

    /** The release of this half of the package, which may have been preloaded; {@see DropFolder} belongs to the other half. */
    public const RELEASE = '0.2.0';

    /** With `void` for the types of the full declarations, so that pointers are compatible with both. */
    public const LOOK = <<<'C'
        typedef void sync_ingest_options; typedef void sync_ingest_folder; typedef void sync_ingest_collection;
        typedef void sync_ingest_report; typedef void sync_ingest_error;
        typedef int sync_ingest_code;
        int32_t sync_ingest_abi_version(void);
        sync_ingest_code sync_ingest_folder_open(const char *path, const sync_ingest_options *options, sync_ingest_folder **folder, sync_ingest_error **error);
        sync_ingest_code sync_ingest_folder_collect(sync_ingest_folder *folder, sync_ingest_collection **collection, sync_ingest_report **report, sync_ingest_error **error);
        void sync_ingest_folder_free(sync_ingest_folder *folder);
        void sync_ingest_collection_free(sync_ingest_collection *collection);
        int32_t sync_ingest_report_uneventful(const sync_ingest_report *report);
        void sync_ingest_report_free(sync_ingest_report *report);
        void sync_ingest_error_free(sync_ingest_error *error);
        C;

    private static ?self $loaded = null;

    public readonly string $path;

    public readonly FFI $look;

    /** @var array<string> what is wrong with the libraries tried before it, by library */
    public readonly array $passedOver;

    /** Null before {@see everything()}. */
    public ?Declarations $everything = null;

    private readonly string $declarations;

    /**
     * @param list<string> $libraries tried in this order
     * @param list<string> $declarations the first that exists is taken
     * @throws LibraryUnavailable
     */
    public function __construct(array $libraries, array $declarations)
    {
        if (!extension_loaded('ffi')) {
            throw LibraryUnavailable::withoutExtension();
        }
        // With open_basedir even the question causes a warning.
        $readable = @array_filter($declarations, is_readable(...));
        $this->declarations = current($readable) ?: throw LibraryUnavailable::withoutDeclarations($declarations);
        $causes = [];
        foreach ($libraries as $library) {
            $path = $library;
            try {
                $path = str_contains($library, '/') ? $library : SystemLoader::find($library);
                // A file that may be incomplete is not loaded: it could end the process.
                $defect = self::isWhole($path) ? null : LibraryDefect::of($path);
                $look = $defect === null ? FFI::cdef(self::LOOK, $path) : null;
                if ($look?->sync_ingest_abi_version() === self::ABI) {
                    $this->look = $look;
                    $this->path = $path;
                    $this->passedOver = $causes;
                    return;
                }
                $cause = $defect ?? Diagnosis::cause($path, null);
            } catch (\Error $failure) {
                $cause = Diagnosis::cause($path, $failure);
            }
            $causes[$path === '' ? $library : $path] = $cause;
        }
        throw LibraryUnavailable::afterTrying($causes);
    }

    /**
     * Returns the one of this process, loaded when it is first needed.
     *
     * @param ?string $named the only library to try; a silent substitute would be a surprise
     * @throws LibraryUnavailable
     */
    public static function loaded(?string $named = null): self
    {
        if (self::$loaded === null) {
            try {
                // Usually no function of PHP is disabled, and a fresh process need not check each.
                $isComplete = ini_get('disable_functions') === '' && DropFolder::RELEASE === self::RELEASE;
            } catch (\Error) {
                $isComplete = false;
            }
            $isComplete || Diagnosis::checkRequirements();
            self::$loaded = new self(self::libraries($named), self::declarations());
        }
        return self::$loaded;
    }

    /** @throws LibraryUnavailable when the library or the declarations are of another release */
    public function everything(): Declarations
    {
        return $this->everything ??= new Declarations($this->declarations, $this->path);
    }

    /**
     * Whether it is certainly complete: linkers put the table of the sections last, so that a complete file ends with it. {@see
     * LibraryDefect} examines all others.
     */
    private static function isWhole(string $path): bool
    {
        // Not opened before that: a pipe would block.
        $header = @is_file($path) ? (string) @file_get_contents($path, length: 64) : '';
        if (strlen($header) < 64 || !str_starts_with($header, "\x7fELF\2\1")) {
            return false;
        }
        [, $size, $count] = unpack('v2', $header, 58);
        return unpack('P', $header, 40)[1] + $size * $count === @filesize($path);
    }

    /** @return list<string> in the order in which they are tried */
    public static function libraries(?string $named = null): array
    {
        $variable = 'SYNC_INGEST_LIBRARY';
        // A server may forbid reading the environment of the request.
        $named ??= function_exists('getenv') ? getenv($variable) : $_SERVER[$variable] ?? System::environment($variable);
        // A package for several processors has a folder for each; a server may forbid asking which this is.
        $machine = function_exists('php_uname') ? php_uname('m') : '';
        return is_string($named) && $named !== '' ? [$named] : [
            dirname(__DIR__, 2) . "/lib/$machine/libsync_ingest.so",
            dirname(__DIR__, 2) . '/lib/libsync_ingest.so',
            // Found by the system's loader: /usr/lib, ldconfig, LD_LIBRARY_PATH.
            self::SONAME,
            'libsync_ingest.so',
        ];
    }

    /**
     * In a package the declarations are beside the library, in a working copy of the project in its own folder, and with the
     * system's headers where the library was installed for every program.
     *
     * @return list<string>
     */
    private static function declarations(): array
    {
        return [
            dirname(__DIR__, 2) . '/lib/sync_ingest_ffi.h',
            dirname(__DIR__, 4) . '/include/sync_ingest_ffi.h',
            '/usr/local/include/sync_ingest_ffi.h',
            '/usr/include/sync_ingest_ffi.h',
        ];
    }
}

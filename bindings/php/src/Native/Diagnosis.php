<?php

declare(strict_types=1);

namespace SyncIngest\Native;

use FFI;
use SyncIngest\DropFolder;
use SyncIngest\Exception\LibraryUnavailable;
use SyncIngest\FfiAccess;
use SyncIngest\Requirements;

/**
 * Explains why FFI or a library cannot be used: PHP's own message is only "Failed loading".
 *
 * @internal
 */
final class Diagnosis
{
    private const VERSION = 'const char *sync_ingest_version(void); int32_t sync_ingest_abi_version(void);';

    /**
     * Why a library cannot be used although its file is intact.
     *
     * @param ?\Error $failure of FFI; null: it has another ABI
     * @throws LibraryUnavailable if FFI itself cannot be used: another library would not work either
     */
    public static function cause(string $library, ?\Error $failure): string
    {
        $message = $failure?->getMessage() ?? '';
        return match (true) {
            str_starts_with($message, 'Call to undefined method FFI::') => throw LibraryUnavailable::withoutClass($message),
            $failure !== null && !$failure instanceof FFI\Exception => throw $failure,
            str_starts_with($message, 'FFI API is restricted') => throw LibraryUnavailable::refused(),
            $failure === null || str_starts_with($message, 'Failed resolving') => self::release($library, $failure),
            default => self::refusal($library),
        };
    }

    /** Asks PHP itself: its settings have another meaning in web requests than on the command line. */
    public static function ffiAccess(): FfiAccess
    {
        // Without any function of PHP, since each may be disabled.
        try {
            FFI::cdef('');
            return FfiAccess::Allowed;
        } catch (\Error $failure) {
            return $failure->getMessage() === 'Class "FFI" not found' ? FfiAccess::Missing : FfiAccess::Refused;
        }
    }

    /** A path for use in a message: bytes that are not text, and characters that reorder text, are escaped. */
    public static function readable(string $path): string
    {
        return preg_match('/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/Du', $path) === 1 ? $path : addcslashes($path, "\0..\37\\\177..\377");
    }

    /** The same as one word for any POSIX shell, to be pasted. */
    public static function quoted(string $path): string
    {
        // A word that begins with a dash would be taken for an option.
        $path = (str_starts_with($path, '-') ? './' : '') . $path;
        if (preg_match('~^[\w@%+=:,./-]+$~D', $path) === 1) {
            return $path;
        }
        if (self::readable($path) === $path) {
            return "'" . strtr($path, ["'" => "'\\''"]) . "'";
        }
        // The shell drops line ends at the end of what a command prints.
        $text = rtrim($path, "\n");
        $octal = preg_replace_callback('~[^\w/.-]~', static fn (array $byte) => sprintf('\\%03o', ord($byte[0])), $text);
        return "\"$(printf '$octal')" . str_repeat('${IFS#??}', strlen($path) - strlen($text)) . '"';
    }

    /** A setting of php.ini; null if there is none, or the server forbids reading it. */
    public static function setting(string $name): ?string
    {
        $value = function_exists('ini_get') ? ini_get($name) : false;
        return $value === false ? null : $value;
    }

    /** The addition to a message about a missing file if PHP may not see the whole file system. */
    public static function restriction(): string
    {
        $visible = self::setting('open_basedir') ?? '';
        return $visible === '' ? ''
            : ' (open_basedir hides from PHP whatever lies elsewhere than in ' . self::readable($visible) . ')';
    }

    /** @throws LibraryUnavailable when PHP lacks what is needed, or the other half of the package is of another release */
    public static function checkRequirements(): void
    {
        try {
            Requirements::check();
        } catch (\Error) {
            // The first release has no such class.
            throw self::besideAnotherHalf();
        }
    }

    /** The same as {@see Requirements}, for a half of the package that may not have that class. */
    public static function besideAnotherHalf(): LibraryUnavailable
    {
        $release = defined(DropFolder::class . '::RELEASE') ? DropFolder::RELEASE : 'an older one';
        $place = dirname((string) (new \ReflectionClass(LibraryUnavailable::class))->getFileName(), 3);
        return new LibraryUnavailable('cannot use sync_ingest: PHP runs two releases of this package at once, ' . Loader::RELEASE
            . ' from ' . self::readable(dirname(__DIR__, 2)) . " and $release from " . self::readable($place) . '; see that '
            . 'opcache.preload names the preload.php of the package that is used, then restart the server (php-fpm or Apache)');
    }

    /**
     * The other half of release 0.1.0 calls this before anything else.
     *
     * @return never
     * @throws LibraryUnavailable
     */
    public static function refuseCutShort(): void
    {
        throw self::besideAnotherHalf();
    }

    /** Why the system's loader refuses it. */
    private static function refusal(string $library): string
    {
        $header = LibraryDefect::header($library);
        $message = System::refusal($library);
        return match (true) {
            $message === null => 'could not be loaded a moment ago, and can be now: try again',
            $header !== null && LibraryDefect::machine($header) !== LibraryDefect::machine(System::header()) =>
                'was built for another kind of processor',
            in_array('noexec', Mount::of($library)->options ?? [], true) => 'is on a file system that is mounted noexec; put it on another one',
            self::isSelinuxEnforcing() => 'the system refuses to load it; perhaps SELinux does: `restorecon -v` on the '
                . 'file, and `ausearch -m avc` shows more. ' . self::loaderMessage($message),
            default => 'the system cannot load it; `ldd` on the file names what is missing, and with '
                . '"version `GLIBC_… not found" the library was built for a newer system. ' . self::loaderMessage($message),
        };
    }

    private static function loaderMessage(string $message): string
    {
        return 'Its loader reports: ' . self::readable($message);
    }

    /** The sign that a library is of another release: its ABI, otherwise the function that it lacks. */
    private static function release(string $library, ?\Error $lacking): string
    {
        try {
            $probe = FFI::cdef(self::VERSION, $library);
            $abi = $probe->sync_ingest_abi_version();
            if ($abi !== Loader::ABI) {
                return "is sync_ingest {$probe->sync_ingest_version()} with ABI $abi, and this package needs ABI " . Loader::ABI
                    . ': install the library and the package of the same release';
            }
        } catch (FFI\Exception $failure) {
            $lacking = $failure;
        }
        return "is not the sync_ingest of this package's release: {$lacking?->getMessage()}";
    }

    private static function isSelinuxEnforcing(): bool
    {
        $enforced = System::read('/sys/fs/selinux/enforce', 0, 1);
        return is_array($enforced) && $enforced[0] === '1';
    }
}

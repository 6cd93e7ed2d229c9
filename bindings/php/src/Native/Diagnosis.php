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
     * Why a library cannot be used in which nothing is wrong by itself.
     *
     * @param ?\Error $failure of FFI; null: its ABI is another one
     * @throws LibraryUnavailable where it is FFI that cannot be used: another library would fare no better
     */
    public static function cause(string $library, ?\Error $failure): string
    {
        $said = $failure?->getMessage() ?? '';
        return match (true) {
            str_starts_with($said, 'Call to undefined method FFI::') => throw LibraryUnavailable::withoutClass($said),
            $failure !== null && !$failure instanceof FFI\Exception => throw $failure,
            str_starts_with($said, 'FFI API is restricted') => throw LibraryUnavailable::refused(),
            $failure === null || str_starts_with($said, 'Failed resolving') => self::release($library, $failure),
            default => self::refusal($library),
        };
    }

    /** Asks PHP itself: its settings mean something else in web requests than on the command line. */
    public static function ffiAccess(): FfiAccess
    {
        // Without a single function of PHP, any of which may be disabled.
        try {
            FFI::cdef('');
            return FfiAccess::Allowed;
        } catch (\Error $failure) {
            return $failure->getMessage() === 'Class "FFI" not found' ? FfiAccess::Missing : FfiAccess::Refused;
        }
    }

    /** A path as it can stand in a message: what is no text in it, or what reorders text, is escaped. */
    public static function readable(string $path): string
    {
        return preg_match('/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/Du', $path) === 1 ? $path : addcslashes($path, "\0..\37\\\177..\377");
    }

    /** The same as one word for any POSIX shell, to be pasted. */
    public static function quoted(string $path): string
    {
        // What begins with a dash would be taken for an option.
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

    /** A setting of php.ini; null where there is none, or a server forbids to ask. */
    public static function setting(string $name): ?string
    {
        $value = function_exists('ini_get') ? ini_get($name) : false;
        return $value === false ? null : $value;
    }

    /** What a message that something is missing has to add where PHP may not see all of the file system. */
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

    /** What {@see Requirements} says, for a half of the package that may not know it. */
    public static function besideAnotherHalf(): LibraryUnavailable
    {
        $release = defined(DropFolder::class . '::RELEASE') ? DropFolder::RELEASE : 'an older one';
        $place = dirname((string) (new \ReflectionClass(LibraryUnavailable::class))->getFileName(), 3);
        return new LibraryUnavailable('cannot use sync_ingest: PHP runs two releases of this package at once, ' . Loader::RELEASE
            . ' from ' . self::readable(dirname(__DIR__, 2)) . " and $release from " . self::readable($place) . '; see that '
            . 'opcache.preload names the preload.php of the package that is used, then restart the server (php-fpm or Apache)');
    }

    /**
     * The other half of release 0.1.0 calls this before all else.
     *
     * @return never
     * @throws LibraryUnavailable
     */
    public static function refuseCutShort(): void
    {
        throw self::besideAnotherHalf();
    }

    /** Why the system's loader does not take it. */
    private static function refusal(string $library): string
    {
        $header = LibraryDefect::header($library);
        $said = System::refusal($library);
        return match (true) {
            $said === null => 'could not be loaded a moment ago, and can be now: try again',
            $header !== null && LibraryDefect::machine($header) !== LibraryDefect::machine(System::header()) =>
                'was built for another kind of processor',
            in_array('noexec', Mount::of($library)->options ?? [], true) => 'lies on a file system that is mounted noexec; put it on another one',
            self::isSelinuxEnforcing() => 'the system refuses to load it; perhaps SELinux does: `restorecon -v` on the '
                . 'file, and `ausearch -m avc` tells more. ' . self::says($said),
            default => 'the system cannot load it; `ldd` on the file names what is missing, and with '
                . '"version `GLIBC_… not found" the library was built for a newer system. ' . self::says($said),
        };
    }

    private static function says(string $said): string
    {
        return 'Its loader says: ' . self::readable($said);
    }

    /** What tells that a library is of another release: its ABI, otherwise what it lacks. */
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

<?php

declare(strict_types=1);

namespace SyncIngest\Native;

use FFI;
use SyncIngest\Exception\LibraryUnavailable;
use SyncIngest\FfiAccess;

/**
 * Says why FFI or a library cannot be used: PHP's own message is only "Failed loading".
 *
 * @internal
 */
final class Diagnosis
{
    private const VERSION = 'const char *sync_ingest_version(void); int32_t sync_ingest_abi_version(void);';

    /** @param non-empty-array<?FFI\Exception> $failures by library; null: its ABI is another one */
    public static function of(array $failures): LibraryUnavailable
    {
        foreach ($failures as $library => $failure) {
            if ($failure !== null && self::isRefusal($failure)) {
                // Another library would fare no better.
                return LibraryUnavailable::refused();
            }
            $causes[$library] = self::cause((string) $library, $failure);
        }
        return LibraryUnavailable::afterTrying($causes);
    }

    /** Asks PHP itself: its settings mean something else in web requests than on the command line. */
    public static function ffiAccess(): FfiAccess
    {
        if (!extension_loaded('ffi')) {
            return FfiAccess::Missing;
        }
        try {
            FFI::cdef('');
            return FfiAccess::Allowed;
        } catch (FFI\Exception) {
            return FfiAccess::Refused;
        }
    }

    /** Where the system's loader has found a library that was named without a path; the name itself where it does not say. */
    public static function place(string $library): string
    {
        $maps = str_contains($library, '/') ? '' : (string) @file_get_contents('/proc/self/maps');
        $pattern = '~ (/.*/libsync_ingest\.so[.\d]*)$~m';
        return preg_match($pattern, $maps, $found) === 1 ? $found[1] : $library;
    }

    /** A path as it can stand in a message: what is no text in it is escaped. */
    public static function readable(string $path): string
    {
        return preg_match('/^[^\x00-\x1f\x7f]*$/Du', $path) === 1 ? $path : addcslashes($path, "\0..\37\\\177..\377");
    }

    /**
     * Refuses a library that ends before its own header says: the system would load it, and that would end the process.
     *
     * @param list<string> $libraries of which the first that exists would be loaded
     * @throws LibraryUnavailable
     */
    public static function refuseCutShort(array $libraries): void
    {
        $there = current(array_filter($libraries, static fn (string $library) => str_contains($library, '/') && @is_file($library)));
        if ($there === false || !@is_readable($there) || self::machine($there) !== self::machine('/proc/self/exe')) {
            return;
        }
        // Where the last part of a 64-bit ELF file begins, the size of an entry of it, and how many there are.
        $header = unpack('@40/Pbegin/@58/vsize/vcount', str_pad((string) file_get_contents($there, length: 64), 64, "\0"));
        $whole = $header['begin'] + $header['size'] * $header['count'];
        $size = filesize($there);
        if ($size < $whole) {
            throw LibraryUnavailable::afterTrying([$there => "is cut short, $size of $whole bytes; put it there anew, with "
                . '`install -m 644` and not with `cp`']);
        }
    }

    /** What a message that something is missing has to add where PHP may not see all of the file system. */
    public static function restriction(): string
    {
        $visible = (string) ini_get('open_basedir');
        return $visible === '' ? ''
            : ' (open_basedir hides from PHP whatever lies elsewhere than in ' . self::readable($visible) . ')';
    }

    private static function cause(string $library, ?FFI\Exception $failure): string
    {
        if ($failure === null || str_contains($failure->getMessage(), 'resolving C function')) {
            return self::release($library, $failure);
        }
        if (!str_contains($library, '/')) {
            return 'the system\'s loader does not find it (`ldconfig -p` lists what it knows)';
        }
        return match (true) {
            !@file_exists($library) => 'does not exist, or a folder above it may not be searched by this user'
                . self::restriction(),
            !@is_file($library) => 'is not a file',
            !@is_readable($library) => 'this user may not read it',
            !self::isElf($library) => 'is not a shared library',
            self::machine($library) !== self::machine('/proc/self/exe') => 'was built for another kind of processor',
            self::isOnNoexec($library) => 'lies on a file system that is mounted noexec; put it on another one',
            self::isSelinuxEnforcing() => 'the system refuses to load it; perhaps SELinux does: `restorecon -v` on the '
                . 'file, and `ausearch -m avc` tells more',
            default => 'the system cannot load it; `ldd` on the file names what is missing, and with '
                . '"version `GLIBC_… not found" the library was built for a newer system',
        };
    }

    /** What tells that a library is of another release: its ABI, otherwise what it lacks. */
    private static function release(string $library, ?FFI\Exception $lacking): string
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

    private static function isRefusal(FFI\Exception $failure): bool
    {
        return str_contains($failure->getMessage(), 'ffi.enable');
    }

    private static function isElf(string $file): bool
    {
        return file_get_contents($file, length: 4) === "\x7fELF";
    }

    /** Word size, byte order and processor of an ELF file. */
    private static function machine(string $file): string
    {
        $header = (string) @file_get_contents($file, length: 20);
        return substr($header, 4, 2) . substr($header, 18, 2);
    }

    private static function isOnNoexec(string $file): bool
    {
        $path = (string) realpath($file);
        $longest = -1;
        $noexec = false;
        foreach (@file('/proc/self/mountinfo') ?: [] as $line) {
            [, , , , $place, $options] = explode(' ', $line) + array_fill(0, 6, '');
            $place = stripcslashes($place);
            // A later mount on the same place hides the earlier one.
            if (strlen($place) >= $longest && str_starts_with($path, rtrim($place, '/') . '/')) {
                $longest = strlen($place);
                $noexec = in_array('noexec', explode(',', $options), true);
            }
        }
        return $noexec;
    }

    private static function isSelinuxEnforcing(): bool
    {
        return @file_get_contents('/sys/fs/selinux/enforce') === '1';
    }
}

<?php

declare(strict_types=1);

namespace SyncIngest\Native;

use FFI;
use SyncIngest\Exception\LibraryUnavailable;

/**
 * Loads the shared library: first only as much as tells its version, then everything.
 *
 * @internal
 */
final class Loader
{
    public const ABI = 1;

    private const VERSION_ONLY = 'const char *sync_ingest_version(void); int32_t sync_ingest_abi_version(void);';

    public readonly Functions $functions;

    public readonly string $path;

    /**
     * @param list<string> $libraries tried in this order
     * @param list<string> $declarations the first that exists is taken
     */
    public function __construct(array $libraries, array $declarations)
    {
        if (!extension_loaded('ffi')) {
            throw LibraryUnavailable::withoutExtension();
        }
        $text = self::text($declarations);
        $tried = [];
        foreach ($libraries as $library) {
            $opened = self::open($library, $text);
            if ($opened instanceof FFI) {
                $this->functions = new Functions($opened);
                $this->path = $library;
                return;
            }
            $tried[] = "$library: $opened";
        }
        throw LibraryUnavailable::afterTrying($tried);
    }

    /** The functions, or why there are none. */
    private static function open(string $library, string $text): FFI|string
    {
        $probe = self::define(self::VERSION_ONLY, $library);
        if (is_string($probe)) {
            return $probe;
        }
        $abi = $probe->sync_ingest_abi_version();
        if ($abi !== self::ABI) {
            return "is sync_ingest {$probe->sync_ingest_version()} with ABI $abi, and this package needs ABI "
                . self::ABI . ': install the library and the package of the same release';
        }
        return self::define($text, $library);
    }

    private static function define(string $text, string $library): FFI|string
    {
        try {
            return FFI::cdef($text, $library);
        } catch (FFI\Exception $failure) {
            return Diagnosis::of($library, $failure);
        }
    }

    /** @param list<string> $declarations */
    private static function text(array $declarations): string
    {
        foreach ($declarations as $file) {
            // With open_basedir the question itself is a warning.
            if (@is_readable($file)) {
                return file_get_contents($file);
            }
        }
        throw LibraryUnavailable::withoutDeclarations($declarations);
    }
}

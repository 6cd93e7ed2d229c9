<?php

declare(strict_types=1);

namespace SyncIngest\Native;

use FFI;
use SyncIngest\Exception\LibraryUnavailable;

/**
 * Loads the shared library, once per process: first only as much as tells its version, then what a look at a folder needs.
 * The rest of the declarations waits until something else is called: PHP takes longer to parse them than to look.
 *
 * @internal
 */
final class Loader
{
    public const ABI = 1;

    private const VERSION = 'const char *sync_ingest_version(void); int32_t sync_ingest_abi_version(void);';

    /** With `void` for what the full declarations name, so that pointers go from here to there. */
    private const LOOK = <<<'C'
        typedef void sync_ingest_options; typedef void sync_ingest_folder; typedef void sync_ingest_collection;
        typedef void sync_ingest_report; typedef void sync_ingest_error;
        typedef int sync_ingest_code; typedef int sync_ingest_arbitration;
        sync_ingest_code sync_ingest_folder_open(const char *path, const sync_ingest_options *options, sync_ingest_folder **folder, sync_ingest_error **error);
        sync_ingest_code sync_ingest_folder_collect(sync_ingest_folder *folder, sync_ingest_collection **collection, sync_ingest_report **report, sync_ingest_error **error);
        void sync_ingest_folder_free(sync_ingest_folder *folder);
        void sync_ingest_collection_free(sync_ingest_collection *collection);
        sync_ingest_arbitration sync_ingest_report_arbitration(const sync_ingest_report *report);
        int64_t sync_ingest_report_delivered_count(const sync_ingest_report *report);
        int64_t sync_ingest_report_put_back_count(const sync_ingest_report *report);
        int64_t sync_ingest_report_rejected_count(const sync_ingest_report *report);
        int64_t sync_ingest_report_skipped_total(const sync_ingest_report *report);
        int64_t sync_ingest_report_alarm_count(const sync_ingest_report *report);
        int64_t sync_ingest_report_ended_count(const sync_ingest_report *report);
        int64_t sync_ingest_report_ready_in_seconds(const sync_ingest_report *report);
        void sync_ingest_report_free(sync_ingest_report *report);
        void sync_ingest_error_free(sync_ingest_error *error);
        C;

    private static ?self $loaded = null;

    public readonly Functions $functions;

    public readonly string $path;

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
        foreach ($declarations as $file) {
            // With open_basedir the question itself is a warning.
            if (@is_readable($file)) {
                $this->declarations = $file;
                break;
            }
        }
        if (!isset($this->declarations)) {
            throw LibraryUnavailable::withoutDeclarations($declarations);
        }
        $tried = [];
        foreach ($libraries as $library) {
            $opened = self::open($library);
            if ($opened instanceof FFI) {
                $this->path = $library;
                $this->functions = new Functions($opened, self::LOOK, $this);
                return;
            }
            $tried[] = "$library: $opened";
        }
        throw LibraryUnavailable::afterTrying($tried);
    }

    /**
     * The one of this process, loaded when it is first needed.
     *
     * @param ?string $named the only library to try; another one in its place would be a surprise
     * @throws LibraryUnavailable
     */
    public static function loaded(?string $named = null): self
    {
        return self::$loaded ??= new self(self::libraries($named), self::declarations());
    }

    /** @throws LibraryUnavailable when the library lacks one of the functions */
    public function everything(): FFI
    {
        $opened = self::define((string) file_get_contents($this->declarations), $this->path);
        return $opened instanceof FFI ? $opened : throw LibraryUnavailable::afterTrying(["$this->path: $opened"]);
    }

    /** The functions for a look, or why there are none. */
    private static function open(string $library): FFI|string
    {
        $probe = self::define(self::VERSION, $library);
        if (is_string($probe)) {
            return $probe;
        }
        $abi = $probe->sync_ingest_abi_version();
        if ($abi !== self::ABI) {
            return Diagnosis::ofAbi($abi, $probe->sync_ingest_version());
        }
        return self::define(self::LOOK, $library);
    }

    private static function define(string $text, string $library): FFI|string
    {
        try {
            return FFI::cdef($text, $library);
        } catch (FFI\Exception $failure) {
            return Diagnosis::of($library, $failure);
        }
    }

    /** @return list<string> */
    private static function libraries(?string $named): array
    {
        $named ??= getenv('SYNC_INGEST_LIBRARY');
        return is_string($named) && $named !== '' ? [$named] : [
            dirname(__DIR__, 2) . '/lib/libsync_ingest.so',
            // Found by the system's loader: /usr/lib, ldconfig, LD_LIBRARY_PATH.
            'libsync_ingest.so.1',
            'libsync_ingest.so',
        ];
    }

    /**
     * In a package the declarations lie beside the library, in a working copy of the project in its own folder, and
     * with the system's headers where the library was installed for every program.
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

<?php

declare(strict_types=1);

namespace SyncIngest;

use SyncIngest\Exception\LibraryUnavailable;
use SyncIngest\Native\Functions;
use SyncIngest\Native\Input;
use SyncIngest\Native\Loader;
use SyncIngest\Native\SystemLoader;

/** The shared library behind this package. It is loaded once per process, when it is first needed. */
final class Library
{
    private function __construct()
    {
    }

    /**
     * Loads the library now, and makes sure that it has every function that is declared. Without a path: the file
     * that the environment variable SYNC_INGEST_LIBRARY names, else `lib/x86_64/libsync_ingest.so` of this package (or what
     * else `uname -m` prints), else its `lib/libsync_ingest.so`, else what the system's loader finds.
     *
     * @throws LibraryUnavailable with every path that was tried, and what to do
     */
    public static function load(?string $path = null): void
    {
        Requirements::check();
        Input::path('load', $path ?? '');
        $loaded = Loader::loaded($path);
        if ($path !== null && $path !== $loaded->path && SystemLoader::find($path) !== $loaded->path) {
            throw LibraryUnavailable::afterAnother($path, $loaded->path);
        }
        $loaded->everything();
    }

    /**
     * The version of the library.
     *
     * @throws LibraryUnavailable
     */
    public static function version(): string
    {
        Requirements::check();
        return Functions::get('sync_ingest_version');
    }

    /**
     * Where it was loaded from.
     *
     * @throws LibraryUnavailable
     */
    public static function path(): string
    {
        Requirements::check();
        return Loader::loaded()->path;
    }
}

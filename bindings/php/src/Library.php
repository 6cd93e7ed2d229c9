<?php

declare(strict_types=1);

namespace SyncIngest;

use SyncIngest\Exception\LibraryUnavailable;
use SyncIngest\Native\Functions;
use SyncIngest\Native\Input;
use SyncIngest\Native\Loader;
use SyncIngest\Native\Search;

/** The shared library behind this package. It is loaded once per process, when it is first needed. */
final class Library
{
    private static ?Loader $loaded = null;

    private function __construct()
    {
    }

    /**
     * Loads the library now. Without a path: the file that the environment variable SYNC_INGEST_LIBRARY names, else
     * `lib/libsync_ingest.so` of this package, else what the system's loader finds.
     *
     * @throws LibraryUnavailable with every path that was tried, and what to do
     */
    public static function load(?string $path = null): void
    {
        if (self::$loaded === null) {
            Input::path('load', $path ?? '');
            self::$loaded = new Loader(Search::libraries($path), Search::declarations());
        } elseif ($path !== null && $path !== self::$loaded->path) {
            $loaded = self::$loaded->path;
            throw new LibraryUnavailable("cannot load $path: this process has already loaded $loaded; name the path "
                . 'before anything else uses the library');
        }
    }

    /**
     * The version of the library.
     *
     * @throws LibraryUnavailable
     */
    public static function version(): string
    {
        return self::functions()->get('sync_ingest_version');
    }

    /**
     * Where it was loaded from; a bare name was found by the system's loader.
     *
     * @throws LibraryUnavailable
     */
    public static function path(): string
    {
        self::load();
        return self::$loaded->path;
    }

    /** @internal */
    public static function functions(): Functions
    {
        self::load();
        return self::$loaded->functions;
    }
}

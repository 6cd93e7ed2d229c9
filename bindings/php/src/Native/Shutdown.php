<?php

declare(strict_types=1);

namespace SyncIngest\Native;

/**
 * Frees what holds a lock at the end of the script. After a fatal error PHP calls no destructors, and the process of a
 * web server lives on: the lock would stay held by a living process.
 *
 * @internal
 */
final class Shutdown
{
    /** @var \WeakMap<Handle, true>|null */
    private static ?\WeakMap $handles = null;

    public static function frees(Handle $handle): void
    {
        if (self::$handles === null) {
            self::$handles = new \WeakMap();
            register_shutdown_function(self::free(...));
        }
        self::$handles[$handle] = true;
    }

    private static function free(): void
    {
        foreach (self::$handles as $handle => $_) {
            $handle->free();
        }
    }
}

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
    /** @var array<int, Pointer> not weak references: a fatal error drops objects without their destructors */
    private static array $pointers = [];

    private static bool $registered = false;

    public static function add(Pointer $pointer): void
    {
        if (!self::$registered) {
            self::$registered = true;
            register_shutdown_function(self::free(...));
        }
        self::$pointers[spl_object_id($pointer)] = $pointer;
    }

    public static function remove(Pointer $pointer): void
    {
        unset(self::$pointers[spl_object_id($pointer)]);
    }

    private static function free(): void
    {
        foreach (self::$pointers as $pointer) {
            $pointer->free();
        }
    }
}

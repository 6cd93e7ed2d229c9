<?php

declare(strict_types=1);

namespace SyncIngest\Native;

/**
 * Frees at the end of the script what would outlive it. After a fatal error PHP calls no destructors, and the process of a
 * web server lives on: a lock would stay held by a living process, and every such request would cost it memory and
 * descriptors for ever.
 *
 * @internal
 */
final class Shutdown
{
    /** @var array<int, Pointer> not weak references: a fatal error drops objects without their destructors */
    private static array $pointers = [];

    /** Shows by its destructor whether PHP still calls any: after a fatal error it does not, and says so nowhere. */
    private static ?object $witness = null;

    private static bool $destructorsAreCalled = false;

    public static function add(Pointer $pointer): void
    {
        if (self::$witness === null) {
            self::$witness = new class () {
                public function __destruct()
                {
                    Shutdown::witness();
                }
            };
            register_shutdown_function(self::end(...));
        }
        self::$pointers[spl_object_id($pointer)] = $pointer;
    }

    public static function remove(Pointer $pointer): void
    {
        unset(self::$pointers[spl_object_id($pointer)]);
    }

    public static function witness(): void
    {
        self::$destructorsAreCalled = true;
    }

    private static function end(): void
    {
        self::$destructorsAreCalled = false;
        self::$witness = null;
        self::free(static fn (Pointer $pointer) => $pointer->endsWithTheScript());
        if (!self::$destructorsAreCalled) {
            // Registered now, it comes last: other functions at the end of the script may still look at what there is.
            register_shutdown_function(self::free(...), static fn () => true);
        }
    }

    /** @param \Closure(Pointer): bool $chosen */
    private static function free(\Closure $chosen): void
    {
        foreach (self::$pointers as $pointer) {
            if ($chosen($pointer)) {
                $pointer->free();
            }
        }
    }
}

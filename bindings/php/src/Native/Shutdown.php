<?php

declare(strict_types=1);

namespace SyncIngest\Native;

use FFI\CData;

/**
 * Frees at the end of the script what would outlive it. After a fatal error PHP calls no destructors, and the process of a
 * web server lives on: a lock would stay held by a living process, and every such request would cost it memory and
 * descriptors for ever.
 *
 * @internal
 */
final class Shutdown
{
    /** Shows by its destructor whether PHP still calls any: after a fatal error it does not, and says so nowhere. */
    private static ?self $witness = null;

    private static bool $destructorsAreCalled = false;

    public function __destruct()
    {
        self::$destructorsAreCalled = true;
    }

    /** @param array<int, array{string, CData}> $pointers what there is, by the number of its handle, until the end */
    public static function watch(array &$pointers): void
    {
        if (self::$witness === null) {
            self::$witness = new self();
            register_shutdown_function(static function () use (&$pointers): void {
                self::end($pointers);
            });
        }
    }

    /** @param array<int, array{string, CData}> $pointers */
    private static function end(array &$pointers): void
    {
        self::$destructorsAreCalled = false;
        self::$witness = null;
        self::free($pointers, except: Handle::HOLD_NO_LOCK);
        if (!self::$destructorsAreCalled) {
            // Registered now, it comes last: other functions at the end of the script may still look at what there is.
            register_shutdown_function(static function () use (&$pointers): void {
                self::free($pointers, except: []);
            });
        }
    }

    /**
     * @param array<int, array{string, CData}> $pointers
     * @param list<string> $except prefixes
     */
    private static function free(array &$pointers, array $except): void
    {
        foreach ($pointers as $number => [$prefix, $pointer]) {
            if (!in_array($prefix, $except, true)) {
                unset($pointers[$number]);
                Functions::get($prefix . 'free', $pointer);
            }
        }
    }
}

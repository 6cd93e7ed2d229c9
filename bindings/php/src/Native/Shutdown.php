<?php

declare(strict_types=1);

namespace SyncIngest\Native;

use FFI\CData;

/**
 * Frees at the end of the script what would outlive it. After a fatal error PHP calls no destructors, and the process of a
 * web server lives on: a lock would stay held by a living process, and every such request would cost it memory and
 * descriptors for ever.
 *
 * Locks go in a shutdown function, before whatever else the end of the script takes long for. That is not enough: once one
 * of these functions exits or fails, PHP calls no more of them. What it still does, and last, is to close the streams that
 * were left open. One of them is of this class, and frees the rest. (Where one of those functions meets the memory limit, PHP
 * calls nothing at all any more.)
 *
 * @internal
 */
final class Shutdown
{
    /** @var array<int, array{string, CData}> */
    private static array $pointers;

    /** @var ?resource */
    private static $stream;

    /** @var ?resource which PHP sets */
    public $context;

    /** @param array<int, array{string, CData}> $pointers what there is, by the number of its handle, until the end */
    public static function watch(array &$pointers): void
    {
        if (isset(self::$pointers)) {
            return;
        }
        self::$pointers = &$pointers;
        // A server may forbid either; all else works without.
        if (function_exists('register_shutdown_function')) {
            register_shutdown_function(static fn () => self::free(Handle::HOLD_A_LOCK));
        }
        if (self::hasStreams()) {
            // Another one where there is another copy of this package.
            $protocol = strtr(self::class, '\\', '.');
            stream_wrapper_register($protocol, self::class);
            self::$stream = fopen("$protocol://", 'r');
        }
    }

    /** Whether anything is freed after a fatal error. */
    public static function isPossible(): bool
    {
        return function_exists('register_shutdown_function') || self::hasStreams();
    }

    private static function hasStreams(): bool
    {
        return function_exists('stream_wrapper_register') && function_exists('fopen');
    }

    public function stream_open(): bool
    {
        return true;
    }

    public function stream_close(): void
    {
        self::free();
    }

    /** @param ?list<string> $prefixes of what is to be freed; null: everything */
    private static function free(?array $prefixes = null): void
    {
        foreach (self::$pointers as $number => [$prefix, $pointer]) {
            if ($prefixes === null || in_array($prefix, $prefixes, true)) {
                unset(self::$pointers[$number]);
                Functions::get($prefix . 'free', $pointer);
            }
        }
    }
}

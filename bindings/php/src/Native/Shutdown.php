<?php

declare(strict_types=1);

namespace SyncIngest\Native;

use FFI\CData;

/**
 * Frees at the end of the script everything that would outlive it. After a fatal error PHP calls no destructors, and the process of
 * a web server lives on: a lock would stay held by a living process, and every such request would leak memory and descriptors.
 *
 * Locks are released in a shutdown function, before anything slow at the end of the script. That is not enough: once one of these
 * functions exits or fails, PHP calls no more of them. But as its last step it closes the streams that were left open. One of them
 * is of this class, and frees the rest. (If one of those functions reaches the memory limit, PHP calls nothing at all.)
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

    /** @param array<int, array{string, CData}> $pointers the objects by the number of their handle, until the end */
    public static function watch(array &$pointers): void
    {
        if (isset(self::$pointers)) {
            return;
        }
        self::$pointers = &$pointers;
        // A server may forbid either; everything else works without.
        if (function_exists('register_shutdown_function')) {
            register_shutdown_function(static fn () => self::free(Handle::HOLD_A_LOCK));
        }
        if (self::hasStreams()) {
            // Another name if there is another copy of this package.
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

    /** @param ?list<string> $prefixes of the types to free; null: everything */
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

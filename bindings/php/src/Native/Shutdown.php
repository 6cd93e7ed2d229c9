<?php

declare(strict_types=1);

namespace SyncIngest\Native;

use FFI\CData;
use SyncIngest\Exception\AlreadyOver;
use SyncIngest\Exception\Failure;

/**
 * Keeps the pointers of the library, and frees at the end of the script what would outlive it. After a fatal error PHP calls no
 * destructors, and the process of a web server lives on: a lock would stay held by a living process, and every such
 * request would cost it memory and descriptors for ever.
 *
 * @internal
 */
final class Shutdown
{
    /** What holds a lock, or is worth nothing without, has no business after the script. */
    private const HOLD_A_LOCK = [
        'sync_ingest_collection_',
        'sync_ingest_delivery_',
        'sync_ingest_lock_',
        'sync_ingest_agent_',
    ];

    /** @var array<int, array{Functions, string, CData}> here and not in their handles, which a fatal error just drops */
    private static array $pointers = [];

    private static int $last = 0;

    /** Shows by its destructor whether PHP still calls any: after a fatal error it does not, and says so nowhere. */
    private static ?self $witness = null;

    private static bool $destructorsAreCalled = false;

    public function __destruct()
    {
        self::$destructorsAreCalled = true;
    }

    /** Its number, for the other functions. */
    public static function add(Functions $functions, string $prefix, CData $pointer): int
    {
        if (self::$witness === null) {
            self::$witness = new self();
            register_shutdown_function(self::end(...));
        }
        self::$pointers[++self::$last] = [$functions, $prefix, $pointer];
        return self::$last;
    }

    /** @throws AlreadyOver at the end of the script, when what holds a lock has been freed */
    public static function pointer(int $number): CData
    {
        return self::$pointers[$number][2] ?? throw Failure::atTheEnd();
    }

    /** Frees it, once. */
    public static function free(int $number): void
    {
        if (isset(self::$pointers[$number])) {
            [$functions, $prefix, $pointer] = self::$pointers[$number];
            unset(self::$pointers[$number]);
            $functions->get($prefix . 'free', $pointer);
        }
    }

    private static function end(): void
    {
        self::$destructorsAreCalled = false;
        self::$witness = null;
        self::freeAll(self::HOLD_A_LOCK);
        if (!self::$destructorsAreCalled) {
            // Registered now, it comes last: other functions at the end of the script may still look at what there is.
            register_shutdown_function(self::freeAll(...));
        }
    }

    /** @param ?list<string> $prefixes null: all */
    private static function freeAll(?array $prefixes = null): void
    {
        foreach (self::$pointers as $number => [, $prefix]) {
            if ($prefixes === null || in_array($prefix, $prefixes, true)) {
                self::free($number);
            }
        }
    }
}

<?php

declare(strict_types=1);

namespace SyncIngest\Native;

use FFI;
use FFI\CData;
use SyncIngest\Exception\AlreadyOver;
use SyncIngest\Exception\Failure;

/**
 * An object of the library: its functions are called by the part of their name that follows the type, and it is freed when the last
 * reference is gone.
 *
 * @internal
 */
final class Handle
{
    use Unique;

    /** The types that hold a lock, or are useless without one. */
    public const HOLD_A_LOCK = ['sync_ingest_collection_', 'sync_ingest_delivery_', 'sync_ingest_lock_', 'sync_ingest_agent_'];

    /** @var array<int, array{string, CData}> kept here and not in the handles, which a fatal error drops without a destructor */
    private static array $pointers = [];

    private static int $last = 0;

    private readonly int $id;

    private readonly string $prefix;

    /** @param CData $pointer may be NULL until the library has made the object */
    public function __construct(string $type, CData $pointer)
    {
        // sync_ingest_report_ for sync_ingest_report *
        $this->prefix = rtrim($type, ' *') . '_';
        $this->id = ++self::$last;
        self::$pointers[$this->id] = [$this->prefix, $pointer];
        // On the command line the process ends with the script, and its memory is freed.
        if (PHP_SAPI !== 'cli') {
            Shutdown::watch(self::$pointers);
        }
    }

    /** Null if the library has made no object. */
    public function orNull(): ?self
    {
        if (FFI::isNull($this->pointer())) {
            return null;
        }
        // Not before: most looks begin no collection, and a fresh process would compile that class for nothing.
        if (in_array($this->prefix, self::HOLD_A_LOCK, true)) {
            Shutdown::watch(self::$pointers);
        }
        return $this;
    }

    /** In a forked child too: the library does not touch there what the parent holds. */
    public function __destruct()
    {
        if (isset(self::$pointers[$this->id])) {
            $pointer = $this->pointer();
            unset(self::$pointers[$this->id]);
            Functions::get($this->prefix . 'free', $pointer);
        }
    }

    /** @throws AlreadyOver at the end of the script, when objects that hold a lock have been freed */
    public function pointer(): CData
    {
        return self::$pointers[$this->id][1] ?? throw Failure::atTheEnd();
    }

    /** Calls a function of this type that cannot fail. A pointer that it returns is borrowed, and valid as long as this object. */
    public function get(string $name, int|string|null ...$inputs): CData|int|string|null
    {
        return Functions::get($this->prefix . $name, $this->pointer(), ...$inputs);
    }

    /**
     * Calls a function of this type that can fail: see {@see Functions::call()}.
     *
     * @param list<int|string|null> $inputs
     * @param list<string> $outputs
     * @return list<Handle|int|null>
     */
    public function call(string $name, array $inputs = [], array $outputs = []): array
    {
        return Functions::call($this->prefix . $name, [$this->pointer(), ...$inputs], $outputs);
    }
}

<?php

declare(strict_types=1);

namespace SyncIngest\Native;

use FFI\CData;

/**
 * An object of the library: its functions are called by the part of their name that follows the type, and it is freed
 * when the last reference goes.
 *
 * @internal
 */
final class Handle
{
    private readonly int $id;

    private readonly string $prefix;

    public function __construct(private readonly Functions $functions, string $type, CData $pointer)
    {
        // sync_ingest_report_ for sync_ingest_report *
        $this->prefix = rtrim($type, ' *') . '_';
        $this->id = Shutdown::add($functions, $this->prefix, $pointer);
    }

    /** In a forked child too: the library leaves alone there what its parent holds. */
    public function __destruct()
    {
        Shutdown::free($this->id);
    }

    public function pointer(): CData
    {
        return Shutdown::pointer($this->id);
    }

    /** Calls a function of this type that cannot fail. */
    public function get(string $name, int|string|null ...$inputs): int|string|null
    {
        return $this->functions->get($this->prefix . $name, $this, ...$inputs);
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
        return $this->functions->call($this->prefix . $name, [$this, ...$inputs], $outputs);
    }
}

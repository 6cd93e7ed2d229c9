<?php

declare(strict_types=1);

namespace SyncIngest\Native;

use FFI\CData;

/**
 * A pointer of the library together with the function that frees it.
 *
 * @internal
 */
final class Handle
{
    use Unique;

    private const HOLD_A_LOCK = ['sync_ingest_collection *', 'sync_ingest_lock *', 'sync_ingest_agent *'];

    private readonly string $prefix;

    private readonly int $process;

    public function __construct(
        private readonly Functions $functions,
        private readonly string $type,
        private ?CData $pointer,
    ) {
        $this->prefix = Functions::prefix($type);
        $this->process = getmypid();
        if (in_array($type, self::HOLD_A_LOCK, true)) {
            Shutdown::frees($this);
        }
    }

    public function __destruct()
    {
        $this->free();
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

    /** Frees it, once. */
    public function free(): void
    {
        $pointer = $this->pointer;
        $this->pointer = null;
        // A forked child leaves alone what its parent holds.
        if ($pointer !== null && $this->process === getmypid()) {
            $this->functions->free($this->type, $pointer);
        }
    }

    public function pointer(): ?CData
    {
        return $this->pointer;
    }
}

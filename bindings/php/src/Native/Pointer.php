<?php

declare(strict_types=1);

namespace SyncIngest\Native;

use FFI\CData;

/**
 * A pointer of the library together with the function that frees it.
 *
 * @internal
 */
final class Pointer
{
    use Unique;

    private const HOLD_A_LOCK = [
        'sync_ingest_collection *',
        'sync_ingest_delivery *',
        'sync_ingest_lock *',
        'sync_ingest_agent *',
    ];

    private readonly int $process;

    public function __construct(
        private readonly Functions $functions,
        public readonly string $type,
        private ?CData $value,
    ) {
        $this->process = getmypid();
        Shutdown::add($this);
    }

    /** Whether it holds a lock, or is worth nothing without: then it has no business after the script. */
    public function endsWithTheScript(): bool
    {
        return in_array($this->type, self::HOLD_A_LOCK, true);
    }

    /** NULL after it was freed, which every function of the library bears. */
    public function value(): ?CData
    {
        return $this->value;
    }

    /** Frees it, once. */
    public function free(): void
    {
        Shutdown::remove($this);
        // A forked child leaves alone what its parent holds.
        if ($this->value !== null && $this->process === getmypid()) {
            $this->functions->free($this->type, $this->value);
        }
        $this->value = null;
    }
}

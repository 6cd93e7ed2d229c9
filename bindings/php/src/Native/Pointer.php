<?php

declare(strict_types=1);

namespace SyncIngest\Native;

use FFI\CData;
use SyncIngest\ErrorKind;
use SyncIngest\Exception\AlreadyOver;
use SyncIngest\Exception\Failure;

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

    public function __construct(
        private readonly Functions $functions,
        public readonly string $type,
        private ?CData $value,
    ) {
        Shutdown::add($this);
    }

    /** Whether it holds a lock, or is worth nothing without: then it has no business after the script. */
    public function endsWithTheScript(): bool
    {
        return in_array($this->type, self::HOLD_A_LOCK, true);
    }

    /** @throws AlreadyOver at the end of the script, when what holds a lock has been freed */
    public function value(): CData
    {
        return $this->value ?? throw Failure::of(
            ErrorKind::AlreadyOver->value,
            'cannot go on at the end of the script: the lock has been given back, and what was not answered is offered again',
        );
    }

    /** Frees it, once. In a forked child too: the library leaves alone there what its parent holds. */
    public function free(): void
    {
        Shutdown::remove($this);
        if ($this->value !== null) {
            $this->functions->free($this->type, $this->value);
        }
        $this->value = null;
    }
}

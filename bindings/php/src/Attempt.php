<?php

declare(strict_types=1);

namespace SyncIngest;

/**
 * The result of asking for a lock: it is granted, or somebody else goes first.
 *
 * @template T of CollectorLock|AgentSession
 */
final class Attempt
{
    /**
     * @param T|null $granted held until the last reference to it is gone; null if somebody else goes first
     */
    public function __construct(
        public readonly CollectorLock|AgentSession|null $granted,
        /** The outcome of the arbitration. */
        public readonly Arbitration $arbitration,
    ) {
    }
}

<?php

declare(strict_types=1);

namespace SyncIngest;

/**
 * What asking for a lock came to: it is granted, or somebody else goes first.
 *
 * @template T of CollectorLock|AgentSession
 */
final class Attempt
{
    /**
     * @param T|null $granted ours until the last reference to it goes; null when somebody else goes first
     */
    public function __construct(
        public readonly CollectorLock|AgentSession|null $granted,
        /** Who goes. */
        public readonly Arbitration $arbitration,
    ) {
    }
}

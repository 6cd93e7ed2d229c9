<?php

declare(strict_types=1);

namespace SyncIngest;

/** The clocks that decisions are made by, for tests. */
final class Now
{
    public function __construct(
        /** Seconds since the Unix epoch. */
        public readonly int $wallSeconds,
        /** Nanoseconds within that second. */
        public readonly int $wallNanoseconds = 0,
        /** Seconds since the machine started, suspension included. */
        public readonly int $monotonicSeconds = 0,
    ) {
    }
}

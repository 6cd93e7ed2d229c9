<?php

declare(strict_types=1);

namespace SyncIngest;

/** Skipped entries: a count per reason, and the first 100 names of each. */
final class Skipped
{
    /**
     * @param array<int, int> $counts by the value of the reason
     * @param array<int, list<string>> $names by the value of the reason
     */
    public function __construct(
        /** How many were skipped in total. */
        public readonly int $total = 0,
        private readonly array $counts = [],
        private readonly array $names = [],
    ) {
    }

    /** How many were skipped for this reason. */
    public function count(SkipReason $reason): int
    {
        return $this->counts[$reason->value] ?? 0;
    }

    /**
     * The first 100 names that were skipped for this reason: bytes, not necessarily UTF-8, and possibly hostile.
     *
     * @return list<string>
     */
    public function names(SkipReason $reason): array
    {
        return $this->names[$reason->value] ?? [];
    }

    /**
     * The reasons that occurred.
     *
     * @return list<SkipReason>
     */
    public function reasons(): array
    {
        return array_values(array_filter(SkipReason::cases(), fn (SkipReason $reason) => $this->count($reason) > 0));
    }
}

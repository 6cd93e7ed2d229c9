<?php

declare(strict_types=1);

namespace SyncIngest;

use SyncIngest\Native\EventfulReport;
use SyncIngest\Native\Handle;

/** What one collection did and left, with the reasons. */
final class Report
{
    /**
     * @param list<Delivered> $delivered
     * @param list<NotStored> $putBack
     * @param list<NotStored> $rejected
     * @param list<Alarm> $alarms
     * @param list<Alarm> $ended
     * @param list<NotStored> $superseded
     */
    public function __construct(
        /** The outcome of the arbitration. */
        public readonly Arbitration $arbitration = Arbitration::Nothing,
        /** Deliveries that the store acknowledged, in that order. */
        public readonly array $delivered = [],
        /** Deliveries that stay claimed and are offered first next time. */
        public readonly array $putBack = [],
        /** Deliveries that were set aside for a person. */
        public readonly array $rejected = [],
        /** Entries that were left alone. */
        public readonly Skipped $skipped = new Skipped(),
        /** Active alarms, each an incident with its count. */
        public readonly array $alarms = [],
        /** Alarms that have ended with this collection. */
        public readonly array $ended = [],
        /** Seconds until the first unsettled file will have settled; null if there is none. */
        public readonly ?int $readyIn = null,
        /** Older versions of files that were sent again: never offered, kept for a while, and no cause for concern. */
        public readonly array $superseded = [],
    ) {
    }

    /** @internal */
    public static function of(Handle $report): self
    {
        return $report->get('uneventful') === 1 ? new self() : EventfulReport::of($report);
    }
}

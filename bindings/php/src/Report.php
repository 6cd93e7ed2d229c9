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
        /** Who could go. */
        public readonly Arbitration $arbitration = Arbitration::Nothing,
        /** What the store acknowledged, in that order. */
        public readonly array $delivered = [],
        /** What stays claimed and is offered first next time. */
        public readonly array $putBack = [],
        /** What was set aside for a person. */
        public readonly array $rejected = [],
        /** What was left alone. */
        public readonly Skipped $skipped = new Skipped(),
        /** Alarms that stand, each an incident with its count. */
        public readonly array $alarms = [],
        /** Alarms that ended with this collection. */
        public readonly array $ended = [],
        /** In how many seconds the first of the files that have not settled will have; null: none waits. */
        public readonly ?int $readyIn = null,
        /** Older versions of files that were sent anew: never offered, kept for a while, and nobody's fault. */
        public readonly array $superseded = [],
    ) {
    }

    /** @internal */
    public static function of(Handle $report): self
    {
        return $report->get('uneventful') === 1 ? new self() : EventfulReport::of($report);
    }
}

<?php

declare(strict_types=1);

namespace SyncIngest;

use SyncIngest\Native\Handle;

/** What one collection did and left, with the reasons. */
final class Report
{
    /**
     * @param list<Delivered> $delivered
     * @param list<Answered> $putBack
     * @param list<Answered> $rejected
     * @param list<Alarm> $alarms
     * @param list<Alarm> $ended
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
    ) {
    }

    /** @internal */
    public static function of(Handle $report): self
    {
        $readyIn = $report->get('ready_in_seconds');
        return new self(
            arbitration: Arbitration::from($report->get('arbitration')),
            // What there is nothing of needs no class: most looks find nothing, and a fresh process would load them all.
            delivered: $report->get('delivered_count') === 0 ? [] : Delivered::listOf($report),
            putBack: $report->get('put_back_count') === 0 ? [] : Answered::listOf($report, 'put_back'),
            rejected: $report->get('rejected_count') === 0 ? [] : Answered::listOf($report, 'rejected'),
            skipped: Skipped::of($report),
            alarms: $report->get('alarm_count') === 0 ? [] : Alarm::listOf($report, 'alarm'),
            ended: $report->get('ended_count') === 0 ? [] : Alarm::listOf($report, 'ended'),
            readyIn: $readyIn < 0 ? null : $readyIn,
        );
    }
}

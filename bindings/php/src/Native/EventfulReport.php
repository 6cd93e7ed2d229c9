<?php

declare(strict_types=1);

namespace SyncIngest\Native;

use SyncIngest\Alarm;
use SyncIngest\Arbitration;
use SyncIngest\Delivered;
use SyncIngest\NotStored;
use SyncIngest\Report;

/**
 * Reads a report that is not empty. Most looks at a folder find nothing, and a fresh process then need not compile this.
 *
 * @internal
 */
final class EventfulReport
{
    public static function of(Handle $report): Report
    {
        $readyIn = $report->get('ready_in_seconds');
        return new Report(
            arbitration: Arbitration::from($report->get('arbitration')),
            delivered: Delivered::listOf($report),
            putBack: NotStored::listOf($report, 'put_back'),
            rejected: NotStored::listOf($report, 'rejected'),
            skipped: SkippedEntries::of($report),
            alarms: Alarm::listOf($report, 'alarm'),
            ended: Alarm::listOf($report, 'ended'),
            readyIn: $readyIn < 0 ? null : $readyIn,
            superseded: NotStored::listOf($report, 'superseded'),
        );
    }
}

<?php

declare(strict_types=1);

namespace SyncIngest\Native;

use SyncIngest\Skipped;
use SyncIngest\SkipReason;

/**
 * Reads the skipped entries of a report or a status.
 *
 * @internal
 */
final class SkippedEntries
{
    public static function of(Handle $source): Skipped
    {
        $total = $source->get('skipped_total');
        if ($total === 0) {
            return new Skipped();
        }
        $counts = [];
        $names = [];
        foreach (SkipReason::cases() as $reason) {
            $number = $reason->value;
            $counts[$number] = $source->get('skipped_count', $number);
            $listed = $source->get('skipped_name_count', $number);
            for ($i = 0; $i < $listed; $i++) {
                $names[$number][] = $source->get('skipped_name', $number, $i);
            }
        }
        return new Skipped($total, $counts, $names);
    }
}

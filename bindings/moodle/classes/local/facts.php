<?php
// This file is part of Moodle - https://moodle.org/
//
// Moodle is free software: you can redistribute it and/or modify
// it under the terms of the GNU General Public License as published by
// the Free Software Foundation, either version 3 of the License, or
// (at your option) any later version.
//
// Moodle is distributed in the hope that it will be useful,
// but WITHOUT ANY WARRANTY; without even the implied warranty of
// MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the
// GNU General Public License for more details.
//
// You should have received a copy of the GNU General Public License
// along with Moodle.  If not, see <https://www.gnu.org/licenses/>.

namespace tool_syncingest\local;

use SyncIngest\Alarm;
use SyncIngest\AlarmKind;
use SyncIngest\LockStatus;
use SyncIngest\NotStored;
use SyncIngest\Report;
use SyncIngest\SkipReason;
use SyncIngest\Status;

/**
 * What is known of an alarm besides its kind: plain data, from which {@see explanation} makes sentences in the language of
 * whoever reads them.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class facts {
    /** @var int how many files of an alarm are named */
    private const NAMED = 10;

    /**
     * The facts of all alarms that stand.
     *
     * @param Report $report
     * @return array[] by kind
     */
    public static function of(Report $report): array {
        if (!$report->alarms) {
            return [];
        }
        $status = library::folder()->status();
        $facts = [];
        foreach ($report->alarms as $alarm) {
            $facts[$alarm->kind->word()] = self::about($alarm, $status, $report);
        }
        return $facts;
    }

    /**
     * Files that were answered, with the reasons.
     *
     * @param NotStored[] $answered
     * @return array
     */
    public static function answered(array $answered): array {
        return array_filter(['answered' => self::names_and_reasons(array_slice($answered, 0, self::NAMED))]);
    }

    /**
     * Names and reasons, as text.
     *
     * @param NotStored[] $answered
     * @return array[]
     */
    public static function names_and_reasons(array $answered): array {
        return array_map(
            fn(NotStored $file): array => [
                'name' => fix_utf8($file->name), 'reason' => fix_utf8($file->reason),
                'kind' => $file->kind->name, 'deaths' => $file->deaths,
            ],
            array_values($answered)
        );
    }

    /**
     * The facts of one alarm; none where its kind says it all, or where they have changed meanwhile.
     *
     * @param Alarm $alarm
     * @param Status $status
     * @param Report $report
     * @return array
     */
    private static function about(Alarm $alarm, Status $status, Report $report): array {
        return match ($alarm->kind) {
            AlarmKind::StaleCollectorLock => self::lock($status->collectorLock),
            AlarmKind::StaleAgentLock => self::lock($status->agentLock),
            AlarmKind::ClockSkew => self::lock(self::ahead($status->collectorLock) ?? self::ahead($status->agentLock)),
            AlarmKind::RejectedFile => self::answered($status->rejected),
            AlarmKind::FailingStore => self::answered($report->putBack),
            AlarmKind::UnfinishedFile => self::files($alarm, $status, SkipReason::UnfinishedName, SkipReason::OpenForWriting),
            AlarmKind::UnreadableFile => self::files(
                $alarm,
                $status,
                SkipReason::Unreadable,
                SkipReason::Unchecked,
                SkipReason::Unclaimable
            ),
            AlarmKind::OversizedFile => self::files($alarm, $status, SkipReason::TooLarge),
            AlarmKind::ChecksumMismatch => self::files($alarm, $status, SkipReason::ChecksumMismatch),
            AlarmKind::UnreadableChecksum => self::files($alarm, $status, SkipReason::UnreadableChecksum),
            default => [],
        };
    }

    /**
     * A lock whose time lies in the future.
     *
     * @param LockStatus|null $lock
     * @return LockStatus|null
     */
    private static function ahead(?LockStatus $lock): ?LockStatus {
        return $lock !== null && $lock->age < 0 ? $lock : null;
    }

    /**
     * Whose lock it is, and since when.
     *
     * @param LockStatus|null $lock
     * @return array
     */
    private static function lock(?LockStatus $lock): array {
        return $lock === null ? [] : ['lock' => [
            'name' => $lock->kind === \SyncIngest\LockKind::Agent ? 'alock.txt' : 'lock.txt',
            'holder' => fix_utf8($lock->holder), 'since' => $lock->since,
        ]];
    }

    /**
     * The files that were left alone for these reasons, where they are those that the alarm is about: some of them may not have
     * been there for long enough.
     *
     * @param Alarm $alarm
     * @param Status $status
     * @param SkipReason ...$reasons
     * @return array
     */
    private static function files(Alarm $alarm, Status $status, SkipReason ...$reasons): array {
        $names = array_merge(...array_map(fn(SkipReason $reason): array => $status->skipped->names($reason), $reasons));
        $count = array_sum(array_map(fn(SkipReason $reason): int => $status->skipped->count($reason), $reasons));
        return $count !== $alarm->count || !$names ? []
            : ['files' => array_map('fix_utf8', array_slice($names, 0, self::NAMED))];
    }
}

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

namespace tool_syncingest\local\alarm;

use SyncIngest\Alarm;
use SyncIngest\AlarmFile;
use SyncIngest\AlarmKind;
use SyncIngest\AlarmLock;
use SyncIngest\Holder;
use SyncIngest\LockKind;
use SyncIngest\NotStored;
use SyncIngest\Obstacle;

/**
 * What is known of an alarm besides its kind: plain data, from which {@see explanation} makes sentences in the language of
 * the reader.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class facts {
    /** @var int how many files of an alarm are named */
    private const NAMED = 10;

    /**
     * Returns the facts of an alarm; none if its kind is enough.
     *
     * @param Alarm $alarm
     * @return array
     */
    public static function of(Alarm $alarm): array {
        $answers = in_array($alarm->kind, [AlarmKind::RejectedFile, AlarmKind::FailingStore], true);
        return array_filter([
            'lock' => self::lock($alarm->lock),
            'files' => $answers ? [] : array_map(self::file(...), $alarm->files),
            'answered' => $answers ? array_map(self::answer(...), $alarm->files) : [],
            'obstacles' => array_map(self::obstacle(...), $alarm->obstacles),
        ]);
    }

    /**
     * Returns who made a lock.
     *
     * @param Holder $holder
     * @return array
     */
    public static function holder(Holder $holder): array {
        return array_filter([
            'kind' => $holder->kind->word(), 'name' => $holder->name, 'host' => $holder->host, 'version' => $holder->version,
            'user' => $holder->user, 'oddity' => $holder->oddity?->word(), 'text' => fix_utf8($holder->text),
        ], fn(mixed $value): bool => $value !== null);
    }

    /**
     * Returns answered files, with the reasons.
     *
     * @param NotStored[] $answered
     * @param array[] $before what was known before them
     * @return array
     */
    public static function answered(array $answered, array $before = []): array {
        $all = [...$before, ...self::names_and_reasons(array_slice($answered, 0, self::NAMED))];
        return array_filter(['answered' => array_slice($all, 0, self::NAMED)]);
    }

    /**
     * Returns names and reasons as text.
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
     * Returns a file that an alarm is about, with the reason that the store gave.
     *
     * @param AlarmFile $file
     * @return array
     */
    private static function answer(AlarmFile $file): array {
        return ['name' => fix_utf8($file->name), 'reason' => fix_utf8((string) $file->answer)];
    }

    /**
     * Returns which lock it is, whose, and since when.
     *
     * @param AlarmLock|null $lock
     * @return array
     */
    private static function lock(?AlarmLock $lock): array {
        return $lock === null ? [] : array_filter([
            'name' => $lock->kind === LockKind::Agent ? 'alock.txt' : 'lock.txt', 'holder' => self::holder($lock->holder),
            'since' => $lock->since, 'modified' => $lock->modified, 'changed' => $lock->changed,
        ], fn(mixed $value): bool => $value !== null);
    }

    /**
     * Returns a file that was skipped, and why.
     *
     * @param AlarmFile $file
     * @return array
     */
    private static function file(AlarmFile $file): array {
        return array_filter([
            'name' => fix_utf8($file->name), 'skipped' => $file->skipped?->word(), 'checksum' => $file->checksum?->word(),
        ], fn(mixed $value): bool => $value !== null);
    }

    /**
     * Returns an obstacle to reading or moving files.
     *
     * @param Obstacle $obstacle
     * @return array
     */
    public static function obstacle(Obstacle $obstacle): array {
        return ['kind' => $obstacle->kind->word(), 'number' => $obstacle->number, 'advice' => fix_utf8((string) $obstacle->advice)];
    }
}

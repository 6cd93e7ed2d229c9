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
use SyncIngest\NotStored;
use SyncIngest\Report;
use tool_syncingest\local\drop\rejection;

/**
 * Alarms: one incident for each kind and subject, with a count, from when it is seen until it is over.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class incidents {
    /** @var string */
    private const TABLE = 'tool_syncingest_incidents';

    /** @var string[] kinds that only this plugin knows; all others come from the library */
    private const OWN = ['library', 'folder', 'infected_file', 'test'];

    /**
     * Updates the incidents that the library reports.
     *
     * @param Report $report
     */
    public static function observe(Report $report): void {
        $open = array_filter(self::open(), fn(\stdClass $incident): bool => $incident->subject === ''
            && !in_array($incident->kind, self::OWN, true));
        foreach ($report->alarms as $alarm) {
            $kind = $alarm->kind->word();
            self::raise($kind, $alarm->diagnosis, $alarm->count, $alarm->since, facts::of($alarm));
            unset($open[$kind]);
        }
        foreach ($report->ended as $alarm) {
            $kind = $alarm->kind->word();
            if (!isset($open[$kind]) && !self::was_recorded($kind, $alarm->since)) {
                // It began and ended between two looks, and is reported nevertheless.
                self::raise($kind, $alarm->diagnosis, $alarm->count, $alarm->since, facts::of($alarm));
                $open[$kind] = true;
            }
        }
        foreach (array_keys($open) as $kind) {
            self::end($kind);
        }
    }

    /**
     * The same, for a caller who has no time: when nothing has changed since the last look, this costs no query.
     *
     * @param Report $report
     */
    public static function observe_changes(Report $report): void {
        $seen = implode(' ', array_map(fn(Alarm $alarm): string => "{$alarm->kind->value}:$alarm->count", $report->alarms));
        if ($report->ended || $seen !== (string) get_config('tool_syncingest', 'alarmsseen')) {
            self::observe($report);
            set_config('alarmsseen', $seen, 'tool_syncingest');
        }
        if ($report->rejected) {
            self::add_new('rejected_file', $report->rejected);
            self::add_new('infected_file', array_filter(
                $report->rejected,
                fn(NotStored $file): bool => rejection::is($file, rejection::INFECTED)
            ));
        }
    }

    /**
     * An incident begins, or goes on with other figures.
     *
     * @param string $kind
     * @param string $detail in the words of the library or of the system
     * @param int $amount
     * @param int|null $since
     * @param array $facts
     * @param string $subject what it is about, where there are several of the kind: at most 255 characters
     */
    public static function raise(
        string $kind,
        string $detail,
        int $amount = 1,
        ?int $since = null,
        array $facts = [],
        string $subject = '',
    ): void {
        global $DB;
        $old = self::open()[self::key($kind, $subject)] ?? null;
        $row = ['detail' => fix_utf8($detail), 'amount' => $amount, 'facts' => self::json($facts)];
        if ($old) {
            if ($old->detail !== $row['detail'] || (int) $old->amount !== $amount || $old->facts !== $row['facts']) {
                $DB->update_record(self::TABLE, ['id' => $old->id] + $row);
            }
            return;
        }
        $times = ['since' => $since ?? time(), 'timeraised' => time()];
        $DB->insert_record(self::TABLE, ['kind' => $kind, 'subject' => $subject] + $times + $row);
        \tool_syncingest\event\alarm_raised::create_for(self::key($kind, $subject), $detail)->trigger();
    }

    /**
     * An incident is over, if it was active.
     *
     * @param string $kind
     * @param string $subject
     */
    public static function end(string $kind, string $subject = ''): void {
        global $DB;
        $old = self::open()[self::key($kind, $subject)] ?? null;
        if ($old) {
            $DB->set_field(self::TABLE, 'timeended', time(), ['id' => $old->id]);
            \tool_syncingest\event\alarm_over::create_for(self::key($kind, $subject), $old->detail)->trigger();
        }
    }

    /**
     * Returns the active incidents.
     *
     * @return \stdClass[] by kind; where it has a subject, by kind:subject
     */
    public static function open(): array {
        global $DB;
        $open = [];
        foreach ($DB->get_records(self::TABLE, ['timeended' => null], 'timeraised, id') as $incident) {
            $open[self::key($incident->kind, $incident->subject)] = $incident;
        }
        return $open;
    }

    /**
     * Returns how many there are, including those that have ended.
     *
     * @return int
     */
    public static function count(): int {
        global $DB;
        return $DB->count_records(self::TABLE);
    }

    /**
     * Returns the incidents that may need a notice: the active ones, and those whose end has not been reported.
     *
     * @return \stdClass[]
     */
    public static function unfinished(): array {
        global $DB;
        return $DB->get_records_select(self::TABLE, 'timeendtold IS NULL', null, 'timeraised, id');
    }

    /**
     * Records that a notice about an incident was sent.
     *
     * @param \stdClass $incident as it was when the notice was written
     * @param string $occasion as {@see due} names it
     */
    public static function notified(\stdClass $incident, string $occasion): void {
        global $DB;
        // What was set aside since the notice was written is for the next one.
        $now = $DB->get_record(self::TABLE, ['id' => $incident->id], 'id, newamount, newfacts');
        $more = (int) $now->newamount - (int) $incident->newamount;
        $row = ['id' => $incident->id, 'notices' => $incident->notices + 1, 'newamount' => $more];
        $row['newfacts'] = $more > 0 ? $now->newfacts : null;
        $row[$occasion === due::OVER ? 'timeendtold' : 'timetold'] = time();
        if ($incident->timeended !== null) {
            $row['timeendtold'] = time();
        }
        $DB->update_record(self::TABLE, $row);
    }

    /**
     * Adds files that were set aside while their incident was active and had been reported.
     *
     * @param string $kind
     * @param NotStored[] $files
     */
    private static function add_new(string $kind, array $files): void {
        global $DB;
        $incident = $files ? self::open()[$kind] ?? null : null;
        if ($incident?->timetold === null) {
            return;
        }
        $DB->update_record(self::TABLE, [
            'id' => $incident->id, 'newamount' => $incident->newamount + count($files),
            'newfacts' => self::json(facts::answered($files, json_decode($incident->newfacts ?? '', true)['answered'] ?? [])),
        ]);
    }

    /**
     * Returns the key of an incident among the active ones.
     *
     * @param string $kind
     * @param string $subject
     * @return string
     */
    private static function key(string $kind, string $subject): string {
        return $subject === '' ? $kind : "$kind:$subject";
    }

    /**
     * Returns facts as they are stored.
     *
     * @param array $facts
     * @return string
     */
    private static function json(array $facts): string {
        return json_encode($facts, JSON_UNESCAPED_UNICODE | JSON_INVALID_UTF8_SUBSTITUTE);
    }

    /**
     * Deletes the incidents that ended before a moment.
     *
     * @param int $before
     */
    public static function forget(int $before): void {
        global $DB;
        $ended = 'timeendtold < :notified OR (timeended < :ended AND timetold IS NOT NULL)';
        $DB->delete_records_select(self::TABLE, $ended, ['notified' => $before, 'ended' => $before]);
        notices::forget();
    }

    /**
     * Returns whether an incident that has just ended was recorded while it was active.
     *
     * @param string $kind
     * @param int $since
     * @return bool
     */
    private static function was_recorded(string $kind, int $since): bool {
        global $DB;
        return $DB->record_exists_select(self::TABLE, 'kind = ? AND timeended IS NOT NULL AND timeended >= ?', [$kind, $since]);
    }
}

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
use SyncIngest\Report;

/**
 * Alarms: one incident for each kind, with a count, from when it is seen until it is over.
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
     * Brings the incidents that the library tells of up to date.
     *
     * @param Report $report
     */
    public static function observe(Report $report): void {
        $open = array_diff_key(self::open(), array_flip(self::OWN));
        foreach ($report->alarms as $alarm) {
            $kind = $alarm->kind->word();
            self::raise($kind, $alarm->diagnosis, $alarm->count, $alarm->since, facts::of($alarm));
            unset($open[$kind]);
        }
        foreach ($report->ended as $alarm) {
            $kind = $alarm->kind->word();
            if (!isset($open[$kind]) && !self::was_recorded($kind, $alarm->since)) {
                // Begun and ended between two looks: it is told all the same.
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
    }

    /**
     * An incident begins, or goes on with other figures.
     *
     * @param string $kind
     * @param string $detail in the words of the library or of the system
     * @param int $amount
     * @param int|null $since
     * @param array $facts
     */
    public static function raise(string $kind, string $detail, int $amount = 1, ?int $since = null, array $facts = []): void {
        global $DB;
        $old = self::open()[$kind] ?? null;
        $row = [
            'detail' => fix_utf8($detail), 'amount' => $amount,
            'facts' => json_encode($facts, JSON_UNESCAPED_UNICODE | JSON_INVALID_UTF8_SUBSTITUTE),
        ];
        if ($old) {
            if ($old->detail !== $row['detail'] || (int) $old->amount !== $amount || $old->facts !== $row['facts']) {
                $DB->update_record(self::TABLE, ['id' => $old->id] + $row);
            }
            return;
        }
        $DB->insert_record(self::TABLE, ['kind' => $kind, 'since' => $since ?? time(), 'timeraised' => time()] + $row);
        \tool_syncingest\event\alarm_raised::create_for($kind, $detail)->trigger();
    }

    /**
     * An incident is over, if it stood.
     *
     * @param string $kind
     */
    public static function end(string $kind): void {
        global $DB;
        $old = self::open()[$kind] ?? null;
        if ($old) {
            $DB->set_field(self::TABLE, 'timeended', time(), ['id' => $old->id]);
            \tool_syncingest\event\alarm_over::create_for($kind, $old->detail)->trigger();
        }
    }

    /**
     * The incidents that stand.
     *
     * @return \stdClass[] by kind
     */
    public static function open(): array {
        global $DB;
        $open = [];
        foreach ($DB->get_records(self::TABLE, ['timeended' => null], 'timeraised, id') as $incident) {
            $open[$incident->kind] = $incident;
        }
        return $open;
    }

    /**
     * How many there are, those that have ended among them.
     *
     * @return int
     */
    public static function count(): int {
        global $DB;
        return $DB->count_records(self::TABLE);
    }

    /**
     * The incidents that ended, and whose end has not been told.
     *
     * @return \stdClass[]
     */
    public static function over(): array {
        global $DB;
        return $DB->get_records_select(self::TABLE, 'timeended IS NOT NULL AND timeendtold IS NULL', null, 'timeended, id');
    }

    /**
     * The message that it stands was sent, first or as a reminder.
     *
     * @param \stdClass $incident
     */
    public static function told(\stdClass $incident): void {
        global $DB;
        $DB->set_field(self::TABLE, 'timetold', time(), ['id' => $incident->id]);
    }

    /**
     * The message that it is over was sent.
     *
     * @param \stdClass $incident
     */
    public static function end_told(\stdClass $incident): void {
        global $DB;
        $DB->set_field(self::TABLE, 'timeendtold', time(), ['id' => $incident->id]);
    }

    /**
     * Forgets what was over before that.
     *
     * @param int $before
     */
    public static function forget(int $before): void {
        global $DB;
        $DB->delete_records_select(self::TABLE, 'timeendtold < ?', [$before]);
    }

    /**
     * Whether an incident that has just ended was seen while it stood.
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

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

namespace tool_syncingest\local\feed;

use tool_syncingest\local\alarm\incidents;
use tool_syncingest\local\feed\rules\silence;
use tool_syncingest\local\feed\rules\stage;
use tool_syncingest\local\feed\rules\state;
use tool_syncingest\local\feed\rules\turn;

/**
 * The incidents of feeds: one for each feed and kind, which begins and ends with what the tables show.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class alarms {
    /** @var string[] kinds */
    public const KINDS = [
        'feed_held', 'feed_failed', 'feed_refused', 'feed_errors', 'feed_blocked', 'feed_waiting', 'feed_silent', 'feed_clone',
    ];

    /** @var int seconds after which it is an alarm that a feed waits for another one */
    private const PATIENCE = 3 * HOURSECS;

    /**
     * Brings the incidents up to date.
     */
    public static function observe(): void {
        $found = self::find();
        foreach (self::KINDS as $kind) {
            $names = array_unique($found[$kind] ?? []);
            foreach ($names as $name) {
                incidents::raise($kind, $name, 1, null, ['feeds' => [$name]], $name);
            }
            foreach (incidents::open() as $incident) {
                if ($incident->kind === $kind && !in_array($incident->subject, $names, true)) {
                    incidents::end($kind, $incident->subject);
                }
            }
        }
    }

    /**
     * Ends the incidents of a feed that was deleted.
     *
     * @param int $feedid
     */
    public static function end_all(int $feedid): void {
        self::observe();
    }

    /**
     * What there is to tell.
     *
     * @return string[][] names of feeds, by kind
     */
    private static function find(): array {
        $found = [];
        $open = runs::open();
        $states = array_map(fn(array $runs): array => array_map(fn(run $run): state => $run->state, $runs), $open);
        foreach (feeds::all() as $feed) {
            $runs = $open[$feed->id] ?? [];
            $mode = $feed->definition->mode();
            $is = fn(state $state): bool => (bool) array_filter($runs, fn(run $run): bool => $run->state === $state);
            $last = self::last_finished($feed->id);
            $found['feed_held'][] = $is(state::HELD) ? $feed->name : null;
            $found['feed_failed'][] = $is(state::FAILED) && ($mode === rules\mode::ROWS || $last === state::FAILED) ? $feed->name : null;
            $found['feed_refused'][] = $last === state::REFUSED ? $feed->name : null;
            $found['feed_errors'][] = $last === state::DONE_WITH_ERRORS && $feed->stage === stage::LIVE ? $feed->name : null;
            $waiting = array_map(fn(run $run) => $run->waiting(), $runs);
            $found['feed_blocked'][] = turn::blocker($waiting, $mode) ? $feed->name : null;
            $found['feed_waiting'][] = self::waits_long($feed, $runs, $states) ? $feed->name : null;
            $silent = $feed->stage === stage::LIVE
                && silence::is_overdue($feed->definition->get('every'), $feed->lastarrival ?? time(), time());
            $found['feed_silent'][] = $silent ? $feed->name : null;
            $found['feed_clone'][] = get_config('tool_syncingest', 'feedclone') && $feed->stage === stage::PAUSED ? $feed->name : null;
        }
        $found = array_map('array_filter', $found);
        if (empty($found['feed_clone']) && get_config('tool_syncingest', 'feedclone')) {
            unset_config('feedclone', 'tool_syncingest');
        }
        return $found;
    }

    /**
     * Returns whether a feed has waited for another one for too long.
     *
     * @param feed $feed
     * @param run[] $runs of it that are open
     * @param state[][] $states of all runs that are open, by feed
     * @return bool
     */
    private static function waits_long(feed $feed, array $runs, array $states): bool {
        $due = array_filter($runs, fn(run $run): bool => $run->state === state::QUEUED && $run->row->timecreated < time() - self::PATIENCE);
        return $due && turn::waits_for($feed->after, $states) !== null;
    }

    /**
     * How the last run of a feed has ended.
     *
     * @param int $feedid
     * @return state|null null: none has
     */
    private static function last_finished(int $feedid): ?state {
        global $DB;
        $where = "feedid = ? AND timefinished IS NOT NULL AND dry = 0 AND state NOT IN ('cancelled', 'superseded')";
        $rows = $DB->get_records_select(runs::TABLE, $where, [$feedid], 'timefinished DESC, id DESC', 'id, state', 0, 1);
        return $rows ? state::from(reset($rows)->state) : null;
    }
}

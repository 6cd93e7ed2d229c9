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

use tool_syncingest\local\feed\processor\row_processor;
use tool_syncingest\local\feed\rules\effect;
use tool_syncingest\local\feed\rules\mode;
use tool_syncingest\local\feed\rules\stage;
use tool_syncingest\local\feed\rules\state;
use tool_syncingest\local\feed\rules\undo_step;
use tool_syncingest\local\feed\undo\undos;

/**
 * Rows that failed because something was not there yet are tried again once another feed has made something: files that arrive in
 * the wrong order end up right. The run goes back to the queue, so a delivery still makes one run.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class retries {
    /**
     * After a run was applied: lets the rows of other feeds that may have waited for it try again.
     *
     * @param run $applied
     * @return int[] the runs that are in the queue again
     */
    public static function after(run $applied): array {
        $again = [];
        if (!results::has_made_something($applied)) {
            return [];
        }
        foreach (feeds::all() as $feed) {
            $codes = $feed->id === $applied->feedid || $feed->stage !== stage::LIVE ? [] : self::codes($feed->definition);
            foreach ($codes ? self::candidates($feed, $codes) : [] as $run) {
                if (self::try_again($feed, $run)) {
                    $again[] = $run->id;
                }
            }
        }
        return $again;
    }

    /**
     * Returns the failures that end when another feed has made what was missing.
     *
     * @param definition $definition
     * @return string[] codes
     */
    public static function codes(definition $definition): array {
        $processor = processors::all()[$definition->get('processor')] ?? '';
        return is_subclass_of($processor, row_processor::class) ? $processor::waits_for() : [];
    }

    /**
     * Returns the lines of a run that are tried again: of rows mode, where every other row has been carried out.
     *
     * @param run $run
     * @return bool[] by line
     */
    public static function lines(run $run): array {
        global $DB;
        $lines = [];
        [$sql, $values] = self::waiting_rows('r.line', $run->feedid, self::codes($run->definition()));
        foreach ($DB->get_fieldset_sql("$sql AND u.id = ?", [...$values, $run->id]) as $line) {
            $lines[(int) $line] = true;
        }
        // Planned already, by a process that died before it could go on.
        foreach ($DB->get_fieldset_select(results::TABLE, 'line', 'runid = ? AND state = ?', [$run->id, results::PLANNED]) as $line) {
            $lines[(int) $line] = true;
        }
        return $lines;
    }

    /**
     * The runs of a feed with rows that may have waited.
     *
     * @param feed $feed
     * @param string[] $codes
     * @return run[] the oldest first
     */
    private static function candidates(feed $feed, array $codes): array {
        global $DB;
        [$sql, $values] = self::waiting_rows('DISTINCT r.runid', $feed->id, $codes);
        $ids = $DB->get_fieldset_sql("$sql AND u.state IN ('held', 'done_with_errors') ORDER BY r.runid", $values);
        $runs = array_map(fn(int|string $id): run => runs::must_get((int) $id), $ids);
        $open = runs::open()[$feed->id] ?? [];
        return array_filter($runs, fn(run $run): bool => $run->state === state::HELD
            || (!self::is_undone($run) && ($feed->definition->mode() === mode::ROWS || self::is_newest($run, $open))));
    }

    /**
     * Returns whether a run is the newest of its part: only the last full file is the truth.
     *
     * @param run $run
     * @param run[] $open
     * @return bool
     */
    private static function is_newest(run $run, array $open): bool {
        foreach ($open as $other) {
            if ($other->name->part === $run->name->part && !$other->state->is_over()) {
                return false;
            }
        }
        $last = runs::last_applied($run);
        return $last === null || [$last->row->timefinished, $last->id] < [$run->row->timefinished, $run->id];
    }

    /**
     * Returns whether a person has taken a run back.
     *
     * @param run $run
     * @return bool
     */
    private static function is_undone(run $run): bool {
        return !in_array(undos::get($run->id)?->step, [null, undo_step::CHECKING, undo_step::READY], true);
    }

    /**
     * Puts a run into the queue again.
     *
     * @param feed $feed
     * @param run $run
     * @return bool false: its content is gone
     */
    private static function try_again(feed $feed, run $run): bool {
        if (content::of($run->id) === null) {
            return false;
        }
        if ($run->state === state::HELD) {
            runs::become($run, state::QUEUED, ['starts' => 0]);
            return true;
        }
        return runs::reopen($run, $feed);
    }

    /**
     * The query for rows (r) of runs (u) that may have waited. In later runs their keys do not occur: a newer row is
     * never undone.
     *
     * @param string $column what is asked for
     * @param int $feedid
     * @param string[] $codes
     * @return array SQL and its values
     */
    private static function waiting_rows(string $column, int $feedid, array $codes): array {
        global $DB;
        [$in, $values] = $DB->get_in_or_equal($codes);
        $sql = "SELECT $column FROM {" . results::TABLE . '} r JOIN {' . runs::TABLE . '} u ON u.id = r.runid'
            . " WHERE u.feedid = ? AND u.dry = 0 AND r.state = ? AND r.line > 0 AND r.code $in AND NOT EXISTS ("
            . 'SELECT 1 FROM {' . results::TABLE . '} l JOIN {' . runs::TABLE . '} n ON n.id = l.runid'
            . " WHERE n.feedid = u.feedid AND n.part = u.part AND n.dry = 0 AND n.id > u.id AND l.keyhash = r.keyhash"
            . " AND (l.state = 'done' OR n.state NOT IN ('refused', 'cancelled', 'superseded')))";
        return [$sql, [$feedid, results::FAILED, ...$values]];
    }
}

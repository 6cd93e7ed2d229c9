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

namespace tool_syncingest\local\feed\now;

use tool_syncingest\local\feed\arrival;
use tool_syncingest\local\feed\background;
use tool_syncingest\local\feed\decisions;
use tool_syncingest\local\feed\feed;
use tool_syncingest\local\feed\rules\name_parts;
use tool_syncingest\local\feed\rules\pattern;
use tool_syncingest\local\feed\rules\state;
use tool_syncingest\local\feed\run;
use tool_syncingest\local\feed\runs;

/**
 * Puts a stored file through a feed at once.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class starter {
    /** @var int priority of what a person waits for */
    public const PRIORITY = 10;

    /**
     * Finds or makes the run of a file, and begins to work on it in a process of its own. A file that was applied already is not
     * applied once more.
     *
     * @param delivered $delivered
     * @param feed $feed
     * @return run
     */
    public static function start(delivered $delivered, feed $feed): run {
        $run = self::prepare($delivered, $feed);
        if ($run->state->is_due()) {
            background::carry_on($run->id);
        }
        return $run;
    }

    /**
     * Finds or makes the run of a file, and lets it go before others.
     *
     * @param delivered $delivered
     * @param feed $feed
     * @return run
     */
    public static function prepare(delivered $delivered, feed $feed): run {
        $run = self::run($delivered, $feed);
        if ($run->state->is_due()) {
            runs::update($run->id, ['priority' => self::PRIORITY]);
        }
        return runs::must_get($run->id);
    }

    /**
     * The run of a file.
     *
     * @param delivered $delivered
     * @param feed $feed
     * @return run
     */
    private static function run(delivered $delivered, feed $feed): run {
        global $DB;
        $row = $DB->get_record(runs::TABLE, ['feedid' => $feed->id, 'deliveryid' => $delivered->deliveryid]);
        $old = $row ? new run($row) : null;
        if ($old && (!$old->state->is_over() || ($old->state->is_applied() && !$old->row->dry))) {
            return $old;
        }
        if ($old?->state === state::FAILED) {
            return decisions::run_again($old);
        }
        // One that was only planned, refused or cancelled leaves its delivery free for another try.
        $deliveryid = $old ? 'now-' . random_string(40) : $delivered->deliveryid;
        $parts = (new pattern($feed->definition->get('pattern')))->match($delivered->file->get_filename());
        $parts = $parts instanceof name_parts ? $parts : new name_parts();
        $id = (new arrival())->insert($feed, $parts, $deliveryid, $delivered->file, self::PRIORITY);
        return runs::must_get($id);
    }
}

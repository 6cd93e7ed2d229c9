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

namespace tool_syncingest\local\feed\summary;

use tool_syncingest\local\feed\feed;
use tool_syncingest\local\feed\feeds;
use tool_syncingest\local\feed\rules\news;
use tool_syncingest\local\feed\run;
use tool_syncingest\local\feed\runs;

/**
 * Sends each recipient of feeds one mail about all of them. A mark in the row of a run shows that it is due, and a preference of
 * the recipient when the last mail was sent: after a crash nothing is lost, and nobody gets the same mail twice.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class sweep {
    /** @var string preference of a recipient: when the last summary was sent, in seconds since 1970 */
    public const SENT = 'tool_syncingest_summary';

    /**
     * Sends what is due.
     *
     * @param int $now
     * @return int how many mails were sent
     */
    public static function run(int $now): int {
        $feeds = array_filter(feeds::all(), fn(feed $feed): bool => self::news($feed) !== news::NEVER);
        $recipients = recipients::of($feeds);
        $due = self::due($now);
        $sent = $failed = 0;
        foreach ($recipients as $userid => $theirs) {
            $last = (int) get_user_preferences(self::SENT, 0, $userid);
            $new = array_filter($due, fn(run $run): bool => $run->row->maildue >= $last);
            $digest = new digest($theirs, $new, $now);
            if (!$digest->is_empty()) {
                if (!letter::send(\core_user::get_user($userid), $digest)) {
                    $failed++;
                    continue;
                }
                $sent++;
            }
            set_user_preference(self::SENT, $now, $userid);
        }
        if (!$failed) {
            self::clear($due);
        }
        return $sent;
    }

    /**
     * Returns which runs the recipients of a feed read of.
     *
     * @param feed $feed
     * @return news
     */
    public static function news(feed $feed): news {
        return news::tryFrom($feed->definition->get('summary')) ?? news::NEVER;
    }

    /**
     * The runs that are not in a summary yet. Runs that were planned only are left out; what ends in this second waits for the next
     * summary.
     *
     * @param int $now
     * @return run[] by id
     */
    private static function due(int $now): array {
        global $DB;
        $rows = $DB->get_records_select(runs::TABLE, 'maildue < ? AND dry = 0', [$now], 'id');
        return array_map(fn(\stdClass $row): run => new run($row), $rows);
    }

    /**
     * Clears the marks of runs that are in the summaries of all recipients, unless they have become due again meanwhile.
     *
     * @param run[] $due
     */
    private static function clear(array $due): void {
        global $DB;
        foreach ($due as $run) {
            $DB->set_field(runs::TABLE, 'maildue', null, ['id' => $run->id, 'maildue' => $run->row->maildue]);
        }
    }
}

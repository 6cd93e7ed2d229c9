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

namespace tool_syncingest\local\feed\processor\roster;

use tool_syncingest\local\feed\processor\overlay;

/**
 * Which of some people are enrolled in which of some courses, by whatever method, read by one query.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class participants {
    /** @var bool[] by course and account */
    private array $enrolled = [];

    /**
     * Reads them.
     *
     * @param int[] $courses
     * @param int[] $users
     */
    public function __construct(array $courses, array $users) {
        global $DB;
        if (!$courses || !$users) {
            return;
        }
        [$in, $params] = $DB->get_in_or_equal(array_values(array_unique($courses)));
        [$inusers, $users] = $DB->get_in_or_equal(array_values(array_unique($users)));
        $sql = 'SELECT ue.id, e.courseid, ue.userid FROM {user_enrolments} ue JOIN {enrol} e ON e.id = ue.enrolid'
            . " WHERE e.courseid $in AND ue.userid $inusers";
        foreach ($DB->get_records_sql($sql, [...$params, ...$users]) as $row) {
            $this->enrolled["$row->courseid $row->userid"] = true;
        }
    }

    /**
     * Returns whether somebody is enrolled, or would be by an earlier feed.
     *
     * @param int $courseid
     * @param int $userid
     * @param overlay $overlay
     * @return bool
     */
    public function include(int $courseid, int $userid, overlay $overlay): bool {
        return isset($this->enrolled["$courseid $userid"]) || $overlay->find('enrolment', "$courseid $userid") !== null;
    }
}

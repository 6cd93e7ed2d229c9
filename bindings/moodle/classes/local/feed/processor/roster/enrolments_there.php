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

use tool_syncingest\local\feed\processor\row_failure;
use tool_syncingest\local\feed\rules\enrolment_state;

/**
 * The manual enrolments of some people in some courses, read by a number of queries that does not grow with them.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class enrolments_there {
    /** @var \stdClass[] the first manual enrolment method of each course */
    private array $methods = [];

    /** @var \stdClass[] enrolments by method and account */
    private array $enrolments = [];

    /** @var array[] ids of roles by course and account */
    private array $roles = [];

    /**
     * Reads them.
     *
     * @param int[] $courses
     * @param int[] $users
     */
    public function __construct(array $courses, array $users) {
        global $DB;
        if (!$courses) {
            return;
        }
        [$in, $params] = $DB->get_in_or_equal(array_values(array_unique($courses)));
        foreach ($DB->get_records_select('enrol', "enrol = 'manual' AND courseid $in", $params, 'sortorder, id') as $method) {
            // A course may have several; core takes the first one, too.
            $this->methods[$method->courseid] ??= $method;
        }
        if (!$users || !$this->methods) {
            return;
        }
        [$inmethods, $methods] = $DB->get_in_or_equal(array_column($this->methods, 'id'));
        [$inusers, $users] = $DB->get_in_or_equal(array_values(array_unique($users)));
        $where = "enrolid $inmethods AND userid $inusers";
        foreach ($DB->get_records_select('user_enrolments', $where, [...$methods, ...$users]) as $enrolment) {
            $this->enrolments["$enrolment->enrolid $enrolment->userid"] = $enrolment;
        }
        $sql = "SELECT a.id, a.roleid, a.userid, x.instanceid FROM {role_assignments} a JOIN {context} x ON x.id = a.contextid"
            . " WHERE x.contextlevel = ? AND x.instanceid $in AND a.userid $inusers AND a.component = ''";
        foreach ($DB->get_records_sql($sql, [CONTEXT_COURSE, ...$params, ...$users]) as $role) {
            $this->roles["$role->instanceid $role->userid"][] = (int) $role->roleid;
        }
    }

    /**
     * Returns the enrolment method of a course, where people can be enrolled by it.
     *
     * @param \stdClass $course
     * @return \stdClass
     * @throws row_failure
     */
    public function method(\stdClass $course): \stdClass {
        $method = $this->methods[$course->id] ?? throw new row_failure('enrol_missing', ['value' => $course->shortname]);
        if ((int) $method->status !== ENROL_INSTANCE_ENABLED || !enrol_is_enabled('manual')) {
            throw new row_failure('enrol_disabled', ['value' => $course->shortname]);
        }
        return $method;
    }

    /**
     * Returns the enrolment of an account by a method.
     *
     * @param \stdClass $method
     * @param int $userid
     * @return \stdClass|null
     */
    public function get(\stdClass $method, int $userid): ?\stdClass {
        return $this->enrolments["$method->id $userid"] ?? null;
    }

    /**
     * Returns the state of an enrolment.
     *
     * @param \stdClass $enrolment
     * @param int $courseid
     * @return enrolment_state
     */
    public function state(\stdClass $enrolment, int $courseid): enrolment_state {
        $roles = $this->roles["$courseid $enrolment->userid"] ?? [];
        sort($roles);
        $suspended = (int) $enrolment->status !== ENROL_USER_ACTIVE;
        return new enrolment_state($suspended, (int) $enrolment->timestart, (int) $enrolment->timeend, $roles);
    }

    /**
     * Returns the enrolments of some ids, with the courses that they are in.
     *
     * @param int[] $ids
     * @return \stdClass[] userid, status, courseid by id
     */
    public static function of_ids(array $ids): array {
        global $DB;
        if (!$ids) {
            return [];
        }
        [$in, $params] = $DB->get_in_or_equal(array_values(array_unique($ids)));
        return $DB->get_records_sql('SELECT ue.id, ue.userid, ue.status, ue.timestart, ue.timeend, ue.enrolid, e.courseid, e.enrol'
            . " FROM {user_enrolments} ue JOIN {enrol} e ON e.id = ue.enrolid WHERE e.enrol = 'manual' AND ue.id $in", $params);
    }
}

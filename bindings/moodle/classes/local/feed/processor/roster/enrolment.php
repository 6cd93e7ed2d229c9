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
 * Makes, changes and deletes manual enrolments, by core's own functions.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class enrolment {
    /**
     * Enrols a person.
     *
     * @param \stdClass $method
     * @param int $userid
     * @param enrolment_state $state
     * @return int the id of the enrolment
     */
    public static function create(\stdClass $method, int $userid, enrolment_state $state): int {
        global $DB;
        $roles = $state->roles;
        self::plugin()->enrol_user($method, $userid, array_shift($roles), $state->start, $state->end, self::status($state));
        self::assign((int) $method->courseid, $userid, $roles);
        return (int) $DB->get_field('user_enrolments', 'id', ['enrolid' => $method->id, 'userid' => $userid], MUST_EXIST);
    }

    /**
     * Changes an enrolment.
     *
     * @param \stdClass $method
     * @param int $userid
     * @param enrolment_state $state afterwards; its roles do not matter
     * @param int[] $add roles
     * @param int[] $lose roles
     */
    public static function update(\stdClass $method, int $userid, enrolment_state $state, array $add, array $lose): void {
        self::plugin()->update_user_enrol($method, $userid, self::status($state), $state->start, $state->end);
        self::assign((int) $method->courseid, $userid, $add);
        $context = \context_course::instance($method->courseid);
        foreach ($lose as $role) {
            role_unassign($role, $userid, $context->id);
        }
    }

    /**
     * Deletes an enrolment. Grades and groups may go with it.
     *
     * @param \stdClass $method
     * @param int $userid
     */
    public static function delete(\stdClass $method, int $userid): void {
        self::plugin()->unenrol_user($method, $userid);
    }

    /**
     * Adds a person to groups.
     *
     * @param int $userid
     * @param int[] $groups
     * @throws row_failure
     */
    public static function join(int $userid, array $groups): void {
        global $CFG;
        require_once($CFG->dirroot . '/group/lib.php');
        foreach ($groups as $group) {
            if (!groups_add_member($group, $userid)) {
                throw new row_failure('not_enrolled');
            }
        }
    }

    /**
     * Takes a person out of groups.
     *
     * @param int $userid
     * @param int[] $groups
     */
    public static function leave(int $userid, array $groups): void {
        global $CFG;
        require_once($CFG->dirroot . '/group/lib.php');
        foreach ($groups as $group) {
            groups_remove_member($group, $userid);
        }
    }

    /**
     * Assigns roles.
     *
     * @param int $courseid
     * @param int $userid
     * @param int[] $roles
     */
    private static function assign(int $courseid, int $userid, array $roles): void {
        foreach ($roles as $role) {
            role_assign($role, $userid, \context_course::instance($courseid)->id);
        }
    }

    /**
     * The status that core stores.
     *
     * @param enrolment_state $state
     * @return int
     */
    private static function status(enrolment_state $state): int {
        return $state->suspended ? ENROL_USER_SUSPENDED : ENROL_USER_ACTIVE;
    }

    /**
     * The enrolment plugin.
     *
     * @return \enrol_plugin
     */
    private static function plugin(): \enrol_plugin {
        return enrol_get_plugin('manual') ?? throw new row_failure('enrol_disabled', ['value' => '']);
    }
}

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

/**
 * Makes and changes groups, groupings and memberships, by core's own functions.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class group {
    /**
     * Returns the group of a number, which is made if it is not there.
     *
     * @param int $courseid
     * @param string $number
     * @param string $name
     * @return int
     */
    public static function ensure(int $courseid, string $number, string $name): int {
        self::load();
        $there = groups_get_group_by_idnumber($courseid, $number);
        return (int) ($there->id ?? groups_create_group((object) ['courseid' => $courseid, 'idnumber' => $number, 'name' => $name]));
    }

    /**
     * Gives a group another name.
     *
     * @param int $id
     * @param string $name
     */
    public static function rename(int $id, string $name): void {
        self::load();
        $group = groups_get_group($id) ?: throw new row_failure('group_gone');
        $group->name = $name;
        $context = \context_course::instance($group->courseid);
        // Its conversation stays as it is.
        $conversation = \core_message\api::get_conversation_by_area('core_group', 'groups', $id, $context->id);
        $group->enablemessaging = $conversation->enabled ?? 0;
        groups_update_group($group);
    }

    /**
     * Puts a group into a grouping, which is made if it is not there.
     *
     * @param int $courseid
     * @param int $id
     * @param string $number of the grouping
     * @param string $name of the grouping
     */
    public static function assign(int $courseid, int $id, string $number, string $name): void {
        self::load();
        $there = groups_get_grouping_by_idnumber($courseid, $number);
        $grouping = $there->id ?? groups_create_grouping((object) ['courseid' => $courseid, 'idnumber' => $number, 'name' => $name]);
        groups_assign_grouping($grouping, $id);
    }

    /**
     * Adds a person to a group.
     *
     * @param \stdClass $group as core stores it
     * @param \stdClass $account id, deleted
     * @return int the id of the membership
     * @throws row_failure
     */
    public static function add(\stdClass $group, \stdClass $account): int {
        global $DB;
        self::load();
        if (!groups_add_member($group, $account)) {
            throw new row_failure('not_enrolled');
        }
        return (int) $DB->get_field('groups_members', 'id', ['groupid' => $group->id, 'userid' => $account->id], MUST_EXIST);
    }

    /**
     * Takes a person out of a group.
     *
     * @param \stdClass $group as core stores it
     * @param int $userid
     */
    public static function remove(\stdClass $group, int $userid): void {
        self::load();
        groups_remove_member($group, $userid);
    }

    /**
     * Loads core's functions.
     */
    private static function load(): void {
        global $CFG;
        require_once($CFG->dirroot . '/group/lib.php');
    }
}

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
use tool_syncingest\local\feed\processor\user\people;

/**
 * The groups and groupings of some courses that rows name by their numbers, and who is in the groups, read by a number of queries
 * that does not grow with them. Names are not unique in a course, so nothing is found by its name.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class groups_there {
    /** @var \stdClass[][] groups by course and folded number */
    private array $groups = [];

    /** @var \stdClass[][] groupings by course and folded number */
    private array $groupings = [];

    /** @var \stdClass[] memberships by group and account */
    private array $members = [];

    /** @var bool[] pairs of a grouping and a group in it */
    private array $assigned = [];

    /**
     * Reads them.
     *
     * @param int[] $courses
     * @param string[] $numbers of groups
     * @param int[] $users
     * @param string[] $groupings numbers of groupings
     */
    public function __construct(array $courses, array $numbers, array $users, array $groupings = []) {
        global $DB;
        foreach (self::read('groups', $courses, $numbers) as $group) {
            $this->groups["$group->courseid " . people::fold($group->idnumber)][] = $group;
        }
        foreach (self::read('groupings', $courses, $groupings) as $grouping) {
            $this->groupings["$grouping->courseid " . people::fold($grouping->idnumber)][] = $grouping;
        }
        $ids = array_column(array_merge(...array_values($this->groups)), 'id');
        if (!$ids) {
            return;
        }
        [$in, $params] = $DB->get_in_or_equal($ids);
        if ($users) {
            [$inusers, $users] = $DB->get_in_or_equal(array_values(array_unique($users)));
            $where = "groupid $in AND userid $inusers";
            foreach ($DB->get_records_select('groups_members', $where, [...$params, ...$users]) as $member) {
                $this->members["$member->groupid $member->userid"] = $member;
            }
        }
        if ($this->groupings) {
            foreach ($DB->get_records_select('groupings_groups', "groupid $in", $params, '', 'id, groupingid, groupid') as $pair) {
                $this->assigned["$pair->groupingid $pair->groupid"] = true;
            }
        }
    }

    /**
     * Returns the group of a number.
     *
     * @param int $courseid
     * @param string $number
     * @return \stdClass|null
     * @throws row_failure
     */
    public function group(int $courseid, string $number): ?\stdClass {
        return self::one($this->groups["$courseid " . people::fold($number)] ?? [], 'group_ambiguous', $number);
    }

    /**
     * Returns the grouping of a number.
     *
     * @param int $courseid
     * @param string $number
     * @return \stdClass|null
     * @throws row_failure
     */
    public function grouping(int $courseid, string $number): ?\stdClass {
        return self::one($this->groupings["$courseid " . people::fold($number)] ?? [], 'grouping_ambiguous', $number);
    }

    /**
     * Returns the membership of an account in a group.
     *
     * @param int $groupid
     * @param int $userid
     * @return \stdClass|null
     */
    public function member(int $groupid, int $userid): ?\stdClass {
        return $this->members["$groupid $userid"] ?? null;
    }

    /**
     * Returns whether a group is in a grouping.
     *
     * @param int $groupingid
     * @param int $groupid
     * @return bool
     */
    public function is_assigned(int $groupingid, int $groupid): bool {
        return isset($this->assigned["$groupingid $groupid"]);
    }

    /**
     * Reads groups or groupings.
     *
     * @param string $table
     * @param int[] $courses
     * @param string[] $numbers
     * @return \stdClass[]
     */
    private static function read(string $table, array $courses, array $numbers): array {
        global $DB;
        $numbers = array_values(array_unique(array_map(people::fold(...), array_filter($numbers, fn(string $one): bool => $one !== ''))));
        if (!$courses || !$numbers) {
            return [];
        }
        [$in, $params] = $DB->get_in_or_equal(array_values(array_unique($courses)));
        [$innumbers, $numbers] = $DB->get_in_or_equal($numbers);
        return $DB->get_records_select($table, "courseid $in AND LOWER(idnumber) $innumbers", [...$params, ...$numbers], 'id');
    }

    /**
     * The only one of some.
     *
     * @param \stdClass[] $found
     * @param string $code of the failure where there are several
     * @param string $number
     * @return \stdClass|null
     * @throws row_failure
     */
    private static function one(array $found, string $code, string $number): ?\stdClass {
        $exact = array_values(array_filter($found, fn(\stdClass $one): bool => $one->idnumber === trim($number)));
        $found = $exact ?: $found;
        return count($found) > 1 ? throw new row_failure($code, ['value' => $number]) : $found[0] ?? null;
    }
}

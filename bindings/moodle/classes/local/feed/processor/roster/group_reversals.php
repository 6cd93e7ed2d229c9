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

use tool_syncingest\local\feed\processor\groups;
use tool_syncingest\local\feed\processor\outcome;
use tool_syncingest\local\feed\processor\overlay;
use tool_syncingest\local\feed\processor\reversal;
use tool_syncingest\local\feed\processor\row_failure;
use tool_syncingest\local\feed\processor\user\people;
use tool_syncingest\local\feed\rules\ownership;
use tool_syncingest\local\feed\settings;

/**
 * What of the changes to groups can be undone: memberships, and names of groups. A new group stays, and so does its place in a
 * grouping.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class group_reversals {
    /** @var \stdClass[] groups by id */
    private array $groups;

    /** @var \stdClass[] memberships by group and account */
    private array $members = [];

    /** @var people */
    private people $people;

    /** @var int[] groups that were made for their members, by the ids of the memberships */
    private array $made = [];

    /** @var participants */
    private participants $participants;

    /**
     * Constructor.
     *
     * @param settings $settings
     */
    public function __construct(
        /** @var settings */
        private readonly settings $settings,
    ) {
    }

    /**
     * Returns for each of some applied outcomes whether it can be undone.
     *
     * @param outcome[] $outcomes by position
     * @return reversal[] by the same position
     */
    public function plan(array $outcomes): array {
        global $DB;
        $this->made = $this->groups_of_members($outcomes);
        $ids = array_filter(array_map($this->group_id(...), array_values($outcomes)));
        $users = array_filter(array_map(fn(outcome $outcome): int => $outcome->data['userid'] ?? 0, array_values($outcomes)));
        $this->groups = $ids ? $DB->get_records_list('groups', 'id', array_unique($ids)) : [];
        $courses = array_column($this->groups, 'courseid');
        courses::preload($courses);
        $this->people = new people([], $users, []);
        $this->participants = new participants($courses, $users);
        $this->members = [];
        if ($ids && $users) {
            [$in, $params] = $DB->get_in_or_equal(array_unique($ids));
            [$inusers, $users] = $DB->get_in_or_equal(array_unique($users));
            foreach ($DB->get_records_select('groups_members', "groupid $in AND userid $inusers", [...$params, ...$users]) as $member) {
                $this->members["$member->groupid $member->userid"] = $member;
            }
        }
        return array_map($this->plan_one(...), $outcomes);
    }

    /**
     * Returns the group of an outcome.
     *
     * @param outcome $outcome
     * @return \stdClass|null null: it is gone
     */
    public function group(outcome $outcome): ?\stdClass {
        return $this->groups[$this->group_id($outcome)] ?? null;
    }

    /**
     * Returns whether an outcome can be undone.
     *
     * @param outcome $outcome
     * @return reversal
     */
    private function plan_one(outcome $outcome): reversal {
        if ($outcome->action === 'create') {
            return reversal::impossible('created');
        }
        $group = $this->group($outcome);
        if ($group === null) {
            // Without the membership, it is not known which group was made for it, and there is nothing to take back.
            return $outcome->action === 'join' && !isset($outcome->data['groupid']) ? reversal::needless() : reversal::changed('group_gone');
        }
        try {
            courses::require_capability((int) $group->courseid, 'moodle/course:managegroups');
        } catch (row_failure $failure) {
            return reversal::impossible($failure->reason, $failure->values);
        }
        if ($outcome->action === 'update') {
            return isset($outcome->old['group_name'])
                ? reversal::compare(['group_name' => $group->name], ['group_name' => $outcome->new['group_name']], $outcome->old)
                : reversal::impossible('no_undo');
        }
        return $this->plan_member($outcome, $group);
    }

    /**
     * Returns whether a membership can be undone.
     *
     * @param outcome $outcome
     * @param \stdClass $group
     * @return reversal
     */
    private function plan_member(outcome $outcome, \stdClass $group): reversal {
        $account = $this->people->get($outcome->data['userid'] ?? 0);
        if ($account === null) {
            return reversal::changed('user_gone');
        }
        $member = $this->members["$group->id $account->id"] ?? null;
        $objection = ownership::objection($this->people->target(
            $account,
            $outcome->owned,
            $this->settings->ownerid,
            component: $member->component ?? ''
        ));
        if ($objection !== null) {
            return reversal::impossible('protected', ['reason' => $objection]);
        }
        $shown = ['group_idnumber' => (string) $group->idnumber];
        if ($outcome->action === 'join') {
            // Somebody who has left, and was added by hand, is not the run's member.
            $same = $member !== null && (int) $member->id === (int) $outcome->objectid;
            return $member === null ? reversal::needless()
                : ($same ? reversal::possible($shown, ['group_idnumber' => '']) : reversal::changed('changed_since', ['columns' => array_keys($shown)]));
        }
        if ($member !== null) {
            return reversal::needless();
        }
        return $this->participants->include((int) $group->courseid, (int) $account->id, new overlay())
            ? reversal::possible(['group_idnumber' => ''], $shown) : reversal::changed('not_enrolled');
    }

    /**
     * The id of the group of an outcome.
     *
     * @param outcome $outcome as it was applied
     * @return int 0: it is gone
     */
    private function group_id(outcome $outcome): int {
        return $outcome->type === groups::GROUP ? (int) $outcome->objectid
            : $outcome->data['groupid'] ?? $this->made[$outcome->objectid] ?? 0;
    }

    /**
     * Reads which groups were made for their members: the plan did not know their ids yet.
     *
     * @param outcome[] $outcomes
     * @return int[] ids by the ids of the memberships
     */
    private function groups_of_members(array $outcomes): array {
        global $DB;
        $made = array_filter($outcomes, fn(outcome $outcome): bool => $outcome->type === groups::MEMBER && !isset($outcome->data['groupid']));
        $ids = array_map(fn(outcome $outcome): int => (int) $outcome->objectid, array_values($made));
        return array_map('intval', $ids ? array_column($DB->get_records_list('groups_members', 'id', $ids, '', 'id, groupid'), 'groupid', 'id') : []);
    }
}

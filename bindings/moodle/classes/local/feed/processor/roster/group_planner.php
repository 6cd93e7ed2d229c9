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
use tool_syncingest\local\feed\processor\row;
use tool_syncingest\local\feed\processor\row_failure;
use tool_syncingest\local\feed\processor\user\people;
use tool_syncingest\local\feed\rules\effect;
use tool_syncingest\local\feed\rules\owned;
use tool_syncingest\local\feed\rules\ownership;
use tool_syncingest\local\feed\rules\roster_columns;
use tool_syncingest\local\feed\rules\user_columns;
use tool_syncingest\local\feed\settings;

/**
 * Plans the rows of a feed of groups, or of their members.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class group_planner {
    /** @var string|null column that leads to an account; null: the rows are about groups alone */
    private readonly ?string $usercolumn;

    /** @var string column that leads to a course */
    private readonly string $coursecolumn;

    /** @var people */
    private people $people;

    /** @var participants */
    private participants $participants;

    /** @var groups_there */
    private groups_there $there;

    /**
     * Constructor.
     *
     * @param settings $settings
     * @param bool $making whether groups that are missing are made for their members
     */
    public function __construct(
        /** @var settings */
        private readonly settings $settings,
        /** @var bool whether groups that are missing are made for their members */
        private readonly bool $making,
    ) {
        $this->usercolumn = roster_columns::only($settings->key, user_columns::KEYS);
        $this->coursecolumn = roster_columns::only($settings->key, array_keys(roster_columns::COURSE)) ?? 'course_shortname';
    }

    /**
     * Plans rows.
     *
     * @param row[] $rows
     * @param overlay $overlay
     * @return outcome[]
     */
    public function plan(array $rows, overlay $overlay): array {
        $cells = fn(string $column): array => array_map(fn(row $row): string => trim($row->values[$column] ?? ''), $rows);
        $courses = new courses($this->coursecolumn, array_filter($cells($this->coursecolumn), 'strlen'));
        $names = $this->usercolumn === null ? [] : [$this->usercolumn => array_filter($cells($this->usercolumn), 'strlen')];
        $this->people = new people($names, [], []);
        [$wanted, $found, $accounts, $outcomes] = [[], [], [], []];
        foreach ($rows as $position => $row) {
            try {
                $wanted[$position] = wanted_group::read($row);
                $found[$position] = $courses->get($this->name($row, $this->coursecolumn), $overlay);
                if ($this->usercolumn !== null) {
                    $name = $this->name($row, $this->usercolumn);
                    $accounts[$position] = person::find($this->people, $this->usercolumn, $name, $overlay);
                }
            } catch (row_failure $failure) {
                $outcomes[$position] = outcome::fails($row, $failure->reason, $failure->values);
            }
        }
        [$courseids, $userids] = [array_column(array_filter($found), 'id'), array_column(array_filter($accounts), 'id')];
        $this->participants = new participants($courseids, $userids);
        $this->there = new groups_there(
            $courseids,
            array_map(fn(wanted_group $one): string => $one->number, $wanted),
            $userids,
            array_map(fn(wanted_group $one): string => $one->grouping, $wanted)
        );
        foreach (array_diff_key($rows, $outcomes) as $position => $row) {
            try {
                $outcomes[$position] = $this->usercolumn === null
                    ? $this->plan_group($row, $wanted[$position], $found[$position])
                    : $this->plan_member($row, $wanted[$position], $found[$position], $accounts[$position], $overlay);
            } catch (row_failure $failure) {
                $outcomes[$position] = outcome::fails($row, $failure->reason, $failure->values);
            }
        }
        return $outcomes;
    }

    /**
     * Plans a row about a group.
     *
     * @param row $row
     * @param wanted_group $wanted
     * @param \stdClass|null $course null: an earlier feed would make it
     * @return outcome
     * @throws row_failure
     */
    private function plan_group(row $row, wanted_group $wanted, ?\stdClass $course): outcome {
        $name = $wanted->name === '' ? $wanted->number : $wanted->name;
        if ($wanted->removing) {
            throw new row_failure('group_kept');
        }
        $group = $course === null ? null : $this->there->group((int) $course->id, $wanted->number);
        [$assign, $shown] = $this->grouping($wanted, $course, $group);
        $data = ['courseid' => (int) ($course->id ?? 0), 'number' => $wanted->number, 'assign' => $assign];
        if ($group === null) {
            $this->ensure_allowed($course);
            return outcome::of(
                $row,
                'create',
                effect::ADDITION,
                type: groups::GROUP,
                owned: owned::CREATED,
                new: ['group_name' => $name] + $shown,
                data: $data + ['name' => $name]
            );
        }
        $record = $row->record_of(groups::GROUP, (int) $group->id);
        $owned = $record?->owned;
        if ($this->settings->adopting && ($owned === null || !$owned->is_owned())) {
            $owned = owned::ADOPTED;
        }
        $renaming = $wanted->name !== '' && $wanted->name !== $group->name && !in_array('group_name', $this->settings->once, true);
        $same = ['type' => groups::GROUP, 'objectid' => (int) $group->id, 'owned' => $owned ?? owned::SEEN];
        if (!$renaming && !$assign) {
            return outcome::of($row, outcome::NOTHING, effect::NONE, ...$same);
        }
        if ($owned === null || !$owned->is_owned()) {
            return outcome::of($row, outcome::NOTHING, effect::NONE, ...$same, warnings: [['group_not_owned', []]]);
        }
        $this->ensure_allowed($course);
        return outcome::of(
            $row,
            'update',
            effect::CHANGE,
            ...$same,
            old: $renaming ? ['group_name' => $group->name] : [],
            new: ($renaming ? ['group_name' => $name] : []) + $shown,
            data: $data + ['groupid' => (int) $group->id] + ($renaming ? ['name' => $name] : [])
        );
    }

    /**
     * Plans a row about a member of a group.
     *
     * @param row $row
     * @param wanted_group $wanted
     * @param \stdClass|null $course null: an earlier feed would make it
     * @param \stdClass|null $account null: an earlier feed would make it
     * @param overlay $overlay
     * @return outcome
     * @throws row_failure
     */
    private function plan_member(row $row, wanted_group $wanted, ?\stdClass $course, ?\stdClass $account, overlay $overlay): outcome {
        $group = $course === null ? null : $this->there->group((int) $course->id, $wanted->number);
        $member = $group === null || $account === null ? null : $this->there->member((int) $group->id, (int) $account->id);
        if ($member !== null) {
            return $this->plan_membership($row, $wanted, $course, $account, $group, $member);
        }
        $scope = (string) ($group->id ?? '');
        $objection = $account === null ? null
            : ownership::objection($this->people->target($account, owned::CREATED, $this->settings->ownerid));
        if ($objection !== null || $wanted->removing) {
            // Remembered without an object, so that an older row of this key is not tried again.
            return outcome::of(
                $row,
                outcome::NOTHING,
                effect::NONE,
                type: groups::MEMBER,
                objectid: 0,
                scope: $scope,
                warnings: $wanted->removing ? [] : [[$objection, []]]
            );
        }
        if ($course !== null && $account !== null && !$this->participants->include((int) $course->id, (int) $account->id, $overlay)) {
            throw new row_failure('not_enrolled');
        }
        if ($group === null && !$this->making) {
            throw new row_failure('group_missing', ['value' => $wanted->number]);
        }
        $this->ensure_allowed($course);
        [$assign, $shown] = $this->grouping($wanted, $course, $group);
        $data = ['courseid' => (int) ($course->id ?? 0), 'number' => $wanted->number, 'assign' => $assign];
        if ($group === null) {
            $data['name'] = $wanted->name === '' ? $wanted->number : $wanted->name;
            $shown = ['group_name' => $data['name']] + $shown;
        } else {
            $data['groupid'] = (int) $group->id;
        }
        return outcome::of(
            $row,
            'join',
            effect::ADDITION,
            type: groups::MEMBER,
            owned: owned::CREATED,
            scope: $scope,
            new: ['group_idnumber' => $wanted->number] + $shown,
            data: $data + ($account === null ? [] : ['userid' => (int) $account->id])
        );
    }

    /**
     * Plans what becomes of somebody who is in the group already.
     *
     * @param row $row
     * @param wanted_group $wanted
     * @param \stdClass $course
     * @param \stdClass $account
     * @param \stdClass $group
     * @param \stdClass $member
     * @return outcome
     * @throws row_failure
     */
    private function plan_membership(
        row $row,
        wanted_group $wanted,
        \stdClass $course,
        \stdClass $account,
        \stdClass $group,
        \stdClass $member
    ): outcome {
        $record = $row->record_of(groups::MEMBER, (int) $member->id);
        $owned = $record?->owned;
        $target = $this->people->target($account, $owned, $this->settings->ownerid, $record !== null && $record->pinned, $member->component);
        $objection = ownership::adoption_objection($target, $this->settings->adopting);
        $owned = match (true) {
            $owned !== null && $owned->is_owned() => $owned,
            $objection === null => owned::ADOPTED,
            default => owned::SEEN,
        };
        $same = ['type' => groups::MEMBER, 'objectid' => (int) $member->id, 'owned' => $owned, 'scope' => (string) $group->id];
        [$assign, $shown] = $wanted->removing ? [[], []] : $this->grouping($wanted, $course, $group);
        if (!$wanted->removing && !$assign) {
            return outcome::of($row, outcome::NOTHING, effect::NONE, ...$same);
        }
        if ($objection !== null) {
            return outcome::of($row, outcome::NOTHING, effect::NONE, ...$same, warnings: [[$objection === 'not_owned' ? 'member_not_owned' : $objection, []]]);
        }
        $this->ensure_allowed($course);
        $data = ['courseid' => (int) $course->id, 'number' => $wanted->number, 'groupid' => (int) $group->id, 'userid' => (int) $account->id];
        return $wanted->removing
            ? outcome::of($row, 'leave', effect::MEMBER_REMOVED, ...$same, old: ['group_idnumber' => $wanted->number], data: $data)
            : outcome::of($row, 'update', effect::CHANGE, ...$same, new: $shown, data: $data + ['assign' => $assign]);
    }

    /**
     * Returns the grouping into which a group is put.
     *
     * @param wanted_group $wanted
     * @param \stdClass|null $course
     * @param \stdClass|null $group
     * @return array[] number and name of the grouping, or nothing; what people see of it
     * @throws row_failure
     */
    private function grouping(wanted_group $wanted, ?\stdClass $course, ?\stdClass $group): array {
        if ($wanted->grouping === '') {
            return [[], []];
        }
        $grouping = $course === null ? null : $this->there->grouping((int) $course->id, $wanted->grouping);
        if ($grouping !== null && $group !== null && $this->there->is_assigned((int) $grouping->id, (int) $group->id)) {
            return [[], []];
        }
        $name = $wanted->groupingname === '' ? $wanted->grouping : $wanted->groupingname;
        return [[$wanted->grouping, $name], ['grouping_idnumber' => $wanted->grouping]];
    }

    /**
     * Refuses what the owner of the feed may not do by hand.
     *
     * @param \stdClass|null $course
     * @throws row_failure
     */
    private function ensure_allowed(?\stdClass $course): void {
        if ($course !== null) {
            courses::require_capability((int) $course->id, 'moodle/course:managegroups');
        }
    }

    /**
     * Returns what a row has in a column of the key.
     *
     * @param row $row
     * @param string $column
     * @return string
     * @throws row_failure
     */
    private function name(row $row, string $column): string {
        $name = trim($row->values[$column] ?? '');
        return $name === '' ? throw new row_failure('needed', ['column' => $column]) : $name;
    }
}

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

use tool_syncingest\local\feed\processor\enrolments;
use tool_syncingest\local\feed\processor\outcome;
use tool_syncingest\local\feed\processor\overlay;
use tool_syncingest\local\feed\processor\row;
use tool_syncingest\local\feed\processor\row_failure;
use tool_syncingest\local\feed\processor\user\people;
use tool_syncingest\local\feed\rules\effect;
use tool_syncingest\local\feed\rules\enrolment_state;
use tool_syncingest\local\feed\rules\moment;
use tool_syncingest\local\feed\rules\owned;
use tool_syncingest\local\feed\rules\ownership;
use tool_syncingest\local\feed\rules\roster_columns;
use tool_syncingest\local\feed\rules\user_columns;
use tool_syncingest\local\feed\settings;

/**
 * Plans the rows of a feed of enrolments.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class enrolment_planner {
    /** @var string column that leads to an account */
    private readonly string $usercolumn;

    /** @var string column that leads to a course */
    private readonly string $coursecolumn;

    /** @var people */
    private people $people;

    /** @var courses */
    private courses $courses;

    /** @var enrolments_there */
    private enrolments_there $there;

    /** @var groups_there */
    private groups_there $groups;

    /**
     * Constructor.
     *
     * @param settings $settings
     * @param roles $roles
     * @param string $role of who is enrolled, where the row names none
     * @param bool $unenrolling whether a row that removes somebody deletes the enrolment, instead of suspending it
     */
    public function __construct(
        /** @var settings */
        private readonly settings $settings,
        /** @var roles */
        private readonly roles $roles,
        /** @var string of who is enrolled, where the row names none */
        private readonly string $role,
        /** @var bool whether a row that removes somebody deletes the enrolment */
        private readonly bool $unenrolling,
    ) {
        $this->usercolumn = roster_columns::only($settings->key, user_columns::KEYS) ?? 'username';
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
        $this->people = new people([$this->usercolumn => array_filter($cells($this->usercolumn), 'strlen')], [], []);
        $this->courses = new courses($this->coursecolumn, array_filter($cells($this->coursecolumn), 'strlen'));
        [$wanted, $courses, $accounts, $outcomes] = [[], [], [], []];
        $zone = self::zone();
        foreach ($rows as $position => $row) {
            try {
                $wanted[$position] = wanted_enrolment::read($row, $this->roles, $zone, $this->settings->empty === settings::ERASE);
                $courses[$position] = $this->courses->get($this->name($row, $this->coursecolumn), $overlay);
                $name = $this->name($row, $this->usercolumn);
                $accounts[$position] = person::find($this->people, $this->usercolumn, $name, $overlay);
            } catch (row_failure $failure) {
                $outcomes[$position] = outcome::fails($row, $failure->reason, $failure->values);
            }
        }
        $courseids = array_column(array_filter($courses), 'id');
        $userids = array_column(array_filter($accounts), 'id');
        $this->there = new enrolments_there($courseids, $userids);
        $numbers = array_merge(...array_values(array_map(fn(wanted_enrolment $one): array => $one->groups, $wanted)) ?: [[]]);
        $this->groups = new groups_there($courseids, $numbers, $userids);
        foreach (array_diff_key($rows, $outcomes) as $position => $row) {
            try {
                $outcomes[$position] = $this->plan_row($row, $wanted[$position], $courses[$position], $accounts[$position]);
            } catch (row_failure $failure) {
                $outcomes[$position] = outcome::fails($row, $failure->reason, $failure->values);
            }
        }
        return $outcomes;
    }

    /**
     * Returns the time zone of dates that do not name their own: that of the feed, or of the site.
     *
     * @return \DateTimeZone
     */
    public static function zone(): \DateTimeZone {
        global $CFG;
        $forced = (string) ($CFG->forcetimezone ?? '99');
        return $forced === '99' ? \core_date::get_server_timezone_object() : new \DateTimeZone(\core_date::normalise_timezone($forced));
    }

    /**
     * Plans a row.
     *
     * @param row $row
     * @param wanted_enrolment $wanted
     * @param \stdClass|null $course
     * @param \stdClass|null $account
     * @return outcome
     * @throws row_failure
     */
    private function plan_row(row $row, wanted_enrolment $wanted, ?\stdClass $course, ?\stdClass $account): outcome {
        if ($course === null || $account === null) {
            // Feeds before this one would make it: planned, and never applied like this.
            $state = $this->first_state($wanted);
            return outcome::of(
                $row,
                'enrol',
                effect::ADDITION,
                type: enrolments::TYPE,
                owned: owned::CREATED,
                new: $this->shown($state, $wanted->groups)
            );
        }
        $method = $this->there->method($course);
        $enrolment = $this->there->get($method, (int) $account->id);
        $data = ['enrolid' => (int) $method->id, 'userid' => (int) $account->id, 'courseid' => (int) $course->id];
        return $enrolment === null
            ? $this->plan_creation($row, $wanted, $account, $data)
            : $this->plan_change($row, $wanted, $account, $enrolment, $data);
    }

    /**
     * Plans a new enrolment.
     *
     * @param row $row
     * @param wanted_enrolment $wanted
     * @param \stdClass $account
     * @param array $data
     * @return outcome
     * @throws row_failure
     */
    private function plan_creation(row $row, wanted_enrolment $wanted, \stdClass $account, array $data): outcome {
        $scope = (string) $data['courseid'];
        $objection = ownership::objection($this->people->target($account, owned::CREATED, $this->settings->ownerid));
        if ($objection !== null || $wanted->removing) {
            // Remembered without an object, so that an older row of this key is not tried again.
            return outcome::of(
                $row,
                outcome::NOTHING,
                effect::NONE,
                type: enrolments::TYPE,
                objectid: 0,
                scope: $scope,
                warnings: $wanted->removing ? [] : [[$objection, []]]
            );
        }
        $state = $this->first_state($wanted);
        courses::require_capability($data['courseid'], 'enrol/manual:enrol');
        $this->courses->require_assignable($data['courseid'], $this->roles->names($state->roles));
        $groups = $this->groups_to_join($wanted, $data);
        return outcome::of(
            $row,
            'enrol',
            effect::ADDITION,
            type: enrolments::TYPE,
            owned: owned::CREATED,
            scope: $scope,
            new: $this->shown($state, $wanted->groups),
            data: $data + ['after' => array_values((array) $state), 'groups' => $groups, 'given' => ['roles' => $state->roles]]
        );
    }

    /**
     * Plans what becomes of an enrolment that is there.
     *
     * @param row $row
     * @param wanted_enrolment $wanted
     * @param \stdClass $account
     * @param \stdClass $enrolment
     * @param array $data
     * @return outcome
     * @throws row_failure
     */
    private function plan_change(row $row, wanted_enrolment $wanted, \stdClass $account, \stdClass $enrolment, array $data): outcome {
        $record = $row->record_of(enrolments::TYPE, (int) $enrolment->id);
        $isknown = $record !== null;
        $owned = $record?->owned;
        $target = $this->people->target($account, $owned, $this->settings->ownerid, $isknown && $record->pinned);
        $objection = ownership::adoption_objection($target, $this->settings->adopting);
        $before = $this->there->state($enrolment, $data['courseid']);
        $given = $isknown ? $record->given['roles'] ?? [] : array_values(array_intersect($before->roles, $wanted->roles ?? []));
        $after = $this->state_after($row, $wanted, $before, $given, $isknown && $record->missing !== null);
        $groups = $wanted->removing ? [] : $this->groups_to_join($wanted, $data, $objection !== null);
        $same = ['type' => enrolments::TYPE, 'objectid' => (int) $enrolment->id, 'scope' => (string) $data['courseid']];
        $isremoved = $wanted->removing && $this->unenrolling;
        $changes = $isremoved || $groups || $after != $before;
        if ($objection !== null) {
            return outcome::of(
                $row,
                outcome::NOTHING,
                effect::NONE,
                ...$same,
                owned: $owned ?? owned::SEEN,
                warnings: $changes ? [[$objection === 'not_owned' ? 'enrolment_not_owned' : $objection, []]] : []
            );
        }
        $owned = $owned !== null && $owned->is_owned() ? $owned : owned::ADOPTED;
        if (!$changes) {
            return outcome::of($row, outcome::NOTHING, effect::NONE, ...$same, owned: $owned, data: $isknown ? [] : ['given' => ['roles' => $given]]);
        }
        $states = ['before' => array_values((array) $before), 'after' => array_values((array) $after)];
        if ($isremoved) {
            courses::require_capability($data['courseid'], 'enrol/manual:unenrol');
            return outcome::of($row, 'unenrol', effect::UNENROLMENT, ...$same, owned: $owned, data: $data + $states);
        }
        [$add, $lose] = [array_values(array_diff($after->roles, $before->roles)), array_values(array_diff($before->roles, $after->roles))];
        courses::require_capability($data['courseid'], 'enrol/manual:manage');
        $this->courses->require_assignable($data['courseid'], $this->roles->names([...$add, ...$lose]));
        $data += $states + ['add' => $add, 'lose' => $lose, 'groups' => $groups];
        $data['given'] = ['roles' => array_values(array_unique([...array_diff($given, $lose), ...$add]))];
        [$old, $new] = [$this->shown($before, []), $this->shown($after, $groups ? $wanted->groups : [])];
        $action = $after->suspended === $before->suspended ? 'update' : ($after->suspended ? 'suspend' : 'restore');
        $effect = $after->effect_after($before, time());
        return outcome::of(
            $row,
            $action,
            $effect === effect::NONE ? effect::CHANGE : $effect,
            ...$same,
            owned: $owned,
            old: array_diff_assoc($old, $new),
            new: array_diff_assoc($new, $old),
            data: $data
        );
    }

    /**
     * Returns the state of a new enrolment.
     *
     * @param wanted_enrolment $wanted
     * @return enrolment_state
     * @throws row_failure
     */
    private function first_state(wanted_enrolment $wanted): enrolment_state {
        $roles = $wanted->roles ?? $this->roles->ids([$this->role]);
        return $this->checked((new enrolment_state())->after($wanted->suspended, $wanted->start, $wanted->end, $roles, []));
    }

    /**
     * Returns the state after a row.
     *
     * @param row $row
     * @param wanted_enrolment $wanted
     * @param enrolment_state $before
     * @param int[] $given roles that the feed has given
     * @param bool $back whether its key was missing in the last file
     * @return enrolment_state
     * @throws row_failure
     */
    private function state_after(row $row, wanted_enrolment $wanted, enrolment_state $before, array $given, bool $back): enrolment_state {
        if ($wanted->removing) {
            return $before->after(true, null, null, null, []);
        }
        $follows = fn(string $column): bool => !in_array($column, $this->settings->once, true);
        return $this->checked($before->after(
            $follows('suspended') ? $wanted->suspended ?? ($back ? false : null) : null,
            $follows('start') ? $wanted->start : null,
            $follows('end') ? $wanted->end : null,
            $follows('role') ? $wanted->roles : null,
            $given
        ));
    }

    /**
     * Refuses an enrolment that would end before it starts.
     *
     * @param enrolment_state $state
     * @return enrolment_state
     * @throws row_failure
     */
    private function checked(enrolment_state $state): enrolment_state {
        if ($state->end !== 0 && $state->start > $state->end) {
            $zone = self::zone();
            throw new row_failure('end_before_start', ['start' => moment::write($state->start, $zone), 'end' => moment::write($state->end, $zone)]);
        }
        return $state;
    }

    /**
     * Returns the groups that a person joins.
     *
     * @param wanted_enrolment $wanted
     * @param array $data
     * @param bool $idle whether nobody joins anyway
     * @return int[]
     * @throws row_failure
     */
    private function groups_to_join(wanted_enrolment $wanted, array $data, bool $idle = false): array {
        $groups = [];
        foreach ($wanted->groups as $number) {
            $group = $this->groups->group($data['courseid'], $number) ?? throw new row_failure('group_missing', ['value' => $number]);
            if ($this->groups->member((int) $group->id, $data['userid']) === null) {
                $groups[] = (int) $group->id;
            }
        }
        if ($groups && !$idle) {
            courses::require_capability($data['courseid'], 'moodle/course:managegroups');
        }
        return $groups;
    }

    /**
     * A state as people see it.
     *
     * @param enrolment_state $state
     * @param string[] $groups
     * @return string[] by column
     */
    private function shown(enrolment_state $state, array $groups): array {
        $zone = self::zone();
        return [
            'role' => implode('|', $this->roles->names($state->roles)), 'suspended' => $state->suspended ? '1' : '0',
            'start' => moment::write($state->start, $zone), 'end' => moment::write($state->end, $zone),
        ] + ($groups ? ['groups' => implode('|', $groups)] : []);
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

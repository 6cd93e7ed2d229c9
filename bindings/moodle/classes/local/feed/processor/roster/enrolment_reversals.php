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
use tool_syncingest\local\feed\processor\reversal;
use tool_syncingest\local\feed\processor\row_failure;
use tool_syncingest\local\feed\processor\user\people;
use tool_syncingest\local\feed\rules\enrolment_state;
use tool_syncingest\local\feed\rules\moment;
use tool_syncingest\local\feed\rules\ownership;
use tool_syncingest\local\feed\settings;

/**
 * What of the changes to enrolments can be undone: status, times, roles and groups, where the enrolment is still as the run left
 * it. A new enrolment stays; a deleted one does not come back.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class enrolment_reversals {
    /** @var \stdClass[] enrolments by id */
    private array $enrolments;

    /** @var enrolments_there */
    private enrolments_there $there;

    /** @var people */
    private people $people;

    /** @var array[] accounts of each group */
    private array $members = [];

    /** @var roles */
    private readonly roles $roles;

    /**
     * Constructor.
     *
     * @param settings $settings
     */
    public function __construct(
        /** @var settings */
        private readonly settings $settings,
    ) {
        $this->roles = new roles();
    }

    /**
     * Returns for each of some applied outcomes whether it can be undone.
     *
     * @param outcome[] $outcomes by position
     * @return reversal[] by the same position
     */
    public function plan(array $outcomes): array {
        global $DB;
        $this->enrolments = enrolments_there::of_ids(array_map(fn(outcome $outcome): int => (int) $outcome->objectid, array_values($outcomes)));
        [$courses, $users] = [array_column($this->enrolments, 'courseid'), array_column($this->enrolments, 'userid')];
        courses::preload($courses);
        $this->there = new enrolments_there($courses, $users);
        $this->people = new people([], $users, []);
        $groups = array_merge(...array_values(array_map(fn(outcome $outcome): array => $outcome->data['groups'] ?? [], $outcomes)) ?: [[]]);
        $this->members = [];
        foreach ($groups ? $DB->get_records_list('groups_members', 'groupid', $groups, '', 'id, groupid, userid') : [] as $member) {
            $this->members[$member->groupid][$member->userid] = true;
        }
        return array_map($this->plan_one(...), $outcomes);
    }

    /**
     * Brings an enrolment back to what it was.
     *
     * @param outcome $outcome
     * @return int[] roles that are the feed's now
     */
    public function undo(outcome $outcome): array {
        global $DB;
        [$data, $now] = [$outcome->data, $this->enrolments[$outcome->objectid]];
        $method = $DB->get_record('enrol', ['id' => $data['enrolid']], '*', MUST_EXIST);
        courses::require_capability((int) $method->courseid, 'enrol/manual:manage');
        [$add, $lose] = [$data['lose'] ?? [], $data['add'] ?? []];
        (new courses('course_shortname', []))->require_assignable((int) $method->courseid, $this->roles->names([...$add, ...$lose]));
        [$before, $after] = [new enrolment_state(...$data['before']), new enrolment_state(...$data['after'])];
        $is = $this->there->state($now, (int) $method->courseid);
        $state = new enrolment_state(
            $before->suspended === $after->suspended ? $is->suspended : $before->suspended,
            $before->start === $after->start ? $is->start : $before->start,
            $before->end === $after->end ? $is->end : $before->end
        );
        enrolment::update($method, $data['userid'], $state, $add, $lose);
        enrolment::leave($data['userid'], $data['groups'] ?? []);
        return array_values(array_unique([...array_diff($data['given']['roles'] ?? [], $lose), ...$add]));
    }

    /**
     * Returns whether an outcome can be undone.
     *
     * @param outcome $outcome
     * @return reversal
     */
    private function plan_one(outcome $outcome): reversal {
        if (in_array($outcome->action, ['enrol', 'unenrol'], true)) {
            return reversal::impossible($outcome->action === 'enrol' ? 'created' : 'unenrolled');
        }
        $enrolment = $this->enrolments[$outcome->objectid] ?? null;
        $account = $enrolment === null ? null : $this->people->get((int) $enrolment->userid);
        if ($account === null) {
            return reversal::changed('enrolment_gone');
        }
        $objection = ownership::objection($this->people->target($account, $outcome->owned, $this->settings->ownerid));
        if ($objection !== null) {
            return reversal::impossible('protected', ['reason' => $objection]);
        }
        try {
            courses::require_capability((int) $enrolment->courseid, 'enrol/manual:manage');
        } catch (row_failure $failure) {
            return reversal::impossible($failure->reason, $failure->values);
        }
        $data = $outcome->data;
        [$add, $lose, $groups] = [$data['add'] ?? [], $data['lose'] ?? [], $data['groups'] ?? []];
        $is = $this->there->state($enrolment, (int) $enrolment->courseid);
        $joined = array_filter($groups, fn(int $group): bool => isset($this->members[$group][$account->id]));
        $now = $this->shown($is, array_intersect($is->roles, [...$add, ...$lose]), $joined);
        $left = $this->shown(new enrolment_state(...$data['after']), $add, $groups);
        $before = $this->shown(new enrolment_state(...$data['before']), $lose, []);
        $changed = array_filter($left, fn(string $value, string $column): bool => $value !== $before[$column], ARRAY_FILTER_USE_BOTH);
        return reversal::compare($now, $changed, array_intersect_key($before, $changed));
    }

    /**
     * What people see of an enrolment, as far as a feed changes it.
     *
     * @param enrolment_state $state
     * @param int[] $roles
     * @param int[] $groups
     * @return string[] by column
     */
    private function shown(enrolment_state $state, array $roles, array $groups): array {
        $zone = enrolment_planner::zone();
        sort($groups);
        return [
            'suspended' => $state->suspended ? '1' : '0', 'start' => moment::write($state->start, $zone),
            'end' => moment::write($state->end, $zone), 'role' => implode('|', $this->roles->names($roles)), 'groups' => implode('|', $groups),
        ];
    }
}

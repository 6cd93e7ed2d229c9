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

namespace tool_syncingest\local\feed\processor;

use tool_syncingest\local\feed\processor\roster\courses;
use tool_syncingest\local\feed\processor\roster\group;
use tool_syncingest\local\feed\processor\roster\group_planner;
use tool_syncingest\local\feed\processor\roster\group_reversals;
use tool_syncingest\local\feed\processor\user\people;
use tool_syncingest\local\feed\rules\effect;
use tool_syncingest\local\feed\rules\ownership;
use tool_syncingest\local\feed\rules\roster_columns;
use tool_syncingest\local\feed\rules\user_columns;

/**
 * Makes groups and groupings of courses, adds members, and takes out those that are gone. docs/groups.md describes its columns and
 * options.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class groups extends row_processor {
    /** @var string the type of groups */
    public const GROUP = 'group';

    /** @var string the type of memberships */
    public const MEMBER = 'group_member';

    /** @var string[] what becomes of a membership whose key is gone from a full file */
    private const GONE = ['remove', 'keep'];

    /** @var \stdClass[] groups of the outcomes that are applied next, by id */
    private array $groups = [];

    /** @var \stdClass[] their courses, by id */
    private array $courses = [];

    /** @var people|null their accounts */
    private ?people $people = null;

    /** @var bool[] outcomes that prepare() has seen, by the hash of their keys */
    private array $prepared = [];

    #[\Override]
    public static function options(): array {
        return [
            // Whether a group that is missing is made for its members.
            'create' => new option(option::FLAG, true),
            'gone' => new option(option::CHOICE, 'remove', self::GONE),
        ];
    }

    #[\Override]
    public static function templates(): array {
        $key = ['username', 'course_shortname', 'group_idnumber'];
        return [
            'full' => ['mode' => 'full', 'key' => $key],
            'rows' => ['mode' => 'rows', 'key' => $key],
            'groups' => ['mode' => 'rows', 'key' => array_slice($key, 1)],
        ];
    }

    #[\Override]
    public static function keys(): array {
        $members = array_map(fn(array $key): array => [...$key, 'group_idnumber'], roster_columns::keys());
        return [...$members, ...array_map(fn(string $course): array => [$course, 'group_idnumber'], array_keys(roster_columns::COURSE))];
    }

    #[\Override]
    public static function columns(): array {
        return column::all(roster_columns::of_groups());
    }

    #[\Override]
    public function problems(): array {
        $key = $this->settings->key;
        $user = roster_columns::only($key, user_columns::KEYS);
        $course = roster_columns::only($key, array_keys(roster_columns::COURSE));
        $problems = [];
        if ($course === null || !in_array('group_idnumber', $key, true) || count($key) !== ($user === null ? 2 : 3)) {
            $problems[] = 'groups_key';
        }
        $known = in_array($this->option('gone'), self::GONE, true) && is_bool($this->option('create'));
        if (!$known || array_diff_key($this->settings->options, self::options())) {
            $problems[] = 'options';
        }
        return $problems;
    }

    #[\Override]
    public static function scope_name(string $scope): string {
        global $DB;
        return $DB->get_field('groups', 'name', ['id' => (int) $scope]) ?: $scope;
    }

    #[\Override]
    public static function waits_for(): array {
        return ['user_missing', 'course_missing', 'group_missing', 'not_enrolled'];
    }

    #[\Override]
    public function caches(): array {
        $caches = [['core', 'groupdata'], ['core', 'user_group_groupings']];
        // Since Moodle 4.3.
        $ishidden = \cache_config::instance()->get_definition_by_id('core/coursehiddengroups');
        return $ishidden ? [...$caches, ['core', 'coursehiddengroups']] : $caches;
    }

    #[\Override]
    public function plan(array $rows, overlay $overlay): array {
        return (new group_planner($this->settings, $this->option('create')))->plan($rows, $overlay);
    }

    #[\Override]
    public function plan_gone(array $records, overlay $overlay): array {
        global $DB;
        $ids = array_map(fn(record $record): int => $record->objectid, array_filter($records, fn(record $record): bool => $record->type === self::MEMBER));
        $members = [];
        if ($ids && $this->option('gone') === 'remove') {
            [$in, $params] = $DB->get_in_or_equal(array_values($ids));
            $members = $DB->get_records_sql('SELECT m.id, m.groupid, m.userid, m.component, g.courseid, g.idnumber FROM {groups_members} m'
                . " JOIN {groups} g ON g.id = m.groupid WHERE m.id $in", $params);
        }
        courses::preload(array_column($members, 'courseid'));
        $people = new people([], array_column($members, 'userid'), []);
        return array_map(function (record $record) use ($members, $people): outcome {
            $member = $record->type === self::MEMBER ? $members[$record->objectid] ?? null : null;
            $account = $member === null ? null : $people->get((int) $member->userid);
            return $account === null ? outcome::gone_nothing($record) : $this->plan_gone_member($record, $member, $account, $people);
        }, $records);
    }

    #[\Override]
    public function prepare(array $outcomes): void {
        global $DB;
        $data = array_map(fn(outcome $outcome): array => $outcome->data, array_values($outcomes));
        $ids = array_unique(array_column($data, 'groupid'));
        $this->groups = $ids ? $DB->get_records_list('groups', 'id', $ids) : [];
        $this->courses = courses::preload(array_column($data, 'courseid'));
        $this->people = new people([], array_column($data, 'userid'), []);
        $this->prepared = array_fill_keys(array_map(fn(outcome $outcome): string => $outcome->keyhash, $outcomes), true);
    }

    #[\Override]
    public function apply(outcome $outcome, array $values): applied {
        if (!isset($this->prepared[$outcome->keyhash])) {
            $this->prepare([$outcome]);
        }
        $data = $outcome->data;
        if (($data['courseid'] ?? 0) === 0) {
            throw new row_failure('only_planned');
        }
        if (!isset($this->courses[$data['courseid']])) {
            throw new row_failure('course_gone');
        }
        courses::require_capability($data['courseid'], 'moodle/course:managegroups');
        $group = $this->group($data);
        if ($outcome->action === 'update' && isset($data['name'])) {
            group::rename((int) $group->id, $data['name']);
        }
        if (!empty($data['assign'])) {
            group::assign($data['courseid'], (int) $group->id, ...$data['assign']);
        }
        if ($outcome->type === self::GROUP) {
            return new applied(self::GROUP, (int) $group->id, $outcome->owned);
        }
        $account = $this->account($outcome);
        $id = (int) $outcome->objectid;
        if ($outcome->action === 'join') {
            $id = group::add($group, $account);
        } else if ($outcome->action === 'leave') {
            group::remove($group, (int) $account->id);
        }
        return new applied(self::MEMBER, $id, $outcome->owned, (string) $group->id, $outcome->action === 'leave');
    }

    #[\Override]
    public function plan_undo(array $outcomes): array {
        return (new group_reversals($this->settings))->plan($outcomes);
    }

    #[\Override]
    public function undo(outcome $outcome): applied {
        $reversals = new group_reversals($this->settings);
        $reversals->plan([$outcome]);
        $group = $reversals->group($outcome) ?? throw new row_failure('group_gone');
        $id = (int) $outcome->objectid;
        if ($outcome->type === self::GROUP) {
            group::rename($id, $outcome->old['group_name']);
            return new applied(self::GROUP, $id, $outcome->owned);
        }
        if ($outcome->action === 'join') {
            group::remove($group, $outcome->data['userid']);
            return new applied(self::MEMBER, $id, $outcome->owned, (string) $group->id, true);
        }
        $account = (new people([], [$outcome->data['userid']], []))->get($outcome->data['userid']) ?? throw new row_failure('user_gone');
        return new applied(self::MEMBER, group::add($group, $account), $outcome->owned, (string) $group->id);
    }

    /**
     * Plans what becomes of a membership whose key is gone.
     *
     * @param record $record
     * @param \stdClass $member
     * @param \stdClass $account
     * @param people $people
     * @return outcome
     */
    private function plan_gone_member(record $record, \stdClass $member, \stdClass $account, people $people): outcome {
        $target = $people->target($account, $record->owned, $this->settings->ownerid, $record->pinned, $member->component);
        $objection = ownership::objection($target);
        if ($objection !== null) {
            return outcome::gone($record, outcome::NOTHING, effect::NONE, warnings: [[$objection, []]]);
        }
        $data = ['courseid' => (int) $member->courseid, 'groupid' => (int) $member->groupid, 'userid' => (int) $member->userid];
        try {
            courses::require_capability($data['courseid'], 'moodle/course:managegroups');
        } catch (row_failure $failure) {
            return outcome::gone($record, outcome::FAIL, effect::NONE, code: $failure->reason, values: $failure->values);
        }
        return outcome::gone($record, 'leave', effect::MEMBER_REMOVED, old: ['group_idnumber' => $member->idnumber], data: $data);
    }

    /**
     * Returns the group of an outcome, which an earlier row of the run may have made.
     *
     * @param array $data
     * @return \stdClass
     * @throws row_failure
     */
    private function group(array $data): \stdClass {
        global $DB;
        if (isset($data['groupid'])) {
            return $this->groups[$data['groupid']] ?? throw new row_failure('group_gone');
        }
        $id = group::ensure($data['courseid'], $data['number'], $data['name']);
        return $this->groups[$id] ??= $DB->get_record('groups', ['id' => $id], '*', MUST_EXIST);
    }

    /**
     * Returns the account of an outcome, if it may still be touched.
     *
     * @param outcome $outcome
     * @return \stdClass
     * @throws row_failure
     */
    private function account(outcome $outcome): \stdClass {
        $account = $this->people->get($outcome->data['userid'] ?? 0) ?? throw new row_failure('user_gone');
        $objection = ownership::objection($this->people->target($account, $outcome->owned, $this->settings->ownerid));
        return $objection === null ? $account : throw new row_failure('protected', ['reason' => $objection]);
    }
}

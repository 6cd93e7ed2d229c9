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
use tool_syncingest\local\feed\processor\roster\enrolment;
use tool_syncingest\local\feed\processor\roster\enrolment_planner;
use tool_syncingest\local\feed\processor\roster\enrolment_reversals;
use tool_syncingest\local\feed\processor\roster\enrolments_there;
use tool_syncingest\local\feed\processor\roster\roles;
use tool_syncingest\local\feed\processor\user\people;
use tool_syncingest\local\feed\rules\effect;
use tool_syncingest\local\feed\rules\enrolment_state;
use tool_syncingest\local\feed\rules\ownership;
use tool_syncingest\local\feed\rules\roster_columns;
use tool_syncingest\local\feed\rules\user_columns;

/**
 * Enrols people in courses, keeps roles and times up to date, suspends enrolments that are gone, and brings back who comes back.
 * docs/enrolments.md describes its columns and options.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class enrolments extends row_processor {
    /** @var string the type of its objects */
    public const TYPE = 'user_enrolment';

    /** @var string[] what becomes of an enrolment whose key is gone from a full file */
    private const GONE = ['suspend', 'keep', 'unenrol'];

    /** @var \stdClass[] enrolment methods of the outcomes that are applied next, by id */
    private array $methods = [];

    /** @var \stdClass[] their enrolments as they are now, by method and account; null: none */
    private array $enrolments = [];

    /** @var people|null their accounts */
    private ?people $people = null;

    #[\Override]
    public static function options(): array {
        return [
            // The role of who is enrolled, where the row names none.
            'role' => new option(option::CHOICE, 'student', (new roles())->all()),
            'gone' => new option(option::CHOICE, 'suspend', self::GONE),
            // Days for which it stays suspended before it is deleted.
            'grace' => new option(option::NUMBER, 30),
        ];
    }

    #[\Override]
    public static function templates(): array {
        $key = ['username', 'course_shortname'];
        return ['full' => ['mode' => 'full', 'key' => $key], 'rows' => ['mode' => 'rows', 'key' => $key]];
    }

    #[\Override]
    public static function keys(): array {
        return roster_columns::keys();
    }

    #[\Override]
    public static function columns(): array {
        return column::all(roster_columns::of_enrolments());
    }

    #[\Override]
    public function problems(): array {
        global $DB;
        $key = $this->settings->key;
        $problems = [];
        $isuser = roster_columns::only($key, user_columns::KEYS) !== null;
        if (count($key) !== 2 || !$isuser || roster_columns::only($key, array_keys(roster_columns::COURSE)) === null) {
            $problems[] = 'enrolments_key';
        }
        $grace = $this->option('grace');
        if (
            array_diff_key($this->settings->options, self::options()) || !is_int($grace) || $grace < 0
            || !in_array($this->option('gone'), self::GONE, true)
        ) {
            $problems[] = 'options';
        }
        if (!$DB->record_exists('role', ['shortname' => (string) $this->option('role')])) {
            $problems[] = 'enrolments_role';
        }
        return $problems;
    }

    #[\Override]
    public static function scope_name(string $scope): string {
        return courses::name($scope);
    }

    #[\Override]
    public static function waits_for(): array {
        return ['user_missing', 'course_missing', 'enrol_missing', 'group_missing'];
    }

    #[\Override]
    public static function announce(outcome $outcome, overlay $overlay): void {
        if (isset($outcome->data['userid'])) {
            $overlay->create('enrolment', "{$outcome->data['courseid']} {$outcome->data['userid']}");
        }
    }

    #[\Override]
    public function caches(): array {
        return [['core', 'suspended_userids'], ['core', 'coursecontacts'], ['core', 'user_group_groupings']];
    }

    #[\Override]
    public function plan(array $rows, overlay $overlay): array {
        $planner = new enrolment_planner($this->settings, new roles(), $this->option('role'), $this->option('gone') === 'unenrol');
        return $planner->plan($rows, $overlay);
    }

    #[\Override]
    public function plan_gone(array $records, overlay $overlay): array {
        $there = enrolments_there::of_ids(array_map(fn(record $record): int => $record->objectid, $records));
        courses::preload(array_column($there, 'courseid'));
        $people = new people([], array_column($there, 'userid'), []);
        return array_map(function (record $record) use ($there, $people): outcome {
            $enrolment = $there[$record->objectid] ?? null;
            $account = $enrolment === null ? null : $people->get((int) $enrolment->userid);
            return $account === null || $this->option('gone') === 'keep'
                ? outcome::gone_nothing($record) : $this->plan_gone_record($record, $enrolment, $account, $people);
        }, $records);
    }

    #[\Override]
    public function prepare(array $outcomes): void {
        global $DB;
        $data = array_map(fn(outcome $outcome): array => $outcome->data, array_values($outcomes));
        $this->methods = $data ? $DB->get_records_list('enrol', 'id', array_unique(array_column($data, 'enrolid'))) : [];
        courses::preload(array_column($this->methods, 'courseid'));
        $this->people = new people([], array_column($data, 'userid'), []);
        $this->enrolments = [];
        foreach ($data as $one) {
            $this->enrolments["$one[enrolid] $one[userid]"] = null;
        }
        if ($this->methods) {
            [$in, $methods] = $DB->get_in_or_equal(array_keys($this->methods));
            [$inusers, $users] = $DB->get_in_or_equal(array_unique(array_column($data, 'userid')));
            $where = "enrolid $in AND userid $inusers";
            foreach ($DB->get_records_select('user_enrolments', $where, [...$methods, ...$users]) as $enrolment) {
                $this->enrolments["$enrolment->enrolid $enrolment->userid"] = $enrolment;
            }
        }
    }

    #[\Override]
    public function apply(outcome $outcome, array $values): applied {
        [$method, $there] = $this->ensure_allowed($outcome);
        $data = $outcome->data;
        $given = $data['given'] ?? null;
        $scope = (string) $method->courseid;
        if ($outcome->action === 'unenrol') {
            enrolment::delete($method, $data['userid']);
            return new applied(self::TYPE, (int) $outcome->objectid, $outcome->owned, $scope, true);
        }
        $id = (int) $outcome->objectid;
        $state = new enrolment_state(...$data['after']);
        if ($outcome->action === 'enrol') {
            if ($there !== null) {
                throw new row_failure('enrolled_meanwhile');
            }
            $id = enrolment::create($method, $data['userid'], $state);
        } else {
            enrolment::update($method, $data['userid'], $state, $data['add'] ?? [], $data['lose'] ?? []);
        }
        enrolment::join($data['userid'], $data['groups'] ?? []);
        return new applied(self::TYPE, $id, $outcome->owned, $scope, given: $given);
    }

    #[\Override]
    public function find_applied(outcome $outcome, array $values): ?applied {
        global $DB;
        if ($outcome->action !== 'enrol') {
            return null;
        }
        $key = ['enrolid' => $outcome->data['enrolid'], 'userid' => $outcome->data['userid']];
        $id = $DB->get_field('user_enrolments', 'id', $key);
        return $id ? new applied(self::TYPE, (int) $id, $outcome->owned, $outcome->scope, given: $outcome->data['given'] ?? null) : null;
    }

    #[\Override]
    public function plan_undo(array $outcomes): array {
        return (new enrolment_reversals($this->settings))->plan($outcomes);
    }

    #[\Override]
    public function undo(outcome $outcome): applied {
        $reversals = new enrolment_reversals($this->settings);
        $reversals->plan([$outcome]);
        return new applied(
            self::TYPE,
            (int) $outcome->objectid,
            $outcome->owned,
            $outcome->scope,
            given: ['roles' => $reversals->undo($outcome)]
        );
    }

    /**
     * Plans what becomes of an enrolment whose key is gone.
     *
     * @param record $record
     * @param \stdClass $enrolment
     * @param \stdClass $account
     * @param people $people
     * @return outcome
     */
    private function plan_gone_record(record $record, \stdClass $enrolment, \stdClass $account, people $people): outcome {
        $objection = ownership::objection($people->target($account, $record->owned, $this->settings->ownerid, $record->pinned));
        if ($objection !== null) {
            return outcome::gone($record, outcome::NOTHING, effect::NONE, warnings: [[$objection, []]]);
        }
        $issuspended = (int) $enrolment->status !== ENROL_USER_ACTIVE;
        $isover = $record->missing !== null && $record->missing + $this->option('grace') * DAYSECS <= time();
        $isdeleted = $issuspended && $isover && $this->option('gone') === 'unenrol';
        if ($issuspended && !$isdeleted) {
            return outcome::gone_nothing($record);
        }
        $data = [
            'enrolid' => (int) $enrolment->enrolid, 'userid' => (int) $enrolment->userid, 'courseid' => (int) $enrolment->courseid,
        ];
        try {
            courses::require_capability($data['courseid'], $isdeleted ? 'enrol/manual:unenrol' : 'enrol/manual:manage');
        } catch (row_failure $failure) {
            return outcome::gone($record, outcome::FAIL, effect::NONE, code: $failure->reason, values: $failure->values);
        }
        if ($isdeleted) {
            return outcome::gone($record, 'unenrol', effect::UNENROLMENT, data: $data);
        }
        $times = [(int) $enrolment->timestart, (int) $enrolment->timeend];
        return outcome::gone(
            $record,
            'suspend',
            effect::SUSPENSION,
            old: ['suspended' => '0'],
            new: ['suspended' => '1'],
            data: $data + ['before' => [false, ...$times], 'after' => [true, ...$times]]
        );
    }

    /**
     * Looks once more, at the moment of writing, whether everything is still there and may be touched.
     *
     * @param outcome $outcome
     * @return array the enrolment method, and the enrolment or null
     * @throws row_failure
     */
    private function ensure_allowed(outcome $outcome): array {
        $data = $outcome->data;
        if (!isset($data['userid'])) {
            throw new row_failure('only_planned');
        }
        $name = "$data[enrolid] $data[userid]";
        if (!array_key_exists($name, $this->enrolments)) {
            $this->prepare([$outcome]);
        }
        $method = $this->methods[$data['enrolid']] ?? throw new row_failure('course_gone');
        $account = $this->people->get($data['userid']) ?? throw new row_failure('user_gone');
        $objection = ownership::objection($this->people->target($account, $outcome->owned, $this->settings->ownerid));
        if ($objection !== null) {
            throw new row_failure('protected', ['reason' => $objection]);
        }
        courses::require_capability((int) $method->courseid, match ($outcome->action) {
            'enrol' => 'enrol/manual:enrol',
            'unenrol' => 'enrol/manual:unenrol',
            default => 'enrol/manual:manage',
        });
        $there = $this->enrolments[$name];
        // It is about to change: another outcome of the same enrolment reads it again.
        unset($this->enrolments[$name]);
        if ($outcome->action !== 'enrol' && (int) ($there->id ?? 0) !== (int) $outcome->objectid) {
            throw new row_failure('enrolment_gone');
        }
        return [$method, $there];
    }
}

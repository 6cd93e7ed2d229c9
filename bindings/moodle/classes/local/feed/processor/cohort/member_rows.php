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

namespace tool_syncingest\local\feed\processor\cohort;

use tool_syncingest\local\feed\processor\outcome;
use tool_syncingest\local\feed\processor\overlay;
use tool_syncingest\local\feed\processor\record;
use tool_syncingest\local\feed\processor\rights;
use tool_syncingest\local\feed\processor\roster\person;
use tool_syncingest\local\feed\processor\row;
use tool_syncingest\local\feed\processor\row_failure;
use tool_syncingest\local\feed\processor\user\people;
use tool_syncingest\local\feed\rules\alike;
use tool_syncingest\local\feed\rules\cohort_columns;
use tool_syncingest\local\feed\rules\cohort_scope;
use tool_syncingest\local\feed\rules\effect;
use tool_syncingest\local\feed\rules\owned;
use tool_syncingest\local\feed\rules\ownership;
use tool_syncingest\local\feed\settings;

/**
 * Rows that are members of cohorts. The object of a record is the person, its scope the cohort.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class member_rows {
    /** @var string the type of its objects */
    public const TYPE = 'cohort_member';

    /**
     * Constructor.
     *
     * @param settings $settings
     * @param array $options of the processor
     * @param int $contextid where a cohort is made that is not there
     */
    public function __construct(
        /** @var settings */
        private readonly settings $settings,
        /** @var array of the processor */
        private readonly array $options,
        /** @var int where a cohort is made that is not there */
        private readonly int $contextid,
    ) {
    }

    /**
     * Plans rows.
     *
     * @param row[] $rows
     * @param overlay $overlay
     * @return outcome[]
     */
    public function plan(array $rows, overlay $overlay): array {
        $cells = array_map(fn(row $row): string => trim($row->values['user'] ?? ''), $rows);
        $cells = array_filter($cells, fn(string $cell): bool => $cell !== '');
        $people = new people([$this->options['user'] => $cells], [], []);
        $known = new known_cohorts(array_map(fn(row $row): string => $row->values['cohort'] ?? '', $rows), []);
        return array_map(function (row $row) use ($people, $known, $overlay): outcome {
            try {
                return $this->plan_row($row, $people, $known, $overlay);
            } catch (row_failure $failure) {
                return outcome::fails($row, $failure->reason, $failure->values);
            }
        }, $rows);
    }

    /**
     * Plans what becomes of members who are gone.
     *
     * @param record[] $records
     * @return outcome[]
     */
    public function plan_gone(array $records): array {
        $people = new people([], array_map(fn(record $record): int => $record->objectid, $records), []);
        $known = new known_cohorts([], array_map(fn(record $record): int => cohort_scope::id($record->scope), $records));
        return array_map(function (record $record) use ($people, $known): outcome {
            $account = $people->get($record->objectid);
            $cohort = $known->get(cohort_scope::id($record->scope));
            $ismember = $account !== null && $cohort !== null && in_array((int) $cohort->id, $people->cohorts($account), true);
            if (!$ismember || (string) $cohort->component !== '' || $this->options['gone'] === 'keep') {
                return outcome::gone_nothing($record);
            }
            $objection = ownership::objection($people->target($account, $record->owned, $this->settings->ownerid, $record->pinned));
            return $objection !== null
                ? outcome::gone($record, outcome::NOTHING, effect::NONE, warnings: [[$objection, []]])
                : outcome::gone(
                    $record,
                    'remove_member',
                    effect::MEMBER_REMOVED,
                    old: ['cohort' => (string) $cohort->idnumber],
                    new: ['cohort' => ''],
                    data: ['cohort' => (int) $cohort->id]
                );
        }, $records);
    }

    /**
     * Plans a row.
     *
     * @param row $row
     * @param people $people
     * @param known_cohorts $known
     * @param overlay $overlay
     * @return outcome
     * @throws row_failure
     */
    private function plan_row(row $row, people $people, known_cohorts $known, overlay $overlay): outcome {
        $wants = cohort_columns::wants_member($row->values['action'] ?? '')
            ?? throw new row_failure('member_action', ['value' => $row->values['action']]);
        $number = wanted::number($row->values['cohort'] ?? '');
        $account = $this->account($row, $people, $overlay);
        $cohort = $known->find($number);
        if ($account === null) {
            // Only a feed that is in testing has planned the account.
            return $this->adds($row, $number, null, '', ['cohort' => (int) ($cohort->id ?? 0), 'number' => $number]);
        }
        if ($cohort === null) {
            return $this->plan_first($row, $wants, $number, $account, $people, $overlay);
        }
        $scope = known_cohorts::scope($cohort);
        $isknown = $row->record?->object() === record::name_object(self::TYPE, (int) $account->id, $scope);
        $owned = $isknown && $row->record->owned->is_owned() ? $row->record->owned : null;
        $ismember = in_array((int) $cohort->id, $people->cohorts($account), true);
        $pinned = $row->record !== null && $row->record->pinned;
        $objection = ownership::objection($people->target($account, owned::CREATED, $this->settings->ownerid, $pinned));
        if ($objection === null && $wants === $ismember) {
            $owned ??= $this->settings->adopting ? owned::ADOPTED : owned::SEEN;
            return $wants
                ? outcome::nothing($row, self::TYPE, (int) $account->id, $owned, $scope)
                : outcome::nothing($row, self::TYPE, (int) $account->id, owned::SEEN);
        }
        if (!$wants && $owned === null && !$this->settings->adopting) {
            $objection ??= 'cohort_member_not_owned';
        }
        if ($objection !== null) {
            return outcome::of(
                $row,
                outcome::NOTHING,
                effect::NONE,
                type: self::TYPE,
                objectid: (int) $account->id,
                owned: $owned ?? owned::SEEN,
                scope: $owned === null ? '' : $scope,
                warnings: [[$objection, []]]
            );
        }
        rights::need('moodle/cohort:assign', \context::instance_by_id((int) $cohort->contextid));
        $data = ['cohort' => (int) $cohort->id, 'number' => $number];
        return $wants
            ? $this->adds($row, $number, $account, $scope, $data)
            : outcome::of(
                $row,
                'remove_member',
                effect::MEMBER_REMOVED,
                type: self::TYPE,
                objectid: (int) $account->id,
                owned: $owned ?? owned::ADOPTED,
                scope: $scope,
                old: ['cohort' => $number],
                new: ['cohort' => ''],
                data: $data
            );
    }

    /**
     * Plans a member of a cohort that is not there.
     *
     * @param row $row
     * @param bool $wants
     * @param string $number
     * @param \stdClass $account
     * @param people $people
     * @param overlay $overlay
     * @return outcome
     * @throws row_failure
     */
    private function plan_first(row $row, bool $wants, string $number, \stdClass $account, people $people, overlay $overlay): outcome {
        if (!$wants || !$this->options['create']) {
            throw new row_failure('cohort_missing', ['value' => $number]);
        }
        $pinned = $row->record !== null && $row->record->pinned;
        $objection = ownership::objection($people->target($account, owned::CREATED, $this->settings->ownerid, $pinned));
        if ($objection !== null) {
            return outcome::of($row, outcome::NOTHING, effect::NONE, warnings: [[$objection, []]]);
        }
        $context = \context::instance_by_id($this->contextid);
        rights::need('moodle/cohort:manage', $context);
        rights::need('moodle/cohort:assign', $context);
        $isfirst = $overlay->find(cohort_rows::TYPE, alike::fold($number)) === null;
        $overlay->create(cohort_rows::TYPE, alike::fold($number));
        $name = trim($row->values['name'] ?? '');
        $name = $name === '' ? $number : $name;
        if (clean_param($name, PARAM_TEXT) !== $name || \core_text::strlen($name) > cohort_columns::LONGEST['name']) {
            throw new row_failure('not_storable', ['column' => 'name', 'value' => $name]);
        }
        $data = ['cohort' => 0, 'number' => $number, 'name' => $name, 'contextid' => $this->contextid];
        return $this->adds($row, $number, $account, '', $data, $isfirst ? [['cohort_new', ['value' => $number]]] : []);
    }

    /**
     * The outcome of a new member.
     *
     * @param row $row
     * @param string $number
     * @param \stdClass|null $account null: it is planned only
     * @param string $scope
     * @param array $data
     * @param array[] $warnings
     * @return outcome
     */
    private function adds(row $row, string $number, ?\stdClass $account, string $scope, array $data, array $warnings = []): outcome {
        $id = $account === null ? null : (int) $account->id;
        return outcome::of(
            $row,
            'add_member',
            effect::ADDITION,
            type: self::TYPE,
            objectid: $id,
            owned: owned::CREATED,
            scope: $scope,
            old: ['cohort' => ''],
            new: ['cohort' => $number],
            data: $data,
            warnings: $warnings
        );
    }

    /**
     * Returns the account of a row.
     *
     * @param row $row
     * @param people $people
     * @param overlay $overlay
     * @return \stdClass|null null: a feed before this one has only planned it
     * @throws row_failure
     */
    private function account(row $row, people $people, overlay $overlay): ?\stdClass {
        $value = trim($row->values['user'] ?? '');
        return $value === '' ? throw new row_failure('needed', ['column' => 'user'])
            : person::find($people, $this->options['user'], $value, $overlay);
    }
}

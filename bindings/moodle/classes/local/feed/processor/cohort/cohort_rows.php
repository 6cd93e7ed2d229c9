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

use tool_syncingest\local\feed\processor\applied;
use tool_syncingest\local\feed\processor\category\categories;
use tool_syncingest\local\feed\processor\outcome;
use tool_syncingest\local\feed\processor\record;
use tool_syncingest\local\feed\processor\rights;
use tool_syncingest\local\feed\processor\row;
use tool_syncingest\local\feed\processor\row_failure;
use tool_syncingest\local\feed\rules\effect;
use tool_syncingest\local\feed\rules\owned;
use tool_syncingest\local\feed\rules\ownership;
use tool_syncingest\local\feed\rules\target;
use tool_syncingest\local\feed\rules\user_values;
use tool_syncingest\local\feed\settings;

/**
 * Rows that are cohorts: made, changed, moved, hidden, shown.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class cohort_rows {
    /** @var string the type of its objects */
    public const TYPE = 'cohort';

    /**
     * Constructor.
     *
     * @param settings $settings
     * @param array $options of the processor
     * @param int $contextid where a cohort is made whose row names no category
     */
    public function __construct(
        /** @var settings */
        private readonly settings $settings,
        /** @var array of the processor */
        private readonly array $options,
        /** @var int where a cohort is made whose row names no category */
        private readonly int $contextid,
    ) {
    }

    /**
     * Plans rows.
     *
     * @param row[] $rows
     * @return outcome[]
     */
    public function plan(array $rows): array {
        $categories = new categories();
        $known = new known_cohorts(
            array_map(fn(row $row): string => $row->values['cohort'] ?? '', $rows),
            array_filter(array_map(fn(row $row): int => $row->record?->objectid ?? 0, $rows))
        );
        return array_map(function (row $row) use ($categories, $known): outcome {
            try {
                return $this->plan_row($row, wanted::read($row, $categories), $known);
            } catch (row_failure $failure) {
                return outcome::fails($row, $failure->reason, $failure->values);
            }
        }, $rows);
    }

    /**
     * Plans what becomes of cohorts that are gone: they are hidden, because courses may still enrol by them.
     *
     * @param record[] $records
     * @return outcome[]
     */
    public function plan_gone(array $records): array {
        $known = new known_cohorts([], array_map(fn(record $record): int => $record->objectid, $records));
        return array_map(function (record $record) use ($known): outcome {
            $cohort = $known->get($record->objectid);
            $isours = $cohort !== null && (string) $cohort->component === '';
            $stays = !$isours || !$cohort->visible || $this->options['gone'] === 'keep';
            return $stays ? outcome::gone_nothing($record)
                : outcome::gone($record, 'hide', effect::SUSPENSION, old: ['visible' => '1'], new: ['visible' => '0']);
        }, $records);
    }

    /**
     * Carries out an outcome.
     *
     * @param outcome $outcome
     * @return applied
     * @throws row_failure
     */
    public function apply(outcome $outcome): applied {
        if ($outcome->action === 'create') {
            $values = array_diff_key($outcome->new, ['category' => true]);
            $cohort = writer::create($outcome->data['number'], $outcome->data['contextid'], $values);
            return new applied(self::TYPE, (int) $cohort->id, owned::CREATED);
        }
        $move = array_intersect_key($outcome->data, ['contextid' => true]);
        writer::update($outcome->objectid, $move + array_diff_key($outcome->new, ['category' => true]));
        return new applied(self::TYPE, $outcome->objectid, $outcome->owned);
    }

    /**
     * Brings back what an applied outcome has changed.
     *
     * @param outcome $outcome
     * @return applied
     * @throws row_failure
     */
    public function undo(outcome $outcome): applied {
        $move = isset($outcome->data['from']) ? ['contextid' => $outcome->data['from']] : [];
        writer::update($outcome->objectid, $move + array_diff_key($outcome->old, ['category' => true]));
        return new applied(self::TYPE, $outcome->objectid, $outcome->owned);
    }

    /**
     * Plans a row.
     *
     * @param row $row
     * @param wanted $wanted
     * @param known_cohorts $known
     * @return outcome
     * @throws row_failure
     */
    private function plan_row(row $row, wanted $wanted, known_cohorts $known): outcome {
        $found = $known->find($wanted->number);
        $own = $row->record?->type === self::TYPE ? $known->get($row->record->objectid) : null;
        if ($own !== null && $found !== null && $own->id !== $found->id) {
            throw new row_failure('cohort_of_another_key', ['value' => $wanted->number]);
        }
        $cohort = $own ?? $found;
        return $cohort === null ? $this->plan_creation($row, $wanted)
            : $this->plan_change($row, $wanted, known_cohorts::ours($cohort));
    }

    /**
     * Plans a new cohort.
     *
     * @param row $row
     * @param wanted $wanted
     * @return outcome
     * @throws row_failure
     */
    private function plan_creation(row $row, wanted $wanted): outcome {
        $context = \context::instance_by_id($wanted->contextid ?? $this->contextid);
        rights::need('moodle/cohort:manage', $context);
        return outcome::of(
            $row,
            'create',
            effect::ADDITION,
            type: self::TYPE,
            owned: owned::CREATED,
            new: array_filter($wanted->values, fn(string $value): bool => $value !== '') + ['name' => $wanted->number]
                + self::category($context->id),
            data: ['number' => $wanted->number, 'contextid' => $context->id]
        );
    }

    /**
     * Plans what becomes of a cohort that is there.
     *
     * @param row $row
     * @param wanted $wanted
     * @param \stdClass $cohort
     * @return outcome
     * @throws row_failure
     */
    private function plan_change(row $row, wanted $wanted, \stdClass $cohort): outcome {
        $id = (int) $cohort->id;
        $record = $row->record_of(self::TYPE, $id);
        $owned = $record?->owned;
        $target = new target($owned, pinned: $record !== null && $record->pinned);
        $objection = ownership::adoption_objection($target, $this->settings->adopting);
        if ($objection !== null) {
            $warning = $objection === 'not_owned' ? 'object_not_owned' : $objection;
            return outcome::left_alone($row, self::TYPE, $id, $owned, [[$warning, []]]);
        }
        $owned = $owned !== null && $owned->is_owned() ? $owned : owned::ADOPTED;
        $values = $wanted->values;
        if (!isset($values['visible']) && $record?->missing !== null) {
            // What was gone and comes back is shown again.
            $values['visible'] = '1';
        }
        if (!$this->options['update']) {
            $values = array_intersect_key($values, ['visible' => true]);
        }
        [$old, $new] = user_values::changes(
            array_map('strval', (array) $cohort),
            $values,
            true,
            [],
            $this->settings->once,
            $this->settings->empty === settings::ERASE,
            ['name', 'visible']
        );
        $data = [];
        $moves = $wanted->contextid !== null && $wanted->contextid !== (int) $cohort->contextid && $this->options['update']
            && !in_array('category', $this->settings->once, true);
        if ($moves) {
            $data = ['contextid' => $wanted->contextid, 'from' => (int) $cohort->contextid];
            [$old, $new] = [$old + self::category((int) $cohort->contextid), $new + self::category($wanted->contextid)];
            rights::need('moodle/cohort:manage', \context::instance_by_id($wanted->contextid));
        }
        if (!$new) {
            return outcome::nothing($row, self::TYPE, $id, $owned);
        }
        rights::need('moodle/cohort:manage', \context::instance_by_id((int) $cohort->contextid));
        [$action, $effect] = match ($new['visible'] ?? '') {
            '0' => ['hide', effect::SUSPENSION],
            '1' => ['show', effect::CHANGE],
            default => ['update', effect::CHANGE],
        };
        return outcome::of($row, $action, $effect, type: self::TYPE, objectid: $id, owned: $owned, old: $old, new: $new, data: $data);
    }

    /**
     * The name of a context, as the value of a column.
     *
     * @param int $contextid
     * @return string[]
     */
    private static function category(int $contextid): array {
        return ['category' => \context::instance_by_id($contextid)->get_context_name(false)];
    }
}

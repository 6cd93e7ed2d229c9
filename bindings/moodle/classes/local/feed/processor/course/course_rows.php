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

namespace tool_syncingest\local\feed\processor\course;

use tool_syncingest\local\feed\processor\category\categories;
use tool_syncingest\local\feed\processor\outcome;
use tool_syncingest\local\feed\processor\overlay;
use tool_syncingest\local\feed\processor\rights;
use tool_syncingest\local\feed\processor\row;
use tool_syncingest\local\feed\processor\row_failure;
use tool_syncingest\local\feed\rules\alike;
use tool_syncingest\local\feed\rules\category_path;
use tool_syncingest\local\feed\rules\course_columns;
use tool_syncingest\local\feed\rules\effect;
use tool_syncingest\local\feed\rules\owned;
use tool_syncingest\local\feed\rules\ownership;
use tool_syncingest\local\feed\rules\target;
use tool_syncingest\local\feed\rules\user_values;
use tool_syncingest\local\feed\settings;

/**
 * What becomes of the rows of a chunk: courses that are made, changed, moved, hidden or shown.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class course_rows {
    /** @var string the type of its objects */
    public const TYPE = 'course';

    /**
     * Constructor.
     *
     * @param settings $settings
     * @param array $options of the processor
     * @param \stdClass[] $fields the custom fields by column
     * @param categories $categories
     * @param int|null $category where a course is made whose row names none; null: it is not there
     * @param known_courses $known
     * @param overlay $overlay
     */
    public function __construct(
        /** @var settings */
        private readonly settings $settings,
        /** @var array of the processor */
        private readonly array $options,
        /** @var \stdClass[] the custom fields by column */
        private readonly array $fields,
        /** @var categories */
        private readonly categories $categories,
        /** @var int|null where a course is made whose row names none */
        private readonly ?int $category,
        /** @var known_courses */
        private readonly known_courses $known,
        /** @var overlay */
        private readonly overlay $overlay,
    ) {
    }

    /**
     * Plans a row.
     *
     * @param row $row
     * @return outcome
     */
    public function plan(row $row): outcome {
        try {
            $wanted = wanted::read($row, $this->fields, $this->categories, $this->options['create_categories']);
            $course = $this->course($row, $wanted);
            $this->ensure_unique($wanted, $course);
            return $course === null ? $this->plan_creation($row, $wanted) : $this->plan_change($row, $wanted, $course);
        } catch (row_failure $failure) {
            return outcome::fails($row, $failure->reason, $failure->values);
        }
    }

    /**
     * Returns the course to which a row leads.
     *
     * @param row $row
     * @param wanted $wanted
     * @return \stdClass|null null: there is none
     * @throws row_failure
     */
    private function course(row $row, wanted $wanted): ?\stdClass {
        $key = $this->settings->key[0];
        $values = ['column' => $key, 'value' => $wanted->values[$key] ?? ''];
        $found = $this->known->by($key, $values['value']);
        if (count($found) > 1) {
            throw new row_failure('course_ambiguous', $values);
        }
        $own = $row->record?->type === self::TYPE ? $this->known->get($row->record->objectid) : null;
        if ($own !== null && $found && $found[0]->id !== $own->id) {
            throw new row_failure('course_of_another_key', $values);
        }
        $course = $own ?? $found[0] ?? null;
        if ((int) ($course->id ?? 0) === (int) SITEID) {
            throw new row_failure('course_site');
        }
        return $course;
    }

    /**
     * Refuses what another course has already, or an earlier row would give one.
     *
     * @param wanted $wanted
     * @param \stdClass|null $course of the row itself
     * @throws row_failure
     */
    private function ensure_unique(wanted $wanted, ?\stdClass $course): void {
        foreach (course_columns::UNIQUE as $column) {
            $value = $wanted->values[$column] ?? '';
            if ($value === '' || ($course !== null && alike::fold($course->$column) === alike::fold($value))) {
                continue;
            }
            $others = array_filter($this->known->by($column, $value), fn(\stdClass $other): bool => $other->id !== ($course->id ?? 0));
            if ($others || $this->overlay->find("course $column", alike::fold($value)) !== null) {
                throw new row_failure('course_taken', ['column' => $column, 'value' => $value]);
            }
            $this->overlay->create("course $column", alike::fold($value));
        }
    }

    /**
     * Plans a new course.
     *
     * @param row $row
     * @param wanted $wanted
     * @return outcome
     * @throws row_failure
     */
    private function plan_creation(row $row, wanted $wanted): outcome {
        $values = array_filter($wanted->values, fn(string $value): bool => $value !== '');
        foreach (course_columns::NEEDED as $column) {
            if (!isset($values[$column])) {
                throw new row_failure('course_needed', ['column' => $column]);
            }
        }
        $values += ['startdate' => days::of(time())];
        self::check_days($values);
        $data = $this->place($wanted) ?? ['category' => $this->category ?? throw new row_failure('category_gone')];
        $context = isset($data['category']) ? \context_coursecat::instance($data['category'])
            : $this->categories->parent_context($wanted->newcategory);
        rights::need('moodle/course:create', $context);
        if (isset($data['path'])) {
            rights::need('moodle/category:manage', $context);
        }
        if (($values['visible'] ?? '1') === '0') {
            rights::need('moodle/course:visibility', $context);
        }
        [$values, $warnings] = $this->without_locked($values, $context);
        return outcome::of(
            $row,
            'create',
            effect::ADDITION,
            type: self::TYPE,
            owned: owned::CREATED,
            new: ['category' => $this->path($data)] + $values,
            data: $data,
            warnings: $warnings
        );
    }

    /**
     * Plans what becomes of a course that is there.
     *
     * @param row $row
     * @param wanted $wanted
     * @param \stdClass $course
     * @return outcome
     * @throws row_failure
     */
    private function plan_change(row $row, wanted $wanted, \stdClass $course): outcome {
        $id = (int) $course->id;
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
        $there = $this->known->values($course);
        $checkboxes = array_filter($this->fields, fn(\stdClass $field): bool => $field->type === 'checkbox');
        $never = [...course_columns::NEEDED, 'visible', ...array_keys($checkboxes)];
        [$old, $new] = user_values::changes(
            $there,
            $values,
            true,
            [],
            [...$this->settings->once, ...course_columns::ONCE],
            $this->settings->empty === settings::ERASE,
            $never
        );
        [$new, $warnings] = $this->without_locked($new, \context_course::instance($id));
        self::check_days($new + $there, $new);
        $data = $this->move($wanted, $new);
        if ($data !== []) {
            $data['from'] = (int) $course->category;
            [$old['category'], $new['category']] = [$this->categories->path((int) $course->category), $this->path($data)];
        }
        if (!$new) {
            return outcome::of($row, outcome::NOTHING, effect::NONE, type: self::TYPE, objectid: $id, owned: $owned, warnings: $warnings);
        }
        $this->check_rights($course, $new, $data, $wanted);
        [$action, $effect] = match (true) {
            ($new['visible'] ?? '') === '0' => ['hide', effect::SUSPENSION],
            ($new['visible'] ?? '') === '1' => ['show', effect::CHANGE],
            array_keys($new) === ['category'] => ['move', effect::CHANGE],
            default => ['update', effect::CHANGE],
        };
        return outcome::of(
            $row,
            $action,
            $effect,
            type: self::TYPE,
            objectid: $id,
            owned: $owned,
            old: array_intersect_key($old, $new),
            new: $new,
            data: $data,
            warnings: $warnings
        );
    }

    /**
     * Returns where a row wants its course to be.
     *
     * @param wanted $wanted
     * @return array|null category, or path and number of one to make; null: it does not say
     */
    private function place(wanted $wanted): ?array {
        return match (true) {
            $wanted->newcategory !== null => ['path' => $wanted->newcategory, 'number' => $wanted->categorynumber],
            isset($wanted->values['category']) => ['category' => (int) $wanted->values['category']],
            default => null,
        };
    }

    /**
     * Returns where a course is to be moved.
     *
     * @param wanted $wanted
     * @param string[] $new values that change
     * @return array as place() returns it; empty: it stays
     */
    private function move(wanted $wanted, array $new): array {
        $moves = isset($new['category'])
            || ($wanted->newcategory !== null && $this->options['update'] && !in_array('category', $this->settings->once, true));
        return $moves ? $this->place($wanted) : [];
    }

    /**
     * Returns the path of a place.
     *
     * @param array $place
     * @return string
     */
    private function path(array $place): string {
        return isset($place['path']) ? category_path::join($place['path']) : $this->categories->path($place['category']);
    }

    /**
     * Refuses what the owner of the feed may not do by hand.
     *
     * @param \stdClass $course
     * @param string[] $new values that change
     * @param array $place where it is moved; empty: it stays
     * @param wanted $wanted
     * @throws row_failure
     */
    private function check_rights(\stdClass $course, array $new, array $place, wanted $wanted): void {
        $context = \context_course::instance($course->id);
        rights::need('moodle/course:update', $context);
        foreach (array_intersect_key(course_columns::CAPABILITIES, $new) as $capability) {
            rights::need($capability, $context);
        }
        if ($place) {
            rights::need('moodle/course:changecategory', isset($place['category']) ? \context_coursecat::instance($place['category'])
                : $this->categories->parent_context($wanted->newcategory));
        }
        if (isset($place['path'])) {
            rights::need('moodle/category:manage', $this->categories->parent_context($place['path']));
        }
    }

    /**
     * Leaves out custom fields that the owner of the feed may not change.
     *
     * @param string[] $values
     * @param \context $context
     * @return array[] values, warnings
     */
    private function without_locked(array $values, \context $context): array {
        $locked = custom_fields::locked(array_intersect_key($this->fields, $values), $context);
        $warnings = array_map(fn(string $column): array => ['kept', ['column' => $column]], $locked);
        return [array_diff_key($values, array_flip($locked)), $warnings];
    }

    /**
     * Refuses a course that would end before it starts.
     *
     * @param string[] $values
     * @param string[]|null $new those that change; null: all
     * @throws row_failure
     */
    private static function check_days(array $values, ?array $new = null): void {
        $arenew = $new === null || isset($new['startdate']) || isset($new['enddate']);
        if ($arenew && course_columns::ends_too_early($values['startdate'] ?? '', $values['enddate'] ?? '')) {
            throw new row_failure('end_before_start', ['start' => $values['startdate'] ?? '', 'end' => $values['enddate']]);
        }
    }
}

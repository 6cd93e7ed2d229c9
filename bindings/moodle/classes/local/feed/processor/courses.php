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

use tool_syncingest\local\feed\processor\category\categories;
use tool_syncingest\local\feed\processor\course\course_rows;
use tool_syncingest\local\feed\processor\course\custom_fields;
use tool_syncingest\local\feed\processor\course\known_courses;
use tool_syncingest\local\feed\processor\course\writer;
use tool_syncingest\local\feed\rules\alike;
use tool_syncingest\local\feed\rules\course_columns;
use tool_syncingest\local\feed\rules\effect;
use tool_syncingest\local\feed\rules\owned;

/**
 * Makes courses, keeps them up to date, moves them to their category, and hides those that are gone. Nothing is ever deleted.
 * docs/courses.md describes its columns and options.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class courses extends row_processor {
    #[\Override]
    public static function options(): array {
        return [
            // The number of the category in which courses are made whose rows name none; empty: the first one of the site.
            'category' => new option(option::TEXT, ''),
            // Whether categories that a path names and that are not there are made.
            'create_categories' => new option(option::FLAG, false),
            // Whether courses are changed after they were made.
            'update' => new option(option::FLAG, true),
            // What becomes of a course whose key is gone from a full file.
            'gone' => new option(option::CHOICE, 'hide', ['hide', 'keep']),
        ];
    }

    #[\Override]
    public static function templates(): array {
        return [
            'full' => ['mode' => 'full', 'key' => ['idnumber']], 'rows' => ['mode' => 'rows', 'key' => ['idnumber']],
            'once' => ['mode' => 'rows', 'key' => ['idnumber'], 'options' => ['update' => false]],
        ];
    }

    #[\Override]
    public static function keys(): array {
        return array_map(fn(string $column): array => [$column], course_columns::KEYS);
    }

    #[\Override]
    public static function columns(): array {
        $columns = column::all(course_columns::SYNONYMS);
        foreach (array_keys(custom_fields::all()) as $name) {
            $columns[$name] = new column($name, [substr($name, strlen(course_columns::CUSTOM))]);
        }
        return $columns;
    }

    #[\Override]
    public function problems(): array {
        $problems = [];
        if (count($this->settings->key) !== 1 || !in_array($this->settings->key[0], course_columns::KEYS, true)) {
            $problems[] = 'courses_key';
        }
        $bad = array_diff_key($this->settings->options, self::options()) || !in_array($this->option('gone'), ['hide', 'keep'], true)
            || !is_string($this->option('category')) || !is_bool($this->option('create_categories'));
        if ($bad) {
            $problems[] = 'options';
        } else if ($this->category(new categories()) === null) {
            $problems[] = 'category';
        }
        return $problems;
    }

    #[\Override]
    public function capabilities(): array {
        $categories = new categories();
        $category = $this->category($categories);
        // Without its category, a context that is not there: the feed is held.
        $contextid = $category === null ? 0 : (int) $categories->get($category)->contextid;
        $needed = ['moodle/course:create', 'moodle/course:update', 'moodle/course:visibility'];
        return array_map(fn(string $capability): array => [$capability, $contextid], $needed);
    }

    #[\Override]
    public static function waits_for(): array {
        return ['category_missing'];
    }

    #[\Override]
    public static function announce(outcome $outcome, overlay $overlay): void {
        foreach (array_intersect_key($outcome->new, array_flip(course_columns::UNIQUE)) as $column => $value) {
            $overlay->create("course $column", alike::fold($value));
        }
    }

    #[\Override]
    public function plan(array $rows, overlay $overlay): array {
        $fields = array_intersect_key(custom_fields::all(), reset($rows) ? reset($rows)->values : []);
        $names = [];
        foreach (course_columns::UNIQUE as $column) {
            $cells = array_map(fn(row $row): string => trim($row->values[$column] ?? ''), $rows);
            $names[$column] = array_filter($cells, fn(string $cell): bool => $cell !== '');
        }
        $ids = array_map(fn(row $row): int => $row->record?->objectid ?? 0, $rows);
        $categories = new categories();
        $planner = new course_rows(
            $this->settings,
            $this->effects(),
            $fields,
            $categories,
            $this->category($categories),
            new known_courses($names, array_filter($ids), $fields),
            $overlay
        );
        return array_map($planner->plan(...), $rows);
    }

    #[\Override]
    public function plan_gone(array $records, overlay $overlay): array {
        $known = new known_courses([], array_map(fn(record $record): int => $record->objectid, $records), []);
        return array_map(function (record $record) use ($known): outcome {
            $course = $known->get($record->objectid);
            $stays = $course === null || (int) $course->id === (int) SITEID || !known_courses::is_visible($course);
            if ($stays || $this->option('gone') === 'keep') {
                return outcome::gone_nothing($record);
            }
            if (!has_capability('moodle/course:visibility', \context_course::instance($course->id))) {
                return outcome::gone($record, outcome::NOTHING, effect::NONE, warnings: [['owner_may_not', []]]);
            }
            return outcome::gone($record, 'hide', effect::SUSPENSION, old: ['visible' => '1'], new: ['visible' => '0']);
        }, $records);
    }

    #[\Override]
    public function apply(outcome $outcome, array $values): applied {
        $category = $outcome->data['category'] ?? null;
        if (isset($outcome->data['path'])) {
            $category = writer::make_category($outcome->data['path'], $outcome->data['number']);
        }
        $new = array_diff_key($outcome->new, ['category' => true]);
        if ($outcome->action === 'create') {
            return new applied(course_rows::TYPE, writer::create($new, $category), owned::CREATED);
        }
        writer::update($outcome->objectid, $new, $category);
        return new applied(course_rows::TYPE, $outcome->objectid, $outcome->owned);
    }

    #[\Override]
    public function find_applied(outcome $outcome, array $values): ?applied {
        global $DB;
        // Everything else does no harm when it is done twice.
        $id = $outcome->action === 'create' ? $DB->get_field('course', 'id', ['shortname' => $outcome->new['shortname']]) : false;
        return $id ? new applied(course_rows::TYPE, (int) $id, owned::CREATED) : null;
    }

    #[\Override]
    public function invalidations(): array {
        return ['changesincourse', 'changesincoursecat'];
    }

    #[\Override]
    public function plan_undo(array $outcomes): array {
        $columns = array_merge(...array_values(array_map(fn(outcome $outcome): array => $outcome->old, $outcomes)));
        $fields = array_intersect_key(custom_fields::all(), $columns);
        $known = new known_courses([], array_map(fn(outcome $outcome): int => (int) $outcome->objectid, $outcomes), $fields);
        $categories = new categories();
        return array_map(function (outcome $outcome) use ($known, $categories): reversal {
            $course = $known->get((int) $outcome->objectid);
            return match (true) {
                $outcome->action === 'create' => reversal::impossible('created'),
                $course === null => reversal::changed('object_gone'),
                default => reversal::compare(
                    ['category' => $categories->path((int) $course->category)] + $known->values($course),
                    $outcome->new,
                    $outcome->old
                ),
            };
        }, $outcomes);
    }

    #[\Override]
    public function undo(outcome $outcome): applied {
        writer::update($outcome->objectid, array_diff_key($outcome->old, ['category' => true]), $outcome->data['from'] ?? null);
        return new applied(course_rows::TYPE, $outcome->objectid, $outcome->owned);
    }

    /**
     * Returns the category in which courses are made whose rows name none.
     *
     * @param categories $categories
     * @return int|null null: it is not there
     */
    private function category(categories $categories): ?int {
        if (trim($this->option('category')) === '') {
            return $categories->first();
        }
        try {
            return $categories->by_number($this->option('category'));
        } catch (row_failure) {
            return null;
        }
    }
}

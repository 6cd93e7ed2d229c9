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

use tool_syncingest\local\feed\rules\alike;
use tool_syncingest\local\feed\rules\course_columns;

/**
 * The courses to which the rows of a chunk may lead, read by a number of queries that does not grow with the rows.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class known_courses {
    /** @var string[] fields of the course table that are columns, as they are */
    private const FIELDS = ['idnumber', 'shortname', 'fullname', 'summary', 'lang', 'format', 'category'];

    /** @var \stdClass[] by id */
    private array $courses = [];

    /** @var array[] names by id, by column and folded name */
    private array $names = [];

    /** @var array[] values of custom fields by column, by course */
    private readonly array $custom;

    /**
     * Reads them.
     *
     * @param array[] $names that lead to courses, by column
     * @param int[] $ids of courses that the feed knows
     * @param \stdClass[] $fields the custom fields that matter
     */
    public function __construct(array $names, array $ids, array $fields) {
        global $DB;
        $context = \context_helper::get_preload_record_columns_sql('x');
        $columns = 'c.id, c.' . implode(', c.', self::FIELDS) . ', c.visible, c.visibleold, c.startdate, c.enddate, k.visible AS shown';
        $select = "SELECT $columns, $context FROM {course} c JOIN {context} x ON x.contextlevel = ? AND x.instanceid = c.id"
            . ' LEFT JOIN {course_categories} k ON k.id = c.category WHERE';
        foreach ($names as $column => $some) {
            // Numbers among them have become keys of type int. Some databases fold the letters of English alone.
            $exact = array_values(array_unique(array_map(fn($name): string => trim((string) $name), $some)));
            if ($exact) {
                [$in, $params] = $DB->get_in_or_equal($exact);
                [$infolded, $folded] = $DB->get_in_or_equal(array_values(array_unique(array_map(alike::fold(...), $exact))));
                $sql = "$select c.$column $in OR LOWER(c.$column) $infolded";
                $this->note($DB->get_records_sql($sql, [CONTEXT_COURSE, ...$params, ...$folded]));
            }
        }
        if ($ids) {
            [$in, $params] = $DB->get_in_or_equal(array_values(array_unique($ids)));
            $this->note($DB->get_records_sql("$select c.id $in", [CONTEXT_COURSE, ...$params]));
        }
        $this->custom = custom_fields::read(array_keys($this->courses), $fields);
    }

    /**
     * Returns the courses to which a name leads.
     *
     * @param string $column
     * @param string $name
     * @return \stdClass[]
     */
    public function by(string $column, string $name): array {
        $ids = alike::fold($name) === '' ? [] : alike::find($this->names[$column][alike::fold($name)] ?? [], $name);
        return array_map(fn(int $id): \stdClass => $this->courses[$id], $ids);
    }

    /**
     * Returns a course.
     *
     * @param int $id
     * @return \stdClass|null
     */
    public function get(int $id): ?\stdClass {
        return $this->courses[$id] ?? null;
    }

    /**
     * Returns what a course has in the columns. In a hidden category a course has a visibility of its own, which counts once the
     * category is shown.
     *
     * @param \stdClass $course
     * @return string[] by column
     */
    public function values(\stdClass $course): array {
        $fields = array_map('strval', array_intersect_key((array) $course, array_flip(self::FIELDS)));
        $dates = ['startdate' => days::of((int) $course->startdate), 'enddate' => days::of((int) $course->enddate)];
        return $fields + $dates + ['visible' => self::is_visible($course) ? '1' : '0'] + ($this->custom[$course->id] ?? []);
    }

    /**
     * Returns whether a course is visible as far as it depends on itself.
     *
     * @param \stdClass $course
     * @return bool
     */
    public static function is_visible(\stdClass $course): bool {
        return (bool) ($course->shown ?? '1' ? $course->visible : $course->visibleold);
    }

    /**
     * Remembers courses.
     *
     * @param \stdClass[] $courses
     */
    private function note(array $courses): void {
        foreach ($courses as $course) {
            \context_helper::preload_from_record($course);
            $this->courses[(int) $course->id] = $course;
            foreach (course_columns::UNIQUE as $column) {
                $this->names[$column][alike::fold((string) $course->$column)][(int) $course->id] = (string) $course->$column;
            }
        }
    }
}

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

use tool_syncingest\local\feed\processor\overlay;
use tool_syncingest\local\feed\processor\row_failure;
use tool_syncingest\local\feed\processor\user\people;
use tool_syncingest\local\feed\rules\roster_columns;

/**
 * The courses that rows name, read by one query, and what the owner of the feed may do in them.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class courses {
    /** @var \stdClass[][] courses by folded name; several may bear the same one */
    private array $courses = [];

    /** @var array[] roles that the owner may assign, by course */
    private array $assignable = [];

    /**
     * Reads them, with their contexts.
     *
     * @param string $column by which rows name them
     * @param string[] $names
     */
    public function __construct(
        /** @var string by which rows name them */
        private readonly string $column,
        array $names,
    ) {
        $names = array_values(array_unique(array_map(people::fold(...), $names)));
        $field = roster_columns::COURSE[$column];
        foreach ($names ? self::read("LOWER(c.$field)", $names) : [] as $course) {
            $this->courses[people::fold($course->$field)][] = $course;
        }
    }

    /**
     * Returns the course of a name.
     *
     * @param string $name
     * @param overlay $overlay
     * @return \stdClass|null id, shortname; null: an earlier feed would make it
     * @throws row_failure
     */
    public function get(string $name, overlay $overlay): ?\stdClass {
        $field = roster_columns::COURSE[$this->column];
        $found = $this->courses[people::fold($name)] ?? [];
        // Names may differ in their case alone: then it must be the same one.
        $exact = array_values(array_filter($found, fn(\stdClass $course): bool => $course->$field === trim($name)));
        $found = $exact ?: $found;
        if (count($found) > 1) {
            throw new row_failure('course_ambiguous', ['column' => $this->column, 'value' => $name]);
        }
        if (!$found && $overlay->find("course $field", people::fold($name)) === null) {
            throw new row_failure('course_missing', ['column' => $this->column, 'value' => $name]);
        }
        return $found[0] ?? null;
    }

    /**
     * Reads the contexts of courses, so that each capability costs no query.
     *
     * @param int[] $ids
     * @return \stdClass[] id, shortname by id
     */
    public static function preload(array $ids): array {
        return $ids ? self::read('c.id', array_values(array_unique($ids))) : [];
    }

    /**
     * Returns what people call a course.
     *
     * @param string $scope its id
     * @return string
     */
    public static function name(string $scope): string {
        global $DB;
        return $DB->get_field('course', 'shortname', ['id' => (int) $scope]) ?: $scope;
    }

    /**
     * Refuses what the owner of the feed may not do by hand in a course.
     *
     * @param int $courseid
     * @param string $capability
     * @throws row_failure
     */
    public static function require_capability(int $courseid, string $capability): void {
        $context = \context_course::instance($courseid, IGNORE_MISSING) ?: throw new row_failure('course_gone');
        if (!has_capability($capability, $context)) {
            throw new row_failure('capability', ['capability' => $capability, 'where' => $context->get_context_name(false)]);
        }
    }

    /**
     * Refuses roles that the owner of the feed may not assign in a course.
     *
     * @param int $courseid
     * @param string[] $roles short names by id
     * @throws row_failure
     */
    public function require_assignable(int $courseid, array $roles): void {
        if (!$roles) {
            return;
        }
        $context = \context_course::instance($courseid, IGNORE_MISSING) ?: throw new row_failure('course_gone');
        $this->assignable[$courseid] ??= get_assignable_roles($context, ROLENAME_SHORT);
        foreach (array_diff_key($roles, $this->assignable[$courseid]) as $role) {
            throw new row_failure('role_not_assignable', ['value' => $role]);
        }
    }

    /**
     * Reads courses and their contexts. The front page is none.
     *
     * @param string $field
     * @param array $values
     * @return \stdClass[]
     */
    private static function read(string $field, array $values): array {
        global $DB;
        [$in, $params] = $DB->get_in_or_equal($values);
        $columns = \context_helper::get_preload_record_columns_sql('x');
        $sql = "SELECT c.id, c.shortname, c.idnumber, $columns FROM {course} c"
            . " JOIN {context} x ON x.instanceid = c.id AND x.contextlevel = ? WHERE c.id <> ? AND $field $in ORDER BY c.id";
        $courses = $DB->get_records_sql($sql, [CONTEXT_COURSE, SITEID, ...$params]);
        array_walk($courses, fn(\stdClass $course) => \context_helper::preload_from_record($course));
        return $courses;
    }
}

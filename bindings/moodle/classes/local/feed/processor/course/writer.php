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

use tool_syncingest\local\feed\processor\row_failure;
use tool_syncingest\local\feed\rules\course_columns;

/**
 * Makes and changes courses, by core's own functions.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class writer {
    /**
     * Makes a course.
     *
     * @param string[] $values by column
     * @param int $category
     * @return int its id
     * @throws row_failure
     */
    public static function create(array $values, int $category): int {
        global $CFG;
        require_once($CFG->dirroot . '/course/lib.php');
        $form = custom_fields::form($values);
        custom_fields::validate($form, 0);
        $fields = self::fields($values) + self::defaults(days::time($values['startdate']));
        $fields['visible'] = (int) $fields['visible'];
        return (int) create_course((object) (['category' => self::category($category)] + $fields + $form))->id;
    }

    /**
     * Changes a course.
     *
     * @param int $id
     * @param string[] $values by column, those that change
     * @param int|null $category null: it stays where it is
     * @throws row_failure
     */
    public static function update(int $id, array $values, ?int $category): void {
        global $CFG, $DB;
        require_once($CFG->dirroot . '/course/lib.php');
        $course = (new known_courses([], [$id], []))->get($id) ?? throw new row_failure('course_deleted');
        $form = custom_fields::form($values);
        custom_fields::validate($form, $id);
        $fields = self::fields($values);
        if (isset($fields['visible']) || $category !== null) {
            // In a hidden category, only what the course is by itself is written; it counts once the category is shown.
            $fields['visibleold'] = (int) ($fields['visible'] ?? known_courses::is_visible($course));
            $isshown = $DB->get_field('course_categories', 'visible', ['id' => $category ?? $course->category]);
            $fields = $isshown ? ['visible' => $fields['visibleold']] + $fields : array_diff_key($fields, ['visible' => true]);
        }
        $move = $category === null ? [] : ['category' => self::category($category)];
        update_course((object) (['id' => $id] + $move + $fields + $form));
    }

    /**
     * Finds a category by its path, and makes what of it is not there.
     *
     * @param string[] $names
     * @param string $number of the last one; empty: none
     * @return int its id
     */
    public static function make_category(array $names, string $number): int {
        global $DB;
        $id = 0;
        foreach ($names as $position => $name) {
            $found = $DB->get_fieldset_select('course_categories', 'id', 'parent = ? AND name = ?', [$id, $name]);
            if (count($found) > 1) {
                throw new row_failure('category_ambiguous', ['value' => $name]);
            }
            $islast = $position === array_key_last($names);
            $id = (int) ($found[0] ?? \core_course_category::create(
                ['name' => $name, 'parent' => $id] + ($islast && $number !== '' ? ['idnumber' => $number] : [])
            )->id);
        }
        return $id;
    }

    /**
     * Returns the fields of the course table.
     *
     * @param string[] $values
     * @return array
     */
    private static function fields(array $values): array {
        $fields = array_intersect_key($values, array_diff_key(course_columns::SYNONYMS, ['category' => true, 'category_path' => true]));
        if (isset($fields['summary'])) {
            $fields['summaryformat'] = FORMAT_HTML;
        }
        if (($fields['enddate'] ?? '') !== '') {
            // A format with weeks would count the end by itself.
            $fields['automaticenddate'] = 0;
        }
        foreach (['startdate' => false, 'enddate' => true] as $column => $isend) {
            if (isset($fields[$column])) {
                $fields[$column] = days::time($fields[$column], $isend);
            }
        }
        return $fields;
    }

    /**
     * Returns the site's defaults for new courses.
     *
     * @param int $start when the course begins
     * @return array
     */
    private static function defaults(int $start): array {
        $site = get_config('moodlecourse');
        $names = ['format', 'newsitems', 'showgrades', 'showreports', 'maxbytes', 'groupmode', 'groupmodeforce', 'visible', 'lang',
            'enablecompletion', 'showactivitydates', 'numsections'];
        $defaults = array_intersect_key((array) $site, array_flip($names));
        return $defaults + ['visible' => 1, 'summary' => '', 'summaryformat' => FORMAT_HTML]
            + (empty($site->courseenddateenabled) ? [] : ['enddate' => $start + (int) $site->courseduration]);
    }

    /**
     * Refuses a category that is not there.
     *
     * @param int $id
     * @return int the same
     * @throws row_failure
     */
    private static function category(int $id): int {
        global $DB;
        return $DB->record_exists('course_categories', ['id' => $id]) ? $id : throw new row_failure('category_gone');
    }
}

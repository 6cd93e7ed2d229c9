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

namespace tool_syncingest;

use tool_syncingest\local\feed\processor\courses;
use tool_syncingest\local\feed\processor\record;
use tool_syncingest\local\feed\processor\row;
use tool_syncingest\local\feed\settings;

defined('MOODLE_INTERNAL') || die();

require_once(__DIR__ . '/row_processor_testcase.php');

/**
 * What the tests of the processor of courses begin with.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
abstract class courses_testcase extends row_processor_testcase {
    #[\Override]
    protected function processor(array $settings = []): courses {
        return new courses($this->settings($settings + ['key' => ['idnumber']]));
    }

    /**
     * The row of a whole course.
     *
     * @param array $values that differ
     * @param record|null $record
     * @return row
     */
    protected function maths(array $values = [], ?record $record = null): row {
        return $this->row($values + ['idnumber' => 'M6', 'shortname' => 'Maths 6A', 'fullname' => 'Mathematics 6A'], $record);
    }

    /**
     * What the feed knows of a course.
     *
     * @param int $id
     * @param array $values that differ
     * @return record
     */
    protected function known(int $id, array $values = []): record {
        return $this->record('course', $id, $values);
    }

    /**
     * Makes a category.
     *
     * @param array $values
     * @return \core_course_category
     */
    protected function category(array $values): \core_course_category {
        return $this->getDataGenerator()->create_category($values);
    }

    /**
     * Makes a course as the feed would.
     *
     * @param array $values that differ
     * @param array $settings
     * @return \stdClass
     */
    protected function made(array $values = [], array $settings = []): \stdClass {
        return get_course($this->apply($this->maths($values), $settings)->objectid);
    }

    /**
     * Makes custom fields of each kind.
     */
    protected function fields(): void {
        $generator = $this->getDataGenerator()->get_plugin_generator('core_customfield');
        $category = $generator->create_category();
        $fields = [
            'room' => ['type' => 'text', 'configdata' => ['maxlength' => 10]],
            'notes' => ['type' => 'textarea'],
            'level' => ['type' => 'select', 'configdata' => ['options' => "Beginner\nExpert & co"]],
            'exam' => ['type' => 'checkbox'],
            'day' => ['type' => 'date', 'configdata' => ['includetime' => 0]],
            'secretcode' => ['type' => 'text', 'configdata' => ['uniquevalues' => 1]],
        ];
        foreach ($fields as $shortname => $field) {
            $generator->create_field($field + ['shortname' => $shortname, 'name' => $shortname, 'categoryid' => $category->get('id')]);
        }
    }
}

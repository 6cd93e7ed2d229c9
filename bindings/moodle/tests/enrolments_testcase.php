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

use tool_syncingest\local\feed\processor\enrolments;
use tool_syncingest\local\feed\processor\outcome;
use tool_syncingest\local\feed\processor\overlay;
use tool_syncingest\local\feed\processor\record;
use tool_syncingest\local\feed\processor\row;
use tool_syncingest\local\feed\rules\mode;
use tool_syncingest\local\feed\rules\owned;
use tool_syncingest\local\feed\settings;

/**
 * What the tests of enrolments begin with: Ada, a course, and rows that say what becomes of Ada in it.
 *
 * @package    tool_syncingest
 * @category   test
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
abstract class enrolments_testcase extends \advanced_testcase {
    /** @var \stdClass */
    protected \stdClass $ada;

    /** @var \stdClass */
    protected \stdClass $course;

    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
        $this->setAdminUser();
        $this->ada = $this->getDataGenerator()->create_user(['username' => 'ada', 'idnumber' => '0042', 'email' => 'ada@example.org']);
        $this->course = $this->getDataGenerator()->create_course(['shortname' => 'MATH-6A', 'idnumber' => 'c1']);
    }

    /**
     * A processor.
     *
     * @param array $settings
     * @return enrolments
     */
    protected function enrolments(array $settings = []): enrolments {
        $key = ['username', 'course_shortname'];
        return new enrolments(new settings(...$settings + ['feedid' => 1, 'ownerid' => 2, 'mode' => mode::FULL, 'key' => $key]));
    }

    /**
     * A row.
     *
     * @param array $values that differ from those of Ada in mathematics
     * @param record|null $record
     * @return row
     */
    protected function row(array $values = [], ?record $record = null): row {
        $values += ['username' => 'ada', 'course_shortname' => 'MATH-6A'];
        $key = "$values[username], $values[course_shortname]";
        return new row(2, $values, $key, md5($key), md5(serialize($values)), $record);
    }

    /**
     * Plans one row.
     *
     * @param row $row
     * @param array $settings
     * @return outcome
     */
    protected function plan(row $row, array $settings = []): outcome {
        return $this->enrolments($settings)->plan([$row], new overlay())[0];
    }

    /**
     * Plans one row and carries it out.
     *
     * @param row $row
     * @param array $settings
     * @return record what the feed knows afterwards
     */
    protected function apply(row $row, array $settings = []): record {
        $outcome = $this->plan($row, $settings);
        $this->assertSame('', $outcome->code);
        $applied = $this->enrolments($settings)->apply($outcome, $row->values);
        return new record(
            $row->keyhash,
            $applied->type,
            $applied->objectid,
            $applied->scope,
            $applied->owned,
            given: $applied->given ?? $row->record->given ?? []
        );
    }

    /**
     * The enrolment of Ada in mathematics.
     *
     * @return array status, start and end, and the short names of her roles; nothing if she has none
     */
    protected function ada(): array {
        global $DB;
        $rows = $DB->get_records_sql('SELECT ue.* FROM {user_enrolments} ue JOIN {enrol} e ON e.id = ue.enrolid'
            . ' WHERE e.courseid = ? AND ue.userid = ?', [$this->course->id, $this->ada->id]);
        $roles = array_column(get_user_roles(\context_course::instance($this->course->id), $this->ada->id, false), 'shortname');
        sort($roles);
        $row = reset($rows);
        return $row ? [(int) $row->status, (int) $row->timestart, (int) $row->timeend, implode(' ', $roles)] : [];
    }

    /**
     * Somebody who may enrol, and assign the role of a student alone.
     *
     * @param \stdClass $course
     * @return \stdClass
     */
    protected function owner(\stdClass $course): \stdClass {
        global $DB;
        $owner = $this->getDataGenerator()->create_user();
        $role = $this->getDataGenerator()->create_role(['archetype' => '']);
        foreach (['enrol/manual:enrol', 'enrol/manual:manage', 'moodle/role:assign'] as $capability) {
            assign_capability($capability, CAP_ALLOW, $role, \context_system::instance());
        }
        core_role_set_assign_allowed($role, $DB->get_field('role', 'id', ['shortname' => 'student']));
        role_assign($role, $owner->id, \context_course::instance($course->id));
        return $owner;
    }
}

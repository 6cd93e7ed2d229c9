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
use tool_syncingest\local\feed\processor\row_failure;
use tool_syncingest\local\feed\rules\owned;
use tool_syncingest\local\feed\settings;

defined('MOODLE_INTERNAL') || die();

require_once(__DIR__ . '/enrolments_testcase.php');

/**
 * What the processor of enrolments refuses: what its owner may not do, bad rows, and what has vanished.
 *
 * @package    tool_syncingest
 * @category   test
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \tool_syncingest\local\feed\processor\enrolments
 */
final class feed_enrolments_refused_test extends enrolments_testcase {
    public function test_the_feed_never_does_what_its_owner_may_not_do_in_that_course(): void {
        $other = $this->getDataGenerator()->create_course(['shortname' => 'OTHER']);
        $owner = $this->owner($this->course);
        $this->setUser($owner);
        $this->assertSame('enrol', $this->plan($this->row())->action);
        $this->assertSame('role_not_assignable', $this->plan($this->row(['role' => 'editingteacher']))->code);
        $this->assertSame('capability', $this->plan($this->row(['course_shortname' => 'OTHER']))->code);
        $this->setAdminUser();
        $outcome = $this->plan($this->row(['course_shortname' => 'OTHER']));
        $this->setUser($owner);
        try {
            $this->enrolments()->apply($outcome, []);
            $this->fail('the owner may not enrol in this course');
        } catch (row_failure $failure) {
            $this->assertSame('capability', $failure->reason);
        }
        $this->assertFalse(is_enrolled(\context_course::instance($other->id), $this->ada));
    }

    /**
     * Rows that fail, and why.
     *
     * @return array[]
     */
    public static function bad_rows(): array {
        return [
            'nobody' => [['username' => 'nobody'], 'user_missing'],
            'no name' => [['username' => ' '], 'needed'],
            'no such course' => [['course_shortname' => 'MATH-6Z'], 'course_missing'],
            'no course' => [['course_shortname' => ''], 'needed'],
            'the front page' => [['course_shortname' => 'phpunit'], 'course_missing'],
            'no such role' => [['role' => 'wizard'], 'role_missing'],
            'no such action' => [['action' => 'perhaps'], 'action'],
            'neither yes nor no' => [['suspended' => '2'], 'flag'],
            'no date' => [['end' => 'next summer'], 'date'],
            'a day that does not exist' => [['start' => '31/02/2026'], 'date'],
            'a date with more behind it' => [['start' => "2026-09-01'; DROP TABLE mdl_user; --"], 'date'],
            'an end before the start' => [['start' => '2026-09-01', 'end' => '2026-08-01'], 'end_before_start'],
            'no such group' => [['groups' => 'nowhere'], 'group_missing'],
            'SQL' => [['username' => "ada' OR '1'='1"], 'user_missing'],
            'wildcards' => [['username' => '%', 'course_shortname' => 'MATH%'], 'course_missing'],
            'as long as a field may be' => [['username' => str_repeat('é', 100000)], 'user_missing'],
        ];
    }

    /**
     * A bad row fails by itself.
     *
     * @dataProvider bad_rows
     * @param array $values
     * @param string $code
     */
    public function test_a_bad_row_fails_with_its_reason_and_no_other_row_suffers(array $values, string $code): void {
        $outcomes = $this->enrolments()->plan([$this->row($values), $this->row()], new overlay());
        $this->assertSame([$code, 'enrol'], [$outcomes[0]->code, $outcomes[1]->action]);
        $this->assertTrue(get_string_manager()->string_exists("row_$code", 'tool_syncingest'));
    }

    public function test_two_people_or_two_courses_of_one_number_are_an_error_of_the_row(): void {
        $this->getDataGenerator()->create_user(['idnumber' => '0042']);
        $settings = ['key' => ['idnumber', 'course_idnumber']];
        $this->assertSame('ambiguous', $this->plan($this->row(['idnumber' => '0042', 'course_idnumber' => 'c1']), $settings)->code);
        global $DB;
        $DB->set_field('course', 'idnumber', 'c1', ['id' => $this->getDataGenerator()->create_course()->id]);
        $this->assertSame('course_ambiguous', $this->plan($this->row(['idnumber' => '0042', 'course_idnumber' => 'c1']), $settings)->code);
    }

    public function test_a_course_without_manual_enrolment_or_with_it_switched_off_fails_the_row(): void {
        global $DB;
        $DB->set_field('enrol', 'status', ENROL_INSTANCE_DISABLED, ['courseid' => $this->course->id, 'enrol' => 'manual']);
        $this->assertSame('enrol_disabled', $this->plan($this->row())->code);
        $DB->delete_records('enrol', ['courseid' => $this->course->id, 'enrol' => 'manual']);
        $this->assertSame('enrol_missing', $this->plan($this->row())->code);
    }

    public function test_a_course_or_a_person_that_vanishes_after_the_plan_fails_the_row_alone(): void {
        $other = $this->getDataGenerator()->create_course(['shortname' => 'OTHER']);
        $rows = [$this->row(), $this->row(['course_shortname' => 'OTHER'])];
        $processor = $this->enrolments();
        $outcomes = $processor->plan($rows, new overlay());
        delete_course($this->course, false);
        $processor->prepare($outcomes);
        $code = '';
        try {
            $processor->apply($outcomes[0], []);
        } catch (row_failure $failure) {
            $code = $failure->reason;
        }
        $this->assertSame('course_gone', $code);
        $applied = $processor->apply($outcomes[1], []);
        $this->assertTrue(is_enrolled(\context_course::instance($other->id), $this->ada));
        // Nothing is left to be taken from it.
        delete_course($other, false);
        $record = new record(md5('x'), $applied->type, $applied->objectid, $applied->scope, $applied->owned);
        $this->assertFalse($this->enrolments()->plan_gone([$record], new overlay())[0]->has_effect());
    }

    public function test_what_somebody_else_has_done_since_the_plan_is_not_overwritten(): void {
        $outcome = $this->plan($this->row(['end' => '2030-01-01']));
        $this->getDataGenerator()->enrol_user($this->ada->id, $this->course->id, 'student', 'manual');
        $this->expectExceptionMessage('enrolled_meanwhile');
        $this->enrolments()->apply($outcome, []);
    }

    public function test_an_enrolment_that_was_deleted_and_made_again_by_hand_is_not_the_feeds(): void {
        global $DB;
        $record = $this->apply($this->row());
        $method = $DB->get_record('enrol', ['courseid' => $this->course->id, 'enrol' => 'manual']);
        enrol_get_plugin('manual')->unenrol_user($method, $this->ada->id);
        enrol_get_plugin('manual')->enrol_user($method, $this->ada->id, 5);
        $this->assertSame([['enrolment_not_owned', []]], $this->plan($this->row(['suspended' => '1'], $record))->warnings);
    }

    public function test_a_person_joins_groups_and_leaves_none(): void {
        $generator = $this->getDataGenerator();
        $group = $generator->create_group(['courseid' => $this->course->id, 'idnumber' => 'g1']);
        $other = $generator->create_group(['courseid' => $this->course->id, 'idnumber' => 'g2']);
        $record = $this->apply($this->row(['groups' => 'G1']));
        $this->assertTrue(groups_is_member($group->id, $this->ada->id));
        groups_add_member($other, $this->ada);
        $this->assertSame(outcome::NOTHING, $this->plan($this->row(['groups' => 'g1'], $record))->action);
        $this->apply($this->row(['groups' => 'g1|g2', 'end' => '2030-01-01'], $record));
        $this->assertTrue(groups_is_member($other->id, $this->ada->id));
    }

    public function test_names_with_every_character_that_moodle_allows_lead_to_their_course(): void {
        $name = "É&\"'<>|%_\\/,;\u{202F}日本語 😀 𝔘 ½ #{\$a}";
        $course = $this->getDataGenerator()->create_course(['shortname' => $name]);
        $this->apply($this->row(['course_shortname' => $name]));
        $this->assertTrue(is_enrolled(\context_course::instance($course->id), $this->ada));
        $this->assertSame($course->shortname, enrolments::scope_name((string) $course->id));
    }
}

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
use tool_syncingest\local\feed\rules\effect;
use tool_syncingest\local\feed\rules\mode;
use tool_syncingest\local\feed\rules\owned;
use tool_syncingest\local\feed\settings;

/**
 * The processor of enrolments.
 *
 * @package    tool_syncingest
 * @category   test
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \tool_syncingest\local\feed\processor\enrolments
 */
final class feed_enrolments_test extends \advanced_testcase {
    /** @var \stdClass */
    private \stdClass $ada;

    /** @var \stdClass */
    private \stdClass $course;

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
    private function enrolments(array $settings = []): enrolments {
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
    private function row(array $values = [], ?record $record = null): row {
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
    private function plan(row $row, array $settings = []): outcome {
        return $this->enrolments($settings)->plan([$row], new overlay())[0];
    }

    /**
     * Plans one row and carries it out.
     *
     * @param row $row
     * @param array $settings
     * @return record what the feed knows afterwards
     */
    private function apply(row $row, array $settings = []): record {
        $outcome = $this->plan($row, $settings);
        $this->assertSame('', $outcome->code);
        $applied = $this->enrolments($settings)->apply($outcome, $row->values);
        return new record($row->keyhash, $applied->type, $applied->objectid, $applied->scope, $applied->owned,
            given: $applied->given ?? $row->record->given ?? []);
    }

    /**
     * The enrolment of Ada in mathematics.
     *
     * @return array status, start and end, and the short names of her roles; nothing if she has none
     */
    private function ada(): array {
        global $DB;
        $rows = $DB->get_records_sql('SELECT ue.* FROM {user_enrolments} ue JOIN {enrol} e ON e.id = ue.enrolid'
            . ' WHERE e.courseid = ? AND ue.userid = ?', [$this->course->id, $this->ada->id]);
        $roles = array_column(get_user_roles(\context_course::instance($this->course->id), $this->ada->id, false), 'shortname');
        sort($roles);
        $row = reset($rows);
        return $row ? [(int) $row->status, (int) $row->timestart, (int) $row->timeend, implode(' ', $roles)] : [];
    }

    public function test_a_person_is_enrolled_with_role_start_and_end(): void {
        $this->setTimezone('Europe/Paris', 'Europe/Paris');
        $record = $this->apply($this->row(['role' => 'Teacher', 'start' => '2026-09-01', 'end' => '04/07/2027']));
        $this->assertSame([0, 1788213600, 1814738399, 'teacher'], $this->ada());
        $this->assertSame([enrolments::TYPE, owned::CREATED, (string) $this->course->id], [$record->type, $record->owned, $record->scope]);
    }

    public function test_who_is_enrolled_without_a_role_in_the_row_gets_the_one_of_the_feed(): void {
        $this->apply($this->row());
        $this->assertSame([0, 0, 0, 'student'], $this->ada());
    }

    public function test_a_person_may_have_several_roles(): void {
        $this->apply($this->row(['role' => 'student|teacher']));
        $this->assertSame('student teacher', $this->ada()[3]);
    }

    public function test_dates_are_read_in_the_time_zone_that_the_feed_has_forced(): void {
        $this->setTimezone('America/Montreal', 'Australia/Perth');
        $this->apply($this->row(['end' => '2026-09-01']));
        $this->assertSame((new \DateTime('2026-09-01 23:59:59', new \DateTimeZone('America/Montreal')))->getTimestamp(), $this->ada()[2]);
    }

    /**
     * Keys that lead to people and courses.
     *
     * @return array[]
     */
    public static function keys(): array {
        return [
            'idnumber and idnumber' => [['idnumber' => '0042', 'course_idnumber' => 'C1']],
            'e-mail and short name' => [['email' => 'ADA@example.org', 'course_shortname' => 'math-6a']],
            'user name and idnumber' => [['username' => 'ada', 'course_idnumber' => 'c1']],
        ];
    }

    /**
     * People and courses are found by any of their names.
     *
     * @dataProvider keys
     * @param string[] $values
     */
    public function test_a_person_and_a_course_are_found_by_any_of_their_names(array $values): void {
        $row = new row(2, $values, 'key', md5('key'), md5('row'));
        $outcome = $this->plan($row, ['key' => array_keys($values)]);
        $this->assertSame(['enrol', ''], [$outcome->action, $outcome->code]);
        $this->assertSame((int) $this->ada->id, $outcome->data['userid']);
    }

    public function test_a_plan_writes_nothing_and_its_queries_do_not_grow_with_rows_that_are_so_already(): void {
        global $DB;
        $generator = $this->getDataGenerator();
        $rows = [];
        foreach (range(1, 40) as $number) {
            $course = $generator->create_course(['shortname' => "S$number"]);
            $user = $generator->create_user(['username' => "u$number"]);
            $generator->enrol_user($user->id, $course->id, 'student', 'manual');
            $rows[] = $this->row(['username' => "u$number", 'course_shortname' => "S$number", 'role' => 'student']);
        }
        $this->setUser($this->owner($course));
        $count = function (int $amount) use ($DB, $rows): int {
            \context_helper::reset_caches();
            [$queries, $writes] = [$DB->perf_get_queries(), $DB->perf_get_writes()];
            foreach ($this->enrolments(['adopting' => true])->plan(array_slice($rows, 0, $amount), new overlay()) as $outcome) {
                $this->assertSame([outcome::NOTHING, owned::ADOPTED], [$outcome->action, $outcome->owned]);
            }
            $this->assertSame($writes, $DB->perf_get_writes());
            return $DB->perf_get_queries() - $queries;
        };
        $count(2);
        $this->assertSame($count(2), $count(40));
    }

    public function test_what_is_so_already_is_left_as_it_is(): void {
        $record = $this->apply($this->row(['role' => 'student', 'end' => '2030-01-01']));
        $outcome = $this->plan($this->row(['role' => 'student', 'end' => '2030-01-01', 'action' => 'add'], $record));
        $this->assertSame([outcome::NOTHING, effect::NONE, $record->objectid], [$outcome->action, $outcome->effect, $outcome->objectid]);
    }

    public function test_an_empty_cell_keeps_or_erases_as_the_feed_says(): void {
        $record = $this->apply($this->row(['end' => '2030-01-01']));
        $row = $this->row(['end' => '', 'role' => ''], $record);
        $this->assertSame(outcome::NOTHING, $this->plan($row)->action);
        $this->apply($row, ['empty' => settings::ERASE]);
        $this->assertSame([0, 0, 0, 'student'], $this->ada());
    }

    public function test_a_row_suspends_and_brings_back(): void {
        $record = $this->apply($this->row());
        $row = $this->row(['action' => 'suspend'], $record);
        $this->assertSame(effect::SUSPENSION, $this->plan($row)->effect);
        $record = $this->apply($row);
        $this->assertSame(1, $this->ada()[0]);
        $row = $this->row(['action' => 'add'], $record);
        $this->assertSame(['restore', effect::CHANGE], [$this->plan($row)->action, $this->plan($row)->effect]);
        $this->apply($row);
        $this->assertSame(0, $this->ada()[0]);
    }

    public function test_a_row_that_removes_suspends_unless_the_feed_may_unenrol(): void {
        $record = $this->apply($this->row());
        $row = $this->row(['action' => 'del'], $record);
        $this->assertSame(['suspend', effect::SUSPENSION], [$this->plan($row)->action, $this->plan($row)->effect]);
        $settings = ['options' => ['gone' => 'unenrol']];
        $this->assertSame(effect::UNENROLMENT, $this->plan($row, $settings)->effect);
        $this->apply($row, $settings);
        $this->assertSame([], $this->ada());
        // Who is not enrolled is gone already; the row is remembered, so that an older one is not tried again.
        $outcome = $this->plan($this->row(['action' => 'del']));
        $this->assertSame([outcome::NOTHING, enrolments::TYPE, 0], [$outcome->action, $outcome->type, $outcome->objectid]);
    }

    public function test_a_role_follows_the_row_and_a_role_that_somebody_else_gave_stays(): void {
        global $DB;
        $record = $this->apply($this->row(['role' => 'editingteacher']));
        $teacher = $DB->get_field('role', 'id', ['shortname' => 'teacher']);
        role_assign($teacher, $this->ada->id, \context_course::instance($this->course->id));
        $row = $this->row(['role' => 'student'], $record);
        $this->assertSame(effect::ROLE_LOST, $this->plan($row)->effect);
        $record = $this->apply($row);
        $this->assertSame('student teacher', $this->ada()[3]);
        $this->assertSame(outcome::NOTHING, $this->plan($this->row(['role' => 'student'], $record))->action);
    }

    public function test_an_end_in_the_past_counts_as_a_suspension(): void {
        $record = $this->apply($this->row());
        $outcome = $this->plan($this->row(['end' => '2020-01-01'], $record));
        $this->assertSame(['update', effect::SUSPENSION], [$outcome->action, $outcome->effect]);
    }

    public function test_who_is_gone_is_suspended_and_brought_back_and_deleted_only_after_the_days_of_grace(): void {
        $record = $this->apply($this->row(['end' => '2030-01-01']));
        $before = $this->ada();
        $outcome = $this->enrolments()->plan_gone([$record], new overlay())[0];
        $this->assertSame(['suspend', effect::SUSPENSION], [$outcome->action, $outcome->effect]);
        $applied = $this->enrolments()->apply($outcome, []);
        $this->assertSame([1, ...array_slice($before, 1)], $this->ada());
        $missing = fn(int $days): record => new record($record->keyhash, $applied->type, $applied->objectid, $applied->scope,
            $applied->owned, time() - $days * DAYSECS, given: $record->given);
        $gone = fn(int $days, array $options): outcome => $this->enrolments(['options' => $options])->plan_gone([$missing($days)], new overlay())[0];
        $this->assertFalse($gone(31, [])->has_effect());
        $this->assertFalse($gone(29, ['gone' => 'unenrol'])->has_effect());
        $this->assertSame(effect::UNENROLMENT, $gone(31, ['gone' => 'unenrol'])->effect);
        $row = $this->row(['end' => '2030-01-01'], $missing(3));
        $this->assertSame('restore', $this->plan($row)->action);
        $this->apply($row);
        $this->assertSame($before, $this->ada());
        $applied = $this->enrolments()->apply($gone(31, ['gone' => 'unenrol', 'grace' => 0]), []);
        $this->assertFalse($applied->gone);
        $applied = $this->enrolments()->apply($gone(1, ['gone' => 'unenrol', 'grace' => 0]), []);
        $this->assertTrue($applied->gone);
        $this->assertSame([], $this->ada());
    }

    public function test_who_is_gone_is_kept_where_the_feed_says_so(): void {
        $record = $this->apply($this->row());
        $this->assertFalse($this->enrolments(['options' => ['gone' => 'keep']])->plan_gone([$record], new overlay())[0]->has_effect());
    }

    public function test_an_enrolment_that_was_there_is_left_alone_unless_the_feed_may_adopt_it(): void {
        $this->getDataGenerator()->enrol_user($this->ada->id, $this->course->id, 'student', 'manual');
        $this->assertSame([], $this->plan($this->row())->warnings);
        $row = $this->row(['suspended' => '1']);
        $outcome = $this->plan($row);
        $this->assertSame([outcome::NOTHING, [['enrolment_not_owned', []]]], [$outcome->action, $outcome->warnings]);
        $record = $this->apply($row, ['adopting' => true]);
        $this->assertSame([owned::ADOPTED, 1], [$record->owned, $this->ada()[0]]);
    }

    public function test_administrators_guests_the_owner_and_whoever_has_a_role_in_the_site_are_never_touched(): void {
        global $DB;
        $manager = $this->getDataGenerator()->create_user();
        role_assign($DB->get_field('role', 'id', ['shortname' => 'manager']), $manager->id, \context_system::instance());
        $owner = $this->getDataGenerator()->create_user();
        foreach (['administrator' => get_admin(), 'guest' => guest_user(), 'system_role' => $manager, 'feed_owner' => $owner] as $code => $user) {
            $outcome = $this->plan($this->row(['username' => $user->username]), ['ownerid' => (int) $owner->id]);
            $this->assertSame([outcome::NOTHING, [[$code, []]]], [$outcome->action, $outcome->warnings], $code);
            $method = $DB->get_record('enrol', ['courseid' => $this->course->id, 'enrol' => 'manual']);
            enrol_get_plugin('manual')->enrol_user($method, $user->id, 5);
            $id = $DB->get_field('user_enrolments', 'id', ['enrolid' => $method->id, 'userid' => $user->id]);
            $record = new record(md5('x'), enrolments::TYPE, (int) $id, (string) $this->course->id, owned::CREATED);
            $gone = $this->enrolments(['ownerid' => (int) $owner->id])->plan_gone([$record], new overlay())[0];
            $this->assertFalse($gone->has_effect(), $code);
        }
    }

    /**
     * Somebody who may enrol, and assign the role of a student alone.
     *
     * @param \stdClass $course
     * @return \stdClass
     */
    private function owner(\stdClass $course): \stdClass {
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

    public function test_a_feed_of_enrolments_needs_a_key_of_a_person_and_a_course(): void {
        $this->assertSame([], $this->enrolments()->problems());
        foreach ([['username'], ['username', 'email'], ['username', 'course_shortname', 'role'], ['role', 'course_shortname']] as $key) {
            $this->assertSame(['enrolments_key'], $this->enrolments(['key' => $key])->problems());
        }
        foreach ([['gone' => 'delete'], ['grace' => -1], ['grace' => '3'], ['other' => 1]] as $options) {
            $this->assertSame(['options'], $this->enrolments(['options' => $options])->problems());
        }
        $this->assertSame(['enrolments_role'], $this->enrolments(['options' => ['role' => 'wizard']])->problems());
        foreach (['options', 'enrolments_key', 'enrolments_role'] as $code) {
            $this->assertTrue(get_string_manager()->string_exists("feed_problem_processor_$code", 'tool_syncingest'));
        }
    }

    public function test_the_sample_file_of_the_documentation_works(): void {
        foreach (['ada.lovelace', 'grace.hopper', 'elodie.durand'] as $name) {
            $this->getDataGenerator()->create_user(['username' => $name]);
        }
        $this->getDataGenerator()->create_course(['shortname' => 'PHYS-6A']);
        $lines = array_map(fn(string $line): array => str_getcsv($line, ',', '"', ''), file(__DIR__ . '/../docs/enrolments.csv', FILE_IGNORE_NEW_LINES));
        $header = array_shift($lines);
        $rows = array_map(fn(array $cells): row => $this->row(array_combine($header, $cells)), $lines);
        $this->assertSame([], array_diff($header, array_keys(enrolments::columns())));
        foreach ($this->enrolments()->plan($rows, new overlay()) as $outcome) {
            $this->assertSame(['enrol', ''], [$outcome->action, $outcome->code]);
        }
    }
}

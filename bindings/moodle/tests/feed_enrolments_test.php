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
use tool_syncingest\local\feed\rules\effect;
use tool_syncingest\local\feed\rules\owned;
use tool_syncingest\local\feed\settings;

defined('MOODLE_INTERNAL') || die();

require_once(__DIR__ . '/enrolments_testcase.php');

/**
 * The processor of enrolments.
 *
 * @package    tool_syncingest
 * @category   test
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \tool_syncingest\local\feed\processor\enrolments
 */
final class feed_enrolments_test extends enrolments_testcase {
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

    public function test_the_queries_for_what_is_gone_do_not_grow_with_its_number(): void {
        global $DB;
        $records = [];
        foreach (range(1, 20) as $number) {
            $this->getDataGenerator()->create_user(['username' => "u$number"]);
            $records[] = $this->apply($this->row(['username' => "u$number", 'role' => 'student']));
        }
        $count = function (int $amount) use ($DB, $records): int {
            $before = $DB->perf_get_queries();
            foreach ($this->enrolments()->plan_gone(array_slice($records, 0, $amount), new overlay()) as $outcome) {
                $this->assertSame('suspend', $outcome->action);
            }
            return $DB->perf_get_queries() - $before;
        };
        $count(2);
        $this->assertSame($count(2), $count(20));
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
        $missing = fn(int $days): record => new record(
            $record->keyhash,
            $applied->type,
            $applied->objectid,
            $applied->scope,
            $applied->owned,
            time() - $days * DAYSECS,
            given: $record->given
        );
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

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

use tool_syncingest\local\feed\feed;
use tool_syncingest\local\feed\feeds;
use tool_syncingest\local\feed\results;
use tool_syncingest\local\feed\round;
use tool_syncingest\local\feed\rules\reason;
use tool_syncingest\local\feed\rules\stage;
use tool_syncingest\local\feed\run;
use tool_syncingest\local\feed\runs;

defined('MOODLE_INTERNAL') || die();

require_once(__DIR__ . '/feed_testcase.php');

/**
 * Users, enrolments and groups: files that arrive in any order end up right, and what a full file takes away is limited.
 *
 * @package    tool_syncingest
 * @category   test
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \tool_syncingest\local\feed\retries
 * @covers     \tool_syncingest\local\feed\planned_before
 */
final class feed_order_test extends feed_testcase {
    /** @var int people in a file: more than a fifth of a file that fails is held */
    private const PEOPLE = 12;

    /** @var \stdClass */
    private \stdClass $course;

    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->course = $this->getDataGenerator()->create_course(['shortname' => 'MATH']);
    }

    /**
     * The feeds of a school.
     *
     * @param string $mode
     * @param bool $ordered whether each comes after those before it by its definition
     * @return feed[] users, enrolments, groups
     */
    private function feeds(string $mode = 'full', bool $ordered = true): array {
        $users = $this->feed(['pattern' => 'users.csv', 'processor' => 'users', 'key' => ['username'], 'mode' => $mode], 'users');
        $key = ['username', 'course_shortname'];
        $enrolments = $this->feed(
            ['pattern' => 'enrolments.csv', 'processor' => 'enrolments', 'key' => $key, 'mode' => $mode],
            'enrolments',
            $ordered ? [$users->id] : []
        );
        $key[] = 'group_idnumber';
        $groups = $this->feed(
            ['pattern' => 'groups.csv', 'processor' => 'groups', 'key' => $key, 'mode' => $mode],
            'groups',
            $ordered ? [$enrolments->id] : []
        );
        return [$users, $enrolments, $groups];
    }

    /**
     * A file of people.
     *
     * @param string $columns
     * @param string $row in which # is the number of a person
     * @param int $from
     * @param int $to
     * @return string
     */
    private function people(string $columns, string $row, int $from = 1, int $to = self::PEOPLE): string {
        $rows = array_map(fn(int $number): string => str_replace('#', (string) $number, $row), range($from, $to));
        return "$columns\n" . implode("\n", $rows) . "\n";
    }

    /**
     * The three files.
     *
     * @param int $to the last person
     * @return string[] by name
     */
    private function files(int $to = self::PEOPLE): array {
        return [
            'groups.csv' => $this->people('username,course_shortname,group_idnumber', 'p#,MATH,g1', 1, $to),
            'enrolments.csv' => $this->people('username,course_shortname', 'p#,MATH', 1, $to),
            'users.csv' => $this->people('username,firstname,lastname,email', 'p#,P#,Q,p#@example.org', 1, $to),
        ];
    }

    /**
     * How many are enrolled, and how many are in a group.
     *
     * @return int[]
     */
    private function there(): array {
        global $DB;
        return [
            count_enrolled_users(\context_course::instance($this->course->id), '', 0, true),
            $DB->count_records('groups_members'),
        ];
    }

    /**
     * The states of all runs.
     *
     * @return string[] by file
     */
    private function states(): array {
        $states = [];
        foreach (array_reverse(runs::latest(20)) as $run) {
            $states[$run->row->filename] = $run->state->value;
        }
        return $states;
    }

    /**
     * Modes, and whether the feeds are ordered.
     *
     * @return array[]
     */
    public static function ways(): array {
        return ['full files in order' => ['full', true], 'rows in order' => ['rows', true], 'full files' => ['full', false], 'rows' => ['rows', false]];
    }

    /**
     * Files of a school in the wrong order.
     *
     * @dataProvider ways
     * @param string $mode
     * @param bool $ordered
     */
    public function test_groups_enrolments_and_users_that_come_one_after_the_other_in_the_wrong_order_end_up_right(string $mode, bool $ordered): void {
        $this->feeds($mode, $ordered);
        foreach ($this->files() as $name => $content) {
            $this->deliver($content, $name);
        }
        round::run(null);
        $this->assertSame([self::PEOPLE, self::PEOPLE], $this->there());
        $this->assertSame(['groups.csv' => 'done', 'enrolments.csv' => 'done', 'users.csv' => 'done'], $this->states());
    }

    public function test_files_that_come_together_are_carried_out_in_the_order_of_their_feeds(): void {
        $this->feeds();
        foreach ($this->files() as $name => $content) {
            $this->collect($content, $name);
        }
        round::run(null);
        $this->assertSame([self::PEOPLE, self::PEOPLE], $this->there());
    }

    /**
     * Both modes.
     *
     * @return array[]
     */
    public static function modes(): array {
        return ['full' => ['full'], 'rows' => ['rows']];
    }

    /**
     * Few rows that wait, among many.
     *
     * @dataProvider modes
     * @param string $mode
     */
    public function test_rows_that_waited_are_carried_out_once_and_no_other_row_again(string $mode): void {
        $this->feeds($mode);
        $this->deliver($this->files(self::PEOPLE)['users.csv'], 'users.csv');
        $run = $this->deliver($this->files(self::PEOPLE + 2)['enrolments.csv'], 'enrolments.csv');
        $this->assert_run('done_with_errors', [], $run);
        $this->assertSame(2, $run->planned()->failed);
        $before = $this->results($run, results::DONE);
        // Somebody suspends one by hand meanwhile.
        global $DB;
        $one = $DB->get_record('user', ['username' => 'p1']);
        $method = $DB->get_record('enrol', ['courseid' => $this->course->id, 'enrol' => 'manual']);
        enrol_get_plugin('manual')->update_user_enrol($method, $one->id, ENROL_USER_SUSPENDED);
        $this->deliver($this->files(self::PEOPLE + 2)['users.csv'], 'users.csv');
        $run = runs::must_get($run->id);
        $this->assert_run('done', [], $run);
        $this->assertSame([self::PEOPLE + 1, 0], $this->there());
        $after = $this->results($run, results::DONE);
        $this->assertCount(self::PEOPLE + 2, $after);
        $this->assertSame([], array_diff(array_map('json_encode', $before), array_map('json_encode', $after)));
        $this->assertSame([self::PEOPLE + 2, 0], [$run->planned()->of(local\feed\rules\effect::ADDITION), $run->planned()->failed]);
    }

    public function test_a_row_that_waited_does_not_undo_a_newer_row(): void {
        $this->feeds('rows');
        $old = $this->deliver("username,course_shortname,action\np1,MATH,add\np2,MATH,add\n", 'enrolments.csv');
        $this->deliver("username,course_shortname,action\np1,MATH,del\n", 'enrolments.csv');
        $this->deliver($this->files()['users.csv'], 'users.csv');
        round::run(null);
        $this->assertSame([1, 0], $this->there());
        $this->assertSame(1, results::count($old->id, results::FAILED));
    }

    public function test_nothing_is_tried_again_as_long_as_nothing_was_made(): void {
        $this->feeds();
        $this->deliver($this->files(3)['users.csv'], 'users.csv');
        $run = $this->deliver($this->people('username,course_shortname', 'p#,MATH', 1, 4), 'enrolments.csv');
        $finished = $run->row->timefinished;
        runs::update($run->id, ['timefinished' => $finished - 100]);
        $this->deliver($this->files(3)['users.csv'], 'users.csv');
        $this->assertEquals($finished - 100, runs::must_get($run->id)->row->timefinished);
    }

    public function test_an_older_full_file_is_not_tried_again(): void {
        $this->feeds();
        $old = $this->deliver("username,course_shortname\np1,MATH\n", 'enrolments.csv');
        $this->deliver("username,course_shortname\np2,MATH\n", 'enrolments.csv');
        $this->deliver($this->files()['users.csv'], 'users.csv');
        round::run(null);
        $this->assert_run('done_with_errors', [], runs::must_get($old->id));
        $this->assertSame([1, 0], $this->there());
    }

    public function test_a_process_that_dies_while_rows_are_planned_again_loses_none(): void {
        $this->feeds('rows');
        $run = $this->deliver("username,course_shortname\np1,MATH\np2,MATH\n", 'enrolments.csv');
        $this->collect($this->files()['users.csv'], 'users.csv');
        round::run(null);
        // As if it had died after the plan was written and before that was noted.
        global $DB;
        $DB->delete_records('user_enrolments');
        $DB->delete_records('tool_syncingest_records', ['feedid' => $run->feedid]);
        $DB->set_field(results::TABLE, 'state', results::PLANNED, ['runid' => $run->id]);
        $DB->set_field(runs::TABLE, 'state', 'checking', ['id' => $run->id]);
        round::run(null);
        $this->assert_run('done', [], runs::must_get($run->id));
        $this->assertSame([2, 0], $this->there());
    }

    public function test_a_dry_run_knows_what_the_feeds_before_it_have_planned_and_writes_nothing(): void {
        global $DB;
        [$users, $enrolments, $groups] = $this->feeds();
        foreach ([$users, $enrolments, $groups] as $feed) {
            feeds::set_stage($feed, stage::TESTING);
        }
        $this->collect($this->files()['users.csv'], 'users.csv');
        round::run(null);
        $before = $DB->count_records('user');
        foreach (['enrolments.csv' => 'enrol', 'groups.csv' => 'join'] as $name => $action) {
            $run = $this->deliver($this->files()[$name], $name);
            $this->assertSame('done', $run->state->value, json_encode($this->results($run)));
            $this->assertSame(array_fill(0, self::PEOPLE, $action), array_column($this->results($run, results::PLANNED), 1));
        }
        $this->assertSame([0, 0, $before], [...$this->there(), $DB->count_records('user')]);
    }

    public function test_a_course_is_never_emptied_without_a_person_who_reads_its_name(): void {
        $this->feeds();
        $this->deliver($this->files()['users.csv'], 'users.csv');
        $this->getDataGenerator()->create_course(['shortname' => 'PHYS']);
        $this->deliver("username,course_shortname\np1,MATH\np2,PHYS\np3,PHYS\n", 'enrolments.csv');
        // A course that the file does not name keeps its members.
        $run = $this->deliver("username,course_shortname\np2,PHYS\np3,PHYS\n", 'enrolments.csv');
        $this->assert_run('held', ['short'], $run);
        $this->assert_run('done', [], $this->approve($run));
        $this->assertSame(1, $this->there()[0]);
        $run = $this->deliver("username,course_shortname\np4,MATH\np2,PHYS\np3,PHYS\n", 'enrolments.csv');
        $this->assert_run('held', ['emptied'], $run);
        $this->assertSame('MATH', $run->reasons()[0]->values['scope']);
    }

    public function test_an_enrolment_is_deleted_only_in_an_approved_plan(): void {
        $users = $this->feeds()[0];
        $this->deliver($this->files()['users.csv'], 'users.csv');
        $options = ['gone' => 'unenrol', 'grace' => 0];
        $this->feed(
            ['pattern' => 'E.csv', 'processor' => 'enrolments', 'key' => ['username', 'course_shortname'], 'options' => $options],
            'unenrolling',
            [$users->id]
        );
        $five = $this->people('username,course_shortname', 'p#,MATH', 1, 5);
        $four = $this->people('username,course_shortname', 'p#,MATH', 1, 4);
        $this->assert_run('done', [], $this->deliver($five, 'E.csv'));
        $this->assert_run('done', [], $this->deliver($four, 'E.csv'));
        $this->assertSame(4, $this->there()[0]);
        $run = $this->deliver($four, 'E.csv');
        $this->assert_run('held', ['unenrolments'], $run);
        $this->assertSame(5, count_enrolled_users(\context_course::instance($this->course->id)));
        $this->assert_run('done', [], $this->approve($run));
        $this->assertSame(4, count_enrolled_users(\context_course::instance($this->course->id)));
    }

    public function test_a_file_that_changes_nothing_writes_no_row_of_moodle(): void {
        global $DB;
        $this->feeds();
        foreach (array_reverse($this->files()) as $name => $content) {
            $this->deliver($content, $name);
        }
        $this->assertSame([self::PEOPLE, self::PEOPLE], $this->there());
        foreach (['enrolments.csv', 'groups.csv'] as $name) {
            $run = $this->deliver($this->files()[$name], $name);
            $this->assertSame([], $this->results($run));
            $this->assert_run('done', [], $run);
        }
    }

    public function test_a_course_that_vanishes_fails_its_rows_alone(): void {
        $this->feeds();
        $this->deliver($this->files()['users.csv'], 'users.csv');
        $other = $this->getDataGenerator()->create_course(['shortname' => 'PHYS']);
        $this->deliver("username,course_shortname\np1,MATH\np2,PHYS\n", 'enrolments.csv');
        delete_course($other, false);
        $run = $this->deliver("username,course_shortname\np1,MATH\np2,PHYS\np3,PHYS\np4,MATH\n", 'enrolments.csv');
        $this->assert_run('done_with_errors', [], $run);
        $this->assertSame([[4, 'fail', 'course_missing']], $this->results($run, results::FAILED));
        $this->assertSame(2, $this->there()[0]);
    }

    public function test_a_role_that_the_feed_gave_is_known_in_the_next_file(): void {
        global $DB;
        $this->feeds();
        $this->deliver($this->files()['users.csv'], 'users.csv');
        $this->deliver("username,course_shortname,role\np1,MATH,editingteacher\np2,MATH,student\n", 'enrolments.csv');
        $this->deliver("username,course_shortname,role\np1,MATH,student\np2,MATH,student\n", 'enrolments.csv');
        $id = $DB->get_field('user', 'id', ['username' => 'p1']);
        $roles = array_column(get_user_roles(\context_course::instance($this->course->id), $id, false), 'shortname');
        $this->assertSame(['student'], $roles);
    }
}

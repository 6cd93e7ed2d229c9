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

use tool_syncingest\local\feed\applier;
use tool_syncingest\local\feed\arrival;
use tool_syncingest\local\feed\chunks;
use tool_syncingest\local\feed\decisions;
use tool_syncingest\local\feed\feeds;
use tool_syncingest\local\feed\interrupted;
use tool_syncingest\local\feed\results;
use tool_syncingest\local\feed\round;
use tool_syncingest\local\feed\rules\name_parts;
use tool_syncingest\local\feed\run;
use tool_syncingest\local\feed\runs;
use tool_syncingest\local\feed\worker;

defined('MOODLE_INTERNAL') || die();

require_once(__DIR__ . '/feed_testcase.php');

/**
 * The processors of cohorts, courses and users in the engine: whole files, from the delivery to Moodle.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers \tool_syncingest\local\feed\processor\cohorts
 * @covers \tool_syncingest\local\feed\processor\courses
 * @covers \tool_syncingest\local\feed\processor\users
 */
final class feed_processors_test extends feed_testcase {
    /**
     * Makes a feed of members.
     *
     * @param array $values
     */
    private function members_feed(array $values = []): void {
        $this->feed($values + ['processor' => 'cohorts', 'pattern' => 'members.csv', 'key' => ['cohort', 'user'], 'limits' => ['additions' => 5000]]);
    }

    /**
     * Makes people.
     *
     * @param int $count
     * @return int[] ids by number
     */
    private function people(int $count): array {
        $ids = [];
        foreach (range(1, $count) as $number) {
            $ids[$number] = (int) $this->getDataGenerator()->create_user(['idnumber' => "p$number"])->id;
        }
        return $ids;
    }

    /**
     * A table of members.
     *
     * @param array[] $cohorts numbers of people, by cohort
     * @return string
     */
    private static function members(array $cohorts): string {
        $text = "cohort,user\n";
        foreach ($cohorts as $cohort => $numbers) {
            $text .= implode('', array_map(fn(int $number): string => "$cohort,p$number\n", $numbers));
        }
        return $text;
    }

    /**
     * Who is in which cohort.
     *
     * @return string[] cohort and person
     */
    private static function memberships(): array {
        global $DB;
        return $DB->get_fieldset_sql("SELECT " . $DB->sql_concat('c.idnumber', "' '", 'u.idnumber') . " FROM {cohort_members} m"
            . ' JOIN {cohort} c ON c.id = m.cohortid JOIN {user} u ON u.id = m.userid ORDER BY c.idnumber, u.idnumber');
    }

    /**
     * Everything in the database but what a plan and the collection of its file write.
     *
     * @return string[] digests by table
     */
    private static function snapshot(): array {
        global $DB;
        $ours = ['tool_syncingest_runs', 'tool_syncingest_rows', 'tool_syncingest_files', 'files', 'tool_syncingest_feeds', 'config_plugins', 'lock_db', 'logstore_standard_log'];
        $tables = array_diff($DB->get_tables(false), $ours);
        return array_map(fn(string $table): string => md5(json_encode($DB->get_records($table))), array_combine($tables, $tables));
    }

    /**
     * Plans a stored file and applies nothing.
     *
     * @param string $content
     * @return run
     */
    private function dry(string $content): run {
        $feed = array_values(feeds::all())[0];
        $this->collect($content, 'other.csv');
        $before = self::snapshot();
        $id = (new arrival())->insert($feed, new name_parts(), 'dry', $this->stored('other.csv'), 0, true);
        $run = (new worker(null))->carry_on($id);
        $this->assertSame($before, self::snapshot());
        return $run;
    }

    public function test_a_full_file_of_members_is_the_whole_list_of_each_cohort_that_it_names(): void {
        $this->members_feed();
        $people = $this->people(6);
        $this->assert_run('done', [], $this->deliver(self::members(['6A' => [1, 2, 3], '6B' => [4, 5, 6]]), 'members.csv'));
        global $DB;
        cohort_add_member($DB->get_field('cohort', 'id', ['idnumber' => '6A']), $people[6]);
        // One is gone, one has changed the class; whom somebody has added by hand stays.
        $run = $this->deliver(self::members(['6A' => [1, 4], '6B' => [3, 5, 6]]), 'members.csv');
        $this->assert_run('done', [], $run);
        $this->assertSame(['6A p1', '6A p4', '6A p6', '6B p3', '6B p5', '6B p6'], self::memberships());
        $this->assert_run('done', [], $this->deliver(self::members(['6A' => [1, 4], '6B' => [3, 5, 6]]), 'members.csv'));
        $this->assertSame(0, (int) $this->last()->row->total);
    }

    public function test_only_cohorts_that_the_file_names_lose_members_and_none_is_emptied_without_a_person(): void {
        $this->members_feed(['limits' => ['median_share' => 0]]);
        $this->people(4);
        $this->deliver(self::members(['6A' => [1, 2], '6B' => [3, 4]]), 'members.csv');
        $this->assert_run('done', [], $this->deliver(self::members(['6A' => [1, 2]]), 'members.csv'));
        $this->assertCount(4, self::memberships());
        // Both members of 6A are others.
        $run = $this->deliver(self::members(['6A' => [3, 4], '6B' => [3, 4]]), 'members.csv');
        $this->assert_run('held', ['emptied'], $run);
        $this->assertStringStartsWith('6A (', $run->reasons()[0]->values['scope']);
        $this->assertCount(4, self::memberships());
        $this->assert_run('done', [], $this->approve($run));
        $this->assertSame(['6A p3', '6A p4', '6B p3', '6B p4'], self::memberships());
    }

    public function test_the_last_member_is_held_even_if_the_others_have_left_by_hand(): void {
        global $DB;
        $this->members_feed(['limits' => ['median_share' => 0]]);
        $people = $this->people(3);
        $this->deliver(self::members(['6A' => [1, 2, 3], '6B' => [1]]), 'members.csv');
        $cohort = $DB->get_field('cohort', 'id', ['idnumber' => '6A']);
        cohort_remove_member($cohort, $people[1]);
        cohort_remove_member($cohort, $people[2]);
        $this->assert_run('held', ['emptied'], $this->deliver(self::members(['6A' => [1, 2], '6B' => [1]]), 'members.csv'));
        $this->assertSame(['6A p3', '6B p1'], self::memberships());
    }

    public function test_who_leaves_one_cohort_and_stays_in_another_leaves_one(): void {
        $this->members_feed();
        $this->people(3);
        $this->deliver(self::members(['6A' => [1, 2, 3], 'CHOIR' => [1, 2]]), 'members.csv');
        $this->assert_run('done', [], $this->deliver(self::members(['6A' => [1, 2, 3], 'CHOIR' => [2]]), 'members.csv'));
        $this->assertSame(['6A p1', '6A p2', '6A p3', 'CHOIR p2'], self::memberships());
    }

    public function test_a_dry_run_of_members_changes_nothing_and_plans_what_the_live_run_does(): void {
        $this->members_feed();
        $this->people(4);
        $this->deliver(self::members(['6A' => [1, 2, 3]]), 'members.csv');
        $text = self::members(['6A' => [1, 2, 4], '6C' => [3, 9]]);
        $dry = $this->dry($text);
        $live = $this->deliver($text, 'members.csv');
        $this->assert_run('done_with_errors', [], $live);
        $this->assertSame($dry->row->planhash, $live->row->planhash);
        $this->assertEqualsCanonicalizing($this->results($dry), $this->results($live));
    }

    public function test_a_run_of_members_that_dies_between_chunks_ends_as_one_that_does_not(): void {
        global $DB;
        $this->members_feed(['mode' => 'rows']);
        $this->people(70);
        $this->collect(self::members(['6A' => range(1, 70)]), 'members.csv');
        $run = (new worker(microtime(true) - 1))->carry_on($this->last()->id);
        $chunks = 0;
        try {
            (new applier(feeds::get($run->feedid), $run))->apply(function () use (&$chunks): bool {
                return ++$chunks > 1 ? throw new interrupted('killed') : false;
            });
            $this->fail('it should have died');
        } catch (interrupted) {
            // A chunk ends early where the machine is slow.
            $this->assertContains(count(self::memberships()), range(1, 50));
        }
        round::run(null);
        $this->assert_run('done', [], runs::must_get($run->id));
        $this->assertCount(70, self::memberships());
        $this->assertSame(1, $DB->count_records('cohort', ['idnumber' => '6A']));
        $this->assertSame(70, $DB->count_records('tool_syncingest_records', ['owned' => 'created']));
        $this->assertSame(70, $DB->count_records(results::TABLE, ['runid' => $run->id, 'state' => results::DONE]));
    }

    public function test_a_member_that_fails_takes_no_other_with_it_and_the_new_cohort_is_made_all_the_same(): void {
        global $DB;
        $this->members_feed(['mode' => 'rows']);
        $people = $this->people(3);
        $this->collect(self::members(['6A' => [1, 2, 3]]), 'members.csv');
        $run = (new worker(microtime(true) - 1))->carry_on($this->last()->id);
        // Who would have made the cohort is gone before the plan is carried out.
        delete_user(\core_user::get_user($people[1]));
        round::run(null);
        $this->assert_run('done_with_errors', [], runs::must_get($run->id));
        $this->assertSame([[2, 'add_member', 'object_gone']], $this->results($run, 'failed'));
        $this->assertSame(['6A p2', '6A p3'], self::memberships());
        $this->assertSame(1, $DB->count_records('cohort'));
    }

    public function test_courses_are_made_hidden_and_shown_by_whole_files(): void {
        global $DB;
        $this->feed(['processor' => 'courses', 'pattern' => 'courses.csv', 'key' => ['idnumber'], 'limits' => ['median_share' => 0],
            'options' => ['create_categories' => true]]);
        $head = "idnumber,shortname,fullname,category_path\n";
        $row = fn(int $number): string => "c$number,Course $number,\"Course, $number\",A / B\n";
        $this->assert_run('done', [], $this->deliver($head . $row(1) . $row(2) . $row(3), 'courses.csv'));
        $this->assertSame(3, $DB->count_records_select('course', "idnumber LIKE 'c%'"));
        $this->assertSame(1, $DB->count_records('course_categories', ['name' => 'B']));
        $visible = fn(): array => $DB->get_fieldset_select('course', 'idnumber', "idnumber LIKE 'c%' AND visible = 1 ORDER BY idnumber");
        $this->assert_run('done', [], $this->deliver($head . $row(1) . $row(3), 'courses.csv'));
        $this->assertSame(['c1', 'c3'], $visible());
        $this->assert_run('done', [], $this->deliver($head . $row(1) . $row(2) . $row(3), 'courses.csv'));
        $this->assertSame(['c1', 'c2', 'c3'], $visible());
        $modified = $DB->get_fieldset_select('course', 'timemodified', "idnumber LIKE 'c%' ORDER BY id");
        $this->assert_run('done', [], $this->deliver($head . $row(3) . $row(2) . $row(1), 'courses.csv'));
        $this->assertSame([0, $modified], [(int) $this->last()->row->total, $DB->get_fieldset_select('course', 'timemodified', "idnumber LIKE 'c%' ORDER BY id")]);
    }

    public function test_a_dry_run_of_courses_changes_nothing_and_plans_what_the_live_run_does(): void {
        $this->feed(['processor' => 'courses', 'pattern' => 'courses.csv', 'key' => ['idnumber'], 'options' => ['create_categories' => true]]);
        $head = "idnumber,shortname,fullname,category_path\n";
        $this->deliver($head . "c1,One,One,A\nc2,Two,Two,A\n", 'courses.csv');
        $text = $head . "c1,One,New,B\nc3,Three,,A\nc4,Four,Four,B\n";
        $dry = $this->dry($text);
        $live = $this->deliver($text, 'courses.csv');
        $this->assert_run('done_with_errors', [], $live);
        $this->assertSame($dry->row->planhash, $live->row->planhash);
        $this->assertEqualsCanonicalizing($this->results($dry), $this->results($live));
    }

    public function test_a_deletion_waits_for_a_person_and_is_done_once(): void {
        global $DB;
        $this->feed(['processor' => 'users', 'pattern' => 'users.csv', 'key' => ['idnumber'], 'options' => ['delete_after' => 30, 'mail_passwords' => false],
            'limits' => ['median_share' => 0]]);
        $head = "idnumber,username,firstname,lastname,email\n";
        $row = fn(int $number): string => "n$number,u$number,First,Last,u$number@example.org\n";
        $this->deliver($head . $row(1) . $row(2), 'users.csv');
        $this->assert_run('done', [], $this->deliver($head . $row(1), 'users.csv'));
        $id = $DB->get_field('user', 'id', ['username' => 'u2', 'suspended' => 1], MUST_EXIST);
        $this->assert_run('done', [], $this->deliver($head . $row(1), 'users.csv'));
        $DB->set_field_select('tool_syncingest_records', 'missing', time() - 31 * DAYSECS, 'missing IS NOT NULL');
        $run = $this->deliver($head . $row(1), 'users.csv');
        $this->assert_run('held', ['deletions'], $run);
        $this->assertSame('0', $DB->get_field('user', 'deleted', ['id' => $id]));
        decisions::approve($run, $run->row->planhash, 'all');
        (new worker(microtime(true) - 1))->carry_on($run->id);
        // The process dies after the deletion, before it could write that down: a mark is left.
        chunks::begin($run->id, chunks::next_number($run->id), false);
        delete_user(\core_user::get_user($id));
        $sink = $this->redirectEvents();
        round::run(null);
        $this->assert_run('done', [], runs::must_get($run->id));
        $this->assertSame([], array_filter($sink->get_events(), fn($event): bool => $event instanceof \core\event\user_deleted));
        $this->assertFalse($DB->record_exists('tool_syncingest_records', ['objectid' => $id]));
        $this->assertSame(['n1'], $DB->get_fieldset_select('user', 'idnumber', "idnumber LIKE 'n%'"));
    }

    public function test_unchanged_members_cost_no_write_and_no_query_more(): void {
        global $DB;
        $this->members_feed(['limits' => ['additions' => 5000]]);
        $this->people(260);
        $queries = [];
        foreach ([40, 260] as $count) {
            $text = self::members(['6A' => range(1, $count)]);
            $this->deliver($text, 'members.csv');
            $this->collect($text, 'members.csv');
            $before = $DB->perf_get_queries();
            round::run(null);
            $this->assert_run('done', [], $this->last());
            $this->assertSame(0, (int) $this->last()->row->total);
            $queries[] = $DB->perf_get_queries() - $before;
        }
        $this->assertLessThanOrEqual(2, abs($queries[1] - $queries[0]), json_encode($queries));
    }
}

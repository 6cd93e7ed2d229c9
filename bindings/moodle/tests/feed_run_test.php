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

use tool_syncingest\local\feed\arrival;
use tool_syncingest\local\feed\chunks;
use tool_syncingest\local\feed\content;
use tool_syncingest\local\feed\definition;
use tool_syncingest\local\feed\feeds;
use tool_syncingest\local\feed\round;
use tool_syncingest\local\feed\rules\stage;
use tool_syncingest\local\feed\rules\state;
use tool_syncingest\local\feed\runs;
use tool_syncingest\local\config;

defined('MOODLE_INTERNAL') || die();

require_once(__DIR__ . '/feed_testcase.php');

/**
 * From a delivery to rows that are live: each once, whatever happens.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers \tool_syncingest\local\feed\arrival
 * @covers \tool_syncingest\local\feed\applier
 * @covers \tool_syncingest\local\feed\chunk
 * @covers \tool_syncingest\local\feed\round
 * @covers \tool_syncingest\local\feed\worker
 */
final class feed_run_test extends feed_testcase {
    public function test_a_delivered_file_becomes_a_run_and_its_rows_become_live(): void {
        $this->feed();
        $run = $this->deliver($this->table(1, 3));
        $this->assert_run('done', [], $run);
        $this->assertSame(['c1' => 'Cohort 1', 'c2' => 'Cohort 2', 'c3' => 'Cohort 3'], $this->cohorts());
        $this->assertSame([3, 3], [(int) $run->row->done, (int) $run->row->total]);
        $this->assertNotNull($run->row->maildue);
        $this->assertNotNull($run->row->receiptdue);
        $this->assertSame([], glob(config::runs() . '/*'));
    }

    public function test_a_file_that_no_feed_wants_stays_as_it_is(): void {
        global $DB;
        $this->feed();
        $this->collect('x', 'other.csv');
        $this->assertSame(['other.csv'], $this->names());
        $this->assertSame(0, $DB->count_records(runs::TABLE));
    }

    public function test_the_first_feed_of_the_list_that_wants_a_file_takes_it(): void {
        $second = $this->feed(['mode' => 'rows', 'pattern' => 'cohorts{any}'], 'second');
        $first = $this->feed(['mode' => 'rows'], 'first');
        $this->assertSame($second->id, $this->deliver($this->table(1, 1))->feedid);
        feeds::move($first->id, 1);
        $this->assertSame($first->id, $this->deliver($this->table(2, 2))->feedid);
    }

    public function test_a_run_is_inserted_with_the_stored_file_or_neither_is(): void {
        global $DB;
        $this->feed();
        $DB->set_field('tool_syncingest_feeds', 'processor', 'x');
        $DB->execute("UPDATE {tool_syncingest_feeds} SET definition = ?", ['not JSON']);
        $this->agent->deliver('cohorts.csv', $this->table(1, 1));
        $this->assertSame(['cohorts.csv'], array_column(api::before_action()->putback, 'name'));
        $this->assertFalse($DB->is_transaction_started());
        $this->assertSame([], $this->names());
        $this->assertSame(0, $DB->count_records('tool_syncingest_files'));
    }

    public function test_a_transaction_that_somebody_left_open_within_ours_is_rolled_back_with_it(): void {
        global $CFG, $DB;
        require_once(__DIR__ . '/fixtures/picky_file_system.php');
        $CFG->alternative_file_system_class = picky_file_system::class;
        picky_file_system::$leavesopen = true;
        $this->agent->deliver('b.csv', 'refused');
        $this->assertSame(['b.csv'], array_column(api::before_action()->putback, 'name'));
        picky_file_system::$leavesopen = false;
        $this->assertFalse($DB->is_transaction_started());
        $this->assertSame('', $DB->get_field('user', 'department', ['id' => 2]));
    }

    public function test_the_same_delivery_makes_one_run_for_each_feed(): void {
        $feed = $this->feed();
        $this->collect($this->table(1, 1));
        $file = $this->stored('cohorts.csv');
        $delivery = $this->last()->row->deliveryid;
        $this->assertNull((new arrival())->of($delivery, $file));
        $this->assertCount(1, runs::latest(9, $feed->id));
    }

    public function test_a_run_keeps_its_content_when_the_next_delivery_moves_the_file_away(): void {
        $this->feed(['mode' => 'rows']);
        $this->collect($this->table(1, 1));
        $this->collect($this->table(2, 2));
        round::run(null);
        $this->assertSame(['c1', 'c2'], array_keys($this->cohorts()));
    }

    public function test_a_file_that_was_added_by_hand_becomes_a_run_the_same_way(): void {
        $this->feed();
        $draft = local\store\file_area::begin();
        global $USER;
        get_file_storage()->create_file_from_string([
            'contextid' => \context_user::instance($USER->id)->id, 'component' => 'user', 'filearea' => 'draft', 'itemid' => $draft,
            'filepath' => '/', 'filename' => 'cohorts.csv',
        ], $this->table(1, 2));
        local\store\file_area::save($draft);
        round::run(null);
        $this->assert_run('done', [], $this->last());
        $this->assertCount(2, $this->cohorts());
    }

    public function test_nothing_is_written_when_nothing_changed_and_queries_do_not_grow(): void {
        global $DB;
        $this->feed(['limits' => ['additions' => 5000]]);
        $queries = [];
        foreach ([200, 1400] as $count) {
            $this->deliver($this->table(1, $count));
            $this->collect($this->table(1, $count));
            $before = [$DB->perf_get_writes(), $DB->perf_get_queries()];
            round::run(null);
            $this->assert_run('done', [], $this->last());
            $this->assertSame(0, (int) $this->last()->row->total);
            $queries[] = $DB->perf_get_queries() - $before[1];
        }
        $this->assertLessThanOrEqual(2, abs($queries[1] - $queries[0]), json_encode($queries));
        $this->assertSame([], $this->results($this->last()));
    }

    public function test_a_bad_row_fails_alone(): void {
        $this->feed(['mode' => 'rows']);
        $run = $this->deliver("idnumber,name,hidden,do\nc1,One,,\nc2,Two\nc3,Three,,fail\nc4,Four,,refuse\nc5,Five,,\n");
        $this->assert_run('done_with_errors', [], $run);
        $this->assertSame(['c1' => 'One', 'c5' => 'Five'], $this->cohorts());
        $failed = [[3, 'fail', 'table_ragged'], [5, 'fail', 'refused'], [4, 'create', 'refused']];
        $this->assertSame($failed, $this->results($run, 'failed'));
        $this->assertContains('feed_errors', $this->alarms());
    }

    public function test_what_core_leaves_open_and_throws_takes_one_row_alone(): void {
        global $DB;
        cohort_processor::$does['inner'] = function (int $id) use ($DB): void {
            $DB->start_delegated_transaction();
            $DB->set_field('user', 'department', 'ghost', ['id' => 2]);
            throw new \moodle_exception('error', 'error', '', null, 'in core');
        };
        $this->feed(['mode' => 'rows']);
        $run = $this->deliver($this->table(1, 6, [3 => [3 => 'inner']]));
        $this->assert_run('done_with_errors', [], $run);
        $this->assertSame(['c1', 'c2', 'c4', 'c5', 'c6'], array_keys($this->cohorts()));
        $this->assertFalse($DB->is_transaction_started());
        $this->assertSame('', $DB->get_field('user', 'department', ['id' => 2]));
        $this->assertSame([[4, 'create', 'exception']], $this->results($run, 'failed'));
    }

    public function test_a_rollback_that_a_listener_swallows_loses_no_row(): void {
        global $DB;
        $once = true;
        cohort_processor::$does['swallow'] = function () use ($DB, &$once): void {
            if ($once) {
                $once = false;
                // What a deadlock leaves on MariaDB when somebody catches its exception.
                $DB->force_transaction_rollback();
            }
        };
        $this->feed(['mode' => 'rows']);
        $run = $this->deliver($this->table(1, 4, [2 => [3 => 'swallow']]));
        $this->assert_run('done', [], $run);
        $this->assertEqualsCanonicalizing(['c1', 'c2', 'c3', 'c4'], array_keys($this->cohorts()));
        $this->assertSame(4, $DB->count_records('cohort'));
        $this->assertSame(4, $DB->count_records('tool_syncingest_records'));
    }

    public function test_a_second_runner_with_the_same_chunk_is_stopped_by_its_row(): void {
        $this->feed(['mode' => 'rows']);
        $this->collect($this->table(1, 1));
        chunks::begin($this->last()->id, 1);
        $this->expectException(\dml_write_exception::class);
        chunks::begin($this->last()->id, 1);
    }

    public function test_what_no_transaction_holds_is_done_behind_a_mark_and_looked_up_after_a_death(): void {
        global $DB;
        $dies = true;
        cohort_processor::$does['alone'] = function () use (&$dies): void {
            if ($dies) {
                $dies = false;
                throw new local\feed\interrupted('killed');
            }
        };
        $this->feed(['mode' => 'rows']);
        $this->collect($this->table(1, 1, [1 => [3 => 'alone']]));
        $run = $this->last();
        // The effect is there, and the process dies before it can write that down: a mark stays.
        $table = $this->table(1, 1, [1 => [3 => 'alone']]);
        (new local\feed\worker(microtime(true) - 1))->carry_on($run->id);
        $mark = chunks::begin($run->id, 1, false);
        cohort_add_cohort((object) ['contextid' => SYSCONTEXTID, 'name' => 'Cohort 1', 'idnumber' => 'c1']);
        round::run(null);
        $this->assert_run('done', [], runs::must_get($run->id));
        $this->assertSame(1, $DB->count_records('cohort'));
        $this->assertSame(0, cohort_processor::$applied);
        $this->assertNull(chunks::unfinished($run->id));
    }

    public function test_removals_come_last(): void {
        $this->feed(['mode' => 'full']);
        $this->deliver($this->table(1, 3));
        $order = [];
        cohort_processor::$does['note'] = function (int $id) use (&$order): void {
            $order[] = $id;
        };
        $run = $this->deliver($this->table(1, 2, [1 => [2 => '1', 3 => 'note']]) . "c9,Nine,,note,x\n");
        $this->assert_run('done', [], $run);
        $actions = array_column($this->results($run), 1);
        $this->assertSame(['create', 'update', 'hide'], $actions);
        $this->assertSame(['c2', 'c9'], array_keys($this->cohorts()));
        $this->assertCount(2, $order);
        $this->assertGreaterThan($order[1], $order[0]);
    }

    public function test_after_three_starts_without_progress_a_run_has_failed_and_says_so(): void {
        global $DB;
        $this->feed(['mode' => 'rows']);
        $this->collect($this->table(1, 1));
        $DB->set_field(runs::TABLE, 'starts', 3, ['id' => $this->last()->id]);
        round::run(null);
        $this->assert_run('failed', ['three_starts'], $this->last());
        $this->assertContains('feed_failed', $this->alarms());
    }

    public function test_a_start_is_counted_before_the_file_is_opened_and_progress_sets_it_back(): void {
        $this->feed(['mode' => 'rows']);
        $this->collect($this->table(1, 1));
        $run = $this->last();
        $seen = null;
        cohort_processor::$does['look'] = function () use ($run, &$seen): void {
            $seen = runs::must_get($run->id)->row->starts;
        };
        content::delete($run->id);
        round::run(null);
        $this->assert_run('failed', ['exception'], $this->last());
        $this->assertSame(1, (int) $this->last()->row->starts);
    }

    public function test_a_round_never_throws_and_goes_on_with_other_feeds(): void {
        $this->feed(['mode' => 'rows', 'pattern' => 'a.csv'], 'a');
        $this->feed(['mode' => 'rows', 'pattern' => 'b.csv'], 'b');
        $this->collect($this->table(1, 1), 'a.csv');
        content::delete($this->last()->id);
        $this->collect($this->table(2, 2), 'b.csv');
        round::run(null);
        $this->assertSame(['c2'], array_keys($this->cohorts()));
    }

    public function test_without_time_left_a_run_goes_on_in_the_next_round(): void {
        $this->feed(['mode' => 'rows', 'limits' => ['additions' => 500]]);
        $this->collect($this->table(1, 120));
        $run = $this->last();
        (new local\feed\worker(microtime(true) - 1))->carry_on($run->id);
        $this->assertSame(state::RUNNING, runs::must_get($run->id)->state);
        $this->assertSame([], $this->cohorts());
        // The working files are lost meanwhile.
        fulldelete(config::runs());
        round::run(null);
        $this->assert_run('done', [], runs::must_get($run->id));
        $this->assertCount(120, $this->cohorts());
    }

    public function test_a_feed_in_testing_plans_and_applies_nothing(): void {
        global $DB;
        $feed = $this->feed();
        feeds::set_stage($feed, stage::TESTING);
        $run = $this->deliver($this->table(1, 3));
        $this->assert_run('done', [], $run);
        $this->assertSame(3, $run->planned()->of(local\feed\rules\effect::ADDITION));
        $this->assertSame([[], 0, 0], [$this->cohorts(), cohort_processor::$applied, $DB->count_records('tool_syncingest_records')]);
        feeds::set_stage(feeds::get($feed->id), stage::LIVE);
        $this->assertSame(['idnumber', 'name', 'hidden', 'do', 'secret'], feeds::get($feed->id)->accepted->header);
    }

    public function test_a_dry_run_changes_nothing_but_its_plan_and_plans_what_the_live_run_does(): void {
        global $DB;
        $feed = $this->feed();
        $this->deliver($this->table(1, 5));
        $this->collect($this->table(2, 7, [3 => [1 => 'New name'], 4 => [3 => 'refuse']]), 'other.csv');
        $file = $this->stored('other.csv');
        $ours = ['tool_syncingest_runs', 'tool_syncingest_rows', 'files', 'tool_syncingest_feeds', 'config_plugins', 'lock_db', 'logstore_standard_log'];
        $snapshot = function () use ($DB, $ours): array {
            $tables = array_diff($DB->get_tables(false), $ours);
            return array_map(fn(string $table): string => md5(json_encode($DB->get_records($table))), array_combine($tables, $tables));
        };
        $sink = $this->redirectEmails();
        $before = $snapshot();
        $id = (new arrival())->insert($feed, new local\feed\rules\name_parts(), 'dry', $file, 0, true);
        $run = (new local\feed\worker(null))->carry_on($id);
        $this->assertSame('done_with_errors', $run->state->value);
        $this->assertSame($before, $snapshot());
        $this->assertSame(0, $sink->count());
        $live = $this->deliver($this->table(2, 7, [3 => [1 => 'New name'], 4 => [3 => 'refuse']]));
        $this->assertSame($run->row->planhash, $live->row->planhash);
        $this->assertEqualsCanonicalizing($this->results($run), $this->results($live));
    }

    public function test_quiet_hours_let_runs_wait(): void {
        $this->feed(['mode' => 'rows', 'quiet' => '00:00-24:00']);
        $run = $this->deliver($this->table(1, 1));
        $this->assertSame(state::QUEUED, $run->state);
        (new local\feed\worker(null, true))->carry_on($run->id);
        $this->assertCount(1, $this->cohorts());
    }

    public function test_a_deleted_feed_leaves_what_it_owned_and_nothing_of_its_own(): void {
        global $DB;
        $feed = $this->feed();
        $run = $this->deliver($this->table(1, 2));
        feeds::delete($feed);
        $this->assertCount(2, $this->cohorts());
        foreach (['feeds', 'runs', 'chunks', 'rows', 'records'] as $table) {
            $this->assertSame(0, $DB->count_records("tool_syncingest_$table"), $table);
        }
        $this->assertNull(content::of($run->id));
    }
}

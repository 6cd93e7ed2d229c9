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

use tool_syncingest\local\feed\cli\pins_command;
use tool_syncingest\local\feed\cli\undo_command;
use tool_syncingest\local\feed\feed;
use tool_syncingest\local\feed\feeds;
use tool_syncingest\local\feed\interrupted;
use tool_syncingest\local\feed\pins;
use tool_syncingest\local\feed\results;
use tool_syncingest\local\feed\round;
use tool_syncingest\local\feed\rules\stage;
use tool_syncingest\local\feed\rules\undo_step;
use tool_syncingest\local\feed\run;
use tool_syncingest\local\feed\runs;
use tool_syncingest\local\feed\undo\undo_rows;
use tool_syncingest\local\feed\undo\undoer;
use tool_syncingest\local\feed\undo\undos;

defined('MOODLE_INTERNAL') || die();

require_once(__DIR__ . '/feed_testcase.php');

/**
 * A run that is undone: whatever it has changed comes back once, where it is still as the run left it.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers \tool_syncingest\local\feed\undo\undos
 * @covers \tool_syncingest\local\feed\undo\undo_rows
 * @covers \tool_syncingest\local\feed\undo\undo_chunk
 * @covers \tool_syncingest\local\feed\undo\undoer
 * @covers \tool_syncingest\local\feed\pins
 */
final class feed_undo_test extends feed_testcase {
    /** @var feed */
    private feed $feed;

    /**
     * A run that has hidden some cohorts, renamed one and made one.
     *
     * @param int $gone how many it has hidden
     * @return run
     */
    private function run_with_effects(int $gone = 4): run {
        $this->feed = $this->feed(['limits' => ['median_share' => 0]]);
        $this->deliver($this->table(1, $gone + 6));
        $run = $this->deliver($this->table(1, 6, [1 => [1 => 'Renamed']]) . "c99,New,,,\n");
        $this->assert_run('done', [], $run);
        $this->assertCount(7, $this->cohorts());
        return $run;
    }

    /**
     * Looks up what can be undone, and undoes it.
     *
     * @param run $run
     * @return int[] how many outcomes are in each state
     */
    private function undo(run $run): array {
        undos::check($run);
        $this->assertSame(undo_step::READY, (new undoer(null))->carry_on($run->id)->step);
        undos::begin($run);
        $this->assertSame(undo_step::DONE, (new undoer(null))->carry_on($run->id)->step);
        return undo_rows::counts($run->id);
    }

    /**
     * Makes the feed live again and delivers a file.
     *
     * @param string $content
     * @return run
     */
    private function deliver_again(string $content): run {
        feeds::set_stage(feeds::get($this->feed->id), stage::LIVE);
        return $this->deliver($content);
    }

    public function test_what_a_run_has_changed_comes_back_and_what_it_has_made_stays(): void {
        $run = $this->run_with_effects();
        $this->assertSame(['impossible' => 1, 'undone' => 5], $this->undo($run));
        $this->assertCount(11, $this->cohorts());
        $this->assertSame('Cohort 1', $this->cohorts()['c1']);
        $rest = iterator_to_array(undo_rows::rest($run->id, [local\feed\rules\undo_state::IMPOSSIBLE]), false);
        $this->assertSame([['c99', 'create', 'created']], array_map(fn(array $row): array => [$row['key'], $row['action'], $row['code']], $rest));
    }

    public function test_it_is_said_before_what_comes_back_and_nothing_is_touched_yet(): void {
        global $DB;
        $run = $this->run_with_effects();
        $ours = ['tool_syncingest_undos', 'tool_syncingest_rows', 'lock_db', 'logstore_standard_log'];
        $snapshot = function () use ($DB, $ours): array {
            $tables = array_diff($DB->get_tables(false), $ours);
            return array_map(fn(string $table): string => md5(json_encode($DB->get_records($table))), array_combine($tables, $tables));
        };
        $before = $snapshot();
        undos::check($run);
        $undo = (new undoer(null))->carry_on($run->id);
        $this->assertSame([undo_step::READY, 6, 6], [$undo->step, $undo->total, $undo->done]);
        $this->assertSame(['impossible' => 1, 'possible' => 5], undo_rows::counts($run->id));
        $this->assertSame(
            ['create' => ['impossible' => 1], 'hide' => ['possible' => 4], 'update' => ['possible' => 1]],
            undo_rows::counts_by_action($run->id)
        );
        $this->assertSame($before, $snapshot());
        $this->assertSame(0, cohort_processor::$undone);
        // The same as what is done then.
        undos::begin($run);
        (new undoer(null))->carry_on($run->id);
        $this->assertSame(['impossible' => 1, 'undone' => 5], undo_rows::counts($run->id));
    }

    public function test_what_is_no_longer_as_the_run_left_it_is_left_alone_and_listed(): void {
        global $DB;
        $run = $this->run_with_effects();
        $DB->set_field('cohort', 'name', 'By hand', ['idnumber' => 'c1']);
        $DB->set_field('cohort', 'visible', 1, ['idnumber' => 'c7']);
        $DB->delete_records('cohort', ['idnumber' => 'c8']);
        $this->assertSame(['changed' => 2, 'impossible' => 1, 'pinned' => 1, 'undone' => 2], $this->undo($run));
        $this->assertSame('By hand', $this->cohorts()['c1']);
        $rest = iterator_to_array(undo_rows::rest($run->id, [local\feed\rules\undo_state::CHANGED]), false);
        $this->assertSame(['changed_since', 'object_gone'], array_column($rest, 'code'));
        $this->assertSame(['c1', 'c8'], array_column($rest, 'key'));
        $this->assertEqualsCanonicalizing(['c7', 'c9', 'c10'], array_column(pins::of($this->feed->id), 'keytext'));
    }

    public function test_what_changes_between_the_look_and_the_undoing_is_left_alone(): void {
        global $DB;
        $run = $this->run_with_effects();
        undos::check($run);
        (new undoer(null))->carry_on($run->id);
        $DB->set_field('cohort', 'name', 'By hand', ['idnumber' => 'c1']);
        undos::begin($run);
        (new undoer(null))->carry_on($run->id);
        $this->assertSame(['changed' => 1, 'impossible' => 1, 'undone' => 4], undo_rows::counts($run->id));
        $this->assertSame('By hand', $this->cohorts()['c1']);
    }

    public function test_the_feed_is_paused_and_the_next_full_file_does_not_do_the_same_again_until_the_pin_is_removed(): void {
        $run = $this->run_with_effects();
        $owner = $this->feed->ownerid;
        $this->undo($run);
        $this->assertSame([stage::PAUSED, $owner], [feeds::get($this->feed->id)->stage, feeds::get($this->feed->id)->ownerid]);
        $same = $this->table(1, 6, [1 => [1 => 'Renamed']]) . "c99,New,,,\n";
        $next = $this->deliver_again($same);
        $this->assert_run('done', [], $next);
        $this->assertCount(11, $this->cohorts());
        $this->assertSame('Cohort 1', $this->cohorts()['c1']);
        // Once more: a pin does not wear out.
        $this->deliver_again($same);
        $this->assertSame('Cohort 1', $this->cohorts()['c1']);
        $this->assertSame(5, pins::count($this->feed->id));
        $this->assertSame(5, pins::remove(pins::of($this->feed->id)));
        $this->deliver_again($same);
        $this->assertSame('Renamed', $this->cohorts()['c1']);
        $this->assertCount(7, $this->cohorts());
    }

    public function test_a_row_that_is_pinned_is_reported_and_left_alone(): void {
        $run = $this->run_with_effects();
        $this->undo($run);
        $next = $this->deliver_again($this->table(1, 10, [1 => [1 => 'Another name']]) . "c99,New,,,\n");
        $this->assertSame('Cohort 1', $this->cohorts()['c1']);
        $warned = [];
        $rows = results::of($next->id);
        foreach ($rows as $row) {
            $warned[$row->keytext] = results::outcome($row)->warnings;
        }
        $rows->close();
        $this->assertSame([['pinned', []]], $warned['c1']);
        $this->assertSame(5, pins::count($this->feed->id));
    }

    public function test_a_process_that_dies_in_a_chunk_has_undone_nothing_of_it_and_the_next_one_undoes_each_once(): void {
        global $DB;
        $run = $this->run_with_effects();
        undos::check($run);
        (new undoer(null))->carry_on($run->id);
        undos::begin($run);
        $deaths = 2;
        cohort_processor::$does['undo'] = function () use (&$deaths): void {
            if ($deaths > 0 && cohort_processor::$undone % 3 === 0) {
                $deaths--;
                throw new interrupted('killed');
            }
        };
        foreach ([1, 2] as $death) {
            try {
                (new undoer(null))->carry_on($run->id);
                $this->fail('it went on');
            } catch (interrupted) {
                $this->assertFalse($DB->is_transaction_started());
            }
            $this->assertSame([], array_intersect_key(undo_rows::counts($run->id), ['undone' => 0, 'pinned' => 0]));
            $this->assertSame(0, pins::count($this->feed->id));
            $this->assertCount(7, $this->cohorts());
        }
        round::run(null);
        $this->assertSame(['impossible' => 1, 'undone' => 5], undo_rows::counts($run->id));
        $undo = undos::get($run->id);
        $this->assertSame([undo_step::DONE, 5, 5], [$undo->step, $undo->done, $undo->total]);
        $this->assertCount(11, $this->cohorts());
    }

    public function test_after_three_starts_without_progress_it_is_given_up(): void {
        $run = $this->run_with_effects();
        undos::check($run);
        (new undoer(null))->carry_on($run->id);
        undos::begin($run);
        cohort_processor::$does['undo'] = fn() => throw new interrupted('killed');
        for ($start = 1; $start <= 3; $start++) {
            try {
                (new undoer(null))->carry_on($run->id);
            } catch (interrupted) {
                continue;
            }
        }
        $undo = (new undoer(null))->carry_on($run->id);
        $this->assertSame([undo_step::FAILED, 'three_starts'], [$undo->step, $undo->reasons[0]->code]);
        // It can be looked at and begun once more.
        unset(cohort_processor::$does['undo']);
        $this->assertSame(['impossible' => 1, 'undone' => 5], $this->undo($run));
    }

    public function test_what_fails_fails_alone_and_rolls_back_what_core_left_open(): void {
        global $DB;
        $run = $this->run_with_effects();
        cohort_processor::$does['undo'] = function ($outcome) use ($DB): void {
            if ($outcome->key === 'c8') {
                $DB->start_delegated_transaction();
                $DB->set_field('user', 'department', 'ghost', ['id' => 2]);
                throw new \moodle_exception('error', 'error', '', null, 'in core');
            }
        };
        $this->assertSame(['failed' => 1, 'impossible' => 1, 'undone' => 4], $this->undo($run));
        $this->assertFalse($DB->is_transaction_started());
        $this->assertSame('', $DB->get_field('user', 'department', ['id' => 2]));
        $this->assertArrayNotHasKey('c8', $this->cohorts());
        $this->assertNotContains('c8', array_column(pins::of($this->feed->id), 'keytext'));
        // What failed can be tried again; what came back is not touched again.
        unset(cohort_processor::$does['undo']);
        $before = cohort_processor::$undone;
        $this->assertSame(['impossible' => 1, 'undone' => 5], $this->undo($run));
        $this->assertSame(1, cohort_processor::$undone - $before);
    }

    public function test_a_rollback_that_a_listener_swallows_loses_nothing(): void {
        global $DB;
        $run = $this->run_with_effects();
        $once = true;
        cohort_processor::$does['undo'] = function () use ($DB, &$once): void {
            if ($once) {
                $once = false;
                // What a deadlock leaves on MariaDB when somebody catches its exception.
                $DB->force_transaction_rollback();
            }
        };
        $counts = $this->undo($run);
        $this->assertSame(1, $counts['impossible']);
        $this->assertSame(5, ($counts['undone'] ?? 0) + ($counts['pinned'] ?? 0));
        $this->assertCount(11, $this->cohorts());
        $this->assertSame(5, pins::count($this->feed->id));
    }

    public function test_many_rows_are_undone_in_chunks_as_far_as_the_time_goes(): void {
        $this->feed = $this->feed(['limits' => ['additions' => 500, 'changes' => 500]]);
        $this->deliver($this->table(1, 130));
        $run = $this->deliver($this->table(1, 130, array_fill(1, 120, [1 => 'Renamed'])));
        $run = $run->state->value === 'held' ? $this->approve($run) : $run;
        undos::check($run);
        (new undoer(microtime(true) - 1))->carry_on($run->id);
        (new undoer(null))->carry_on($run->id);
        undos::begin($run);
        $this->assertSame([undo_step::RUNNING, 0], (fn($undo): array => [$undo->step, $undo->done])((new undoer(microtime(true) - 1))->carry_on($run->id)));
        round::run(null);
        $this->assertSame(['undone' => 120], undo_rows::counts($run->id));
        $this->assertNotContains('Renamed', $this->cohorts());
    }

    public function test_a_run_that_is_not_over_was_planned_only_or_has_no_results_cannot_be_undone(): void {
        global $DB;
        $this->feed = $this->feed();
        $this->collect($this->table(1, 3));
        $codes = fn(): ?string => undos::objection($this->last(), 2)?->code;
        $this->assertSame('undo_not_over', $codes());
        round::run(null);
        $this->assertNull($codes());
        $DB->set_field(runs::TABLE, 'dry', 1);
        $this->assertSame('undo_dry', $codes());
        $DB->set_field(runs::TABLE, 'dry', 0);
        $nobody = $this->getDataGenerator()->create_user();
        $this->assertSame('owner_capability', undos::objection($this->last(), (int) $nobody->id)->code);
        results::delete_of($this->last()->id);
        $this->assertSame('undo_forgotten', $codes());
        $this->expectException(\moodle_exception::class);
        undos::check($this->last());
    }

    public function test_a_run_is_not_undone_while_another_one_of_its_feed_is_under_way(): void {
        $run = $this->run_with_effects();
        $this->collect($this->table(1, 7));
        (new local\feed\worker(microtime(true) - 1))->carry_on($this->last()->id);
        $this->assertSame('running', $this->last()->state->value);
        $this->assertSame('undo_busy', undos::objection($run, 2)->code);
    }

    public function test_two_persons_who_begin_at_once_begin_once(): void {
        $run = $this->run_with_effects();
        undos::check($run);
        (new undoer(null))->carry_on($run->id);
        undos::begin($run);
        $this->expectException(\moodle_exception::class);
        undos::begin($run);
    }

    public function test_the_log_says_who_has_undone_what_and_removed_pins(): void {
        $run = $this->run_with_effects();
        $sink = $this->redirectEvents();
        $this->undo($run);
        pins::remove(pins::of($this->feed->id));
        $ours = array_filter($sink->get_events(), fn($event): bool => $event->component === 'tool_syncingest');
        $names = array_map(fn($event): string => $event->target . ' ' . $event->action, array_values($ours));
        $this->assertSame(['feed saved', 'run decided', 'run undone', 'pins removed'], $names);
        foreach ($ours as $event) {
            $this->assertSame([2, (int) SYSCONTEXTID], [(int) $event->userid, (int) $event->contextid]);
            $this->assertNotSame('', $event->get_description());
            $this->assertStringNotContainsString('[[', $event::get_name());
        }
    }

    public function test_the_command_line_undoes_lists_the_rest_and_the_pins(): void {
        $run = $this->run_with_effects();
        $command = new undo_command($run, true);
        $undo = $command->check();
        $answer = json_decode($command->report($undo), true);
        $this->assertSame(['ready', ['impossible' => 1, 'possible' => 5]], [$answer['step'], $answer['counts']]);
        $this->assertSame('created', $answer['rest'][0]['code']);
        $this->assertSame(3, $command->status($undo));
        $this->assertStringContainsString('5', $command->question());
        $undo = $command->undo();
        $this->assertSame(['done', 5], [$undo->step->value, undo_rows::counts($run->id)['undone']]);
        $text = (new undo_command($run, false))->report($undo);
        $this->assertStringContainsString('what a run has made is not deleted', $text);
        $pins = json_decode((new pins_command(true))->run(['list', 'cohorts'], false), true);
        $this->assertCount(5, $pins);
        $this->assertSame(['removed' => 2], json_decode((new pins_command(true))->run(['remove', 'cohorts', 'c1', 'c7'], false), true));
        $this->assertSame(['removed' => 3], json_decode((new pins_command(true))->run(['remove', 'cohorts'], true), true));
        $this->assertSame('Nothing is pinned.', (new pins_command(false))->run(['list'], false));
        $this->expectException(local\feed\cli\usage::class);
        (new pins_command(false))->run(['remove', 'cohorts'], false);
    }

    public function test_a_deleted_run_leaves_nothing_of_its_undoing(): void {
        global $DB;
        $run = $this->run_with_effects();
        $this->undo($run);
        feeds::delete(feeds::get($this->feed->id));
        $this->assertSame(0, $DB->count_records(undos::TABLE));
        $this->assertSame(0, $DB->count_records('tool_syncingest_records'));
    }
}

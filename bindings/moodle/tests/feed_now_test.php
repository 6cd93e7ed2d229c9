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

use tool_syncingest\external\get_undo_progress;
use tool_syncingest\local\feed\cli\run_command;
use tool_syncingest\local\feed\feeds;
use tool_syncingest\local\feed\now\delivered;
use tool_syncingest\local\feed\now\person;
use tool_syncingest\local\feed\now\starter;
use tool_syncingest\local\feed\now\step;
use tool_syncingest\local\feed\now\steps;
use tool_syncingest\local\feed\round;
use tool_syncingest\local\feed\rules\pace;
use tool_syncingest\local\feed\rules\stage;
use tool_syncingest\local\feed\run;
use tool_syncingest\local\feed\runs;
use tool_syncingest\local\feed\undo\undoer;
use tool_syncingest\local\feed\undo\undos;
use tool_syncingest\output\now_page;
use tool_syncingest\output\undo_page;

defined('MOODLE_INTERNAL') || die();

require_once(__DIR__ . '/feed_testcase.php');

/**
 * The file of the last minute: chosen, begun at once, and watched until the pupil can log in.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers \tool_syncingest\local\feed\now\delivered
 * @covers \tool_syncingest\local\feed\now\starter
 * @covers \tool_syncingest\local\feed\now\steps
 * @covers \tool_syncingest\local\feed\now\person
 * @covers \tool_syncingest\output\now_page
 * @covers \tool_syncingest\output\undo_page
 * @covers \tool_syncingest\external\get_undo_progress
 */
final class feed_now_test extends feed_testcase {
    /**
     * The steps of a run.
     *
     * @param run $run
     * @return string[] states by name
     */
    private function steps(run $run): array {
        $steps = (new steps($run, feeds::get($run->feedid)))->all();
        return array_column(array_map(fn(step $step): array => [$step->name, $step->state], $steps), 1, 0);
    }

    /**
     * What is to be known at a step.
     *
     * @param run $run
     * @param string $name
     * @return string
     */
    private function notes(run $run, string $name): string {
        foreach ((new steps($run, feeds::get($run->feedid)))->all() as $step) {
            if ($step->name === $name) {
                return implode(' ', $step->notes);
            }
        }
        return '';
    }

    public function test_the_newest_files_come_first_with_the_feed_that_wants_them_and_what_became_of_them(): void {
        $this->feed(['mode' => 'rows']);
        $this->deliver($this->table(1, 1));
        $this->collect('x', 'other.csv');
        $latest = array_values(delivered::latest(10));
        $this->assertSame(['other.csv', 'cohorts.csv'], array_map(fn(delivered $one): string => $one->file->get_filename(), $latest));
        $this->assertSame([null, 'cohorts'], array_map(fn(delivered $one): ?string => $one->feed?->name, $latest));
        $this->assertSame([null, 'done'], array_map(fn(delivered $one): ?string => $one->run?->state->value, $latest));
        // A version that was replaced cannot be chosen.
        $this->collect($this->table(2, 2));
        $this->assertCount(2, delivered::latest(10));
    }

    public function test_a_run_that_waits_goes_before_others_and_there_is_no_second_one(): void {
        $feed = $this->feed(['mode' => 'rows']);
        $this->collect($this->table(1, 1));
        $delivered = delivered::newest_for($feed);
        $run = starter::start($delivered, $feed);
        $this->assertSame([$this->last()->id, starter::PRIORITY], [$run->id, (int) $run->row->priority]);
        $this->assertSame($run->id, starter::start($delivered, $feed)->id);
        round::run(null);
        // What is live already is not done once more.
        $this->assertSame($run->id, starter::start(delivered::newest_for($feed), $feed)->id);
        $this->assertCount(1, runs::latest(9));
    }

    public function test_a_file_that_no_feed_wants_goes_through_the_feed_that_a_person_chooses(): void {
        $feed = $this->feed(['mode' => 'rows']);
        $this->collect($this->table(1, 2), 'last minute.csv');
        $run = starter::start(array_values(delivered::latest(1))[0], $feed);
        round::run(null);
        $this->assert_run('done', [], runs::must_get($run->id));
        $this->assertCount(2, $this->cohorts());
    }

    public function test_a_file_that_was_only_planned_or_has_failed_can_be_processed(): void {
        global $DB;
        $feed = $this->feed(['mode' => 'rows']);
        feeds::set_stage($feed, stage::TESTING);
        $planned = $this->deliver($this->table(1, 1));
        $this->assertSame(['stored' => 'done', 'planned' => 'done', 'applied' => 'missing', 'login' => 'later'], $this->steps($planned));
        $this->assertStringContainsString('in testing', $this->notes($planned, 'applied'));
        feeds::set_stage(feeds::get($feed->id), stage::LIVE);
        $run = starter::start(delivered::newest_for($feed), feeds::get($feed->id));
        $this->assertNotSame($planned->id, $run->id);
        $DB->set_field(runs::TABLE, 'starts', 3, ['id' => $run->id]);
        round::run(null);
        $this->assertSame('failed', runs::must_get($run->id)->state->value);
        $this->assertSame('missing', $this->steps(runs::must_get($run->id))['applied']);
        $DB->set_field(runs::TABLE, 'deliveryid', delivered::newest_for($feed)->deliveryid . '-', ['id' => $planned->id]);
        $DB->set_field(runs::TABLE, 'deliveryid', delivered::newest_for($feed)->deliveryid, ['id' => $run->id]);
        $this->assertSame($run->id, starter::start(delivered::newest_for($feed), feeds::get($feed->id))->id);
        round::run(null);
        $this->assertCount(1, $this->cohorts());
    }

    public function test_the_page_says_what_is_missing(): void {
        $feed = $this->feed(['mode' => 'rows']);
        $this->deliver($this->table(1, 1));
        feeds::set_stage($feed, stage::PAUSED);
        $this->collect($this->table(2, 2));
        $this->assertSame(['stored' => 'done', 'planned' => 'missing', 'applied' => 'later', 'login' => 'later'], $this->steps($this->last()));
        $this->assertStringContainsString('paused', $this->notes($this->last(), 'planned'));
        feeds::set_stage(feeds::get($feed->id), stage::LIVE);
        $this->assertSame('going', $this->steps($this->last())['planned']);
        $held = $this->deliver($this->table(3, 200));
        $this->assertSame('missing', $this->steps($held)['approved']);
        $this->assertStringContainsString('additions', $this->notes($held, 'approved'));
        $this->collect($this->table(201, 201));
        $this->assertStringContainsString("run $held->id came before it", $this->notes($this->last(), 'planned'));
        $run = $this->approve($held);
        $this->assertSame(['done'], array_values(array_unique($this->steps($run))));
        $this->assertStringContainsString('198 added', $this->notes($run, 'applied'));
        $this->assertStringContainsString('it took', $this->notes($run, 'applied'));
    }

    public function test_a_feed_that_waits_for_another_one_says_for_which(): void {
        $first = $this->feed(['mode' => 'rows', 'pattern' => 'a.csv'], 'first');
        $this->feed(['mode' => 'rows', 'pattern' => 'b.csv'], 'second', [$first->id]);
        $this->collect($this->table(1, 1), 'a.csv');
        $this->collect($this->table(2, 2), 'b.csv');
        $this->assertStringContainsString('“first”', $this->notes($this->last(), 'planned'));
    }

    public function test_how_long_it_takes_is_told_from_this_run_and_from_earlier_ones(): void {
        global $DB;
        $this->feed(['mode' => 'rows', 'limits' => ['additions' => 500]]);
        $run = $this->deliver($this->table(1, 100));
        $DB->set_field(runs::TABLE, 'timestarted', $run->row->timefinished - 200, ['id' => $run->id]);
        $this->collect($this->table(101, 160));
        (new local\feed\worker(microtime(true) - 1))->carry_on($this->last()->id);
        $this->assertStringContainsString('about 2 mins left', $this->notes($this->last(), 'applied'));
        $DB->update_record(runs::TABLE, ['id' => $this->last()->id, 'done' => 30, 'timestarted' => time() - 30]);
        $this->assertMatchesRegularExpression('/about 3\d secs left/', $this->notes($this->last(), 'applied'));
        $this->assertNull(pace::estimate(10, []));
        $this->assertSame(15, pace::estimate(10, [[4, 6], [0, 0]]));
    }

    public function test_whether_a_person_can_log_in_is_told_with_the_reason(): void {
        global $DB;
        $this->feed(['mode' => 'full', 'processor' => 'users', 'pattern' => 'pupils.csv'], 'pupils');
        $run = $this->deliver("idnumber,username,firstname,lastname,email\n"
            . "1,ada,Ada,Lovelace,ada@example.org\n2,alan,Alan,Turing,alan@example.org\n3,grace,Grace,Hopper,no address\n", 'pupils.csv');
        $this->assertSame('going', $this->steps($run)['login']);
        $this->assertStringContainsString('2 people wait', $this->notes($run, 'login'));
        $this->assertSame(['Ada Lovelace (ada) has an account and waits for the mail with the password.'], person::find($run, '1'));
        $DB->delete_records('user_preferences', ['name' => 'create_password']);
        $this->assertSame('done', $this->steps($run)['login']);
        foreach (['ada', 'ADA@example.org', 'Lovelace'] as $text) {
            $this->assertSame(['Ada Lovelace (ada) can log in.'], person::find($run, $text), $text);
        }
        $DB->set_field('user', 'suspended', 1, ['username' => 'alan']);
        $this->assertStringContainsString('suspended', person::find($run, 'alan')[0]);
        $this->assertStringContainsString('Line 4 of the file failed', person::find($run, '3')[0]);
        $this->assertStringContainsString('Nobody is found', person::find($run, 'nobody%')[0]);
        $this->assertSame([], person::find($run, ' '));
    }

    public function test_the_command_line_collects_and_puts_the_newest_file_of_a_feed_through_it(): void {
        $this->feed(['mode' => 'rows']);
        $this->feed(['mode' => 'rows', 'pattern' => 'other.csv'], 'other');
        $this->agent->deliver('cohorts.csv', $this->table(1, 2));
        $this->agent->deliver('other.csv', $this->table(3, 3));
        $command = new run_command(true, false);
        $run = $command->wait($command->start_newest('cohorts'));
        $this->assert_run('done', [], $run);
        $this->assertSame(['c1', 'c2'], array_keys($this->cohorts()));
        $this->expectException(\moodle_exception::class);
        $this->feed(['mode' => 'rows', 'pattern' => 'nothing.csv'], 'nothing');
        $command->start_newest('nothing');
    }

    public function test_the_pages_show_names_as_text(): void {
        global $PAGE;
        $PAGE->set_url('/admin/tool/syncingest/now.php');
        $output = $PAGE->get_renderer('core');
        $this->feed(['limits' => ['median_share' => 0]], '<b>feed</b>');
        $this->collect($this->table(1, 8));
        $html = $output->render(new now_page(null));
        $this->assertStringContainsString('&lt;b&gt;feed', $html);
        $this->assertStringNotContainsString('<b>feed', $html);
        round::run(null);
        $html = $output->render(new now_page($this->last(), '<script>'));
        $this->assertStringContainsString('8 added', $html);
        $this->assertStringNotContainsString('<script>”', $html);
        $run = $this->deliver("idnumber,name,hidden,do,secret\n\"c1\",\"<i>One</i>\",,,\n");
        undos::check($run);
        $undo = (new undoer(null))->carry_on($run->id);
        $html = $output->render(new undo_page($run, $undo, null));
        $this->assertStringContainsString('Bring 8 back', $html);
        $this->assertStringNotContainsString('<b>feed', $html);
        $this->assertStringContainsString(get_string('undo_state_possible', 'tool_syncingest'), $html);
    }

    public function test_how_far_undoing_has_come_is_told_to_whoever_may_see_feeds(): void {
        $this->feed(['limits' => ['median_share' => 0]]);
        $this->deliver($this->table(1, 8));
        $run = $this->deliver($this->table(1, 2));
        undos::check($run);
        $now = get_undo_progress::execute($run->id);
        $this->assertSame(['checking', 0, true], [$now['state'], $now['percent'], $now['moves']]);
        (new undoer(null))->carry_on($run->id);
        $now = get_undo_progress::execute($run->id);
        $this->assertSame(['ready', 100, false], [$now['state'], $now['percent'], $now['moves']]);
        $this->assertSame('ready to be undone: 6 of 6', $now['words']);
        $this->assertSame('gone', get_undo_progress::execute(987654)['state']);
        $this->setUser($this->getDataGenerator()->create_user());
        $this->expectException(\required_capability_exception::class);
        get_undo_progress::execute($run->id);
    }
}

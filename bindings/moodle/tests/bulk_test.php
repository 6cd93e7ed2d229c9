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

use core_reportbuilder\local\filters\text;
use core_reportbuilder\system_report_factory;
use tool_syncingest\local\bulk\listing;
use tool_syncingest\local\bulk\run;
use tool_syncingest\local\drop\library;
use tool_syncingest\local\drop\rejected_list;
use tool_syncingest\reportbuilder\local\matching_rows;

defined('MOODLE_INTERNAL') || die();

require_once(__DIR__ . '/ingest_testcase.php');

/**
 * What is done with all files of a list that match its filter.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers \tool_syncingest\local\bulk\run
 * @covers \tool_syncingest\local\bulk\listing
 * @covers \tool_syncingest\reportbuilder\local\matching_rows
 */
final class bulk_test extends ingest_testcase {
    #[\Override]
    protected function setUp(): void {
        global $PAGE;
        parent::setUp();
        $this->setAdminUser();
        $PAGE->set_url('/admin/tool/syncingest/rejected.php');
    }

    /**
     * Delivers files that are rejected, and collects them.
     *
     * @param string $prefix
     * @param int $count
     */
    private function reject(string $prefix, int $count): void {
        for ($number = 0; $number < $count; $number++) {
            $this->agent->deliver("$prefix'$number.csv");
        }
        api::before_action();
    }

    /**
     * Sets the filter of a list to names that contain this.
     *
     * @param listing $listing
     * @param string $name
     */
    private function filter(listing $listing, string $name): void {
        $entity = $listing === listing::Rejected ? 'rejected_file' : 'stored_file';
        system_report_factory::create($listing->report(), \context_system::instance())->set_filter_values([
            "$entity:name_operator" => text::CONTAINS, "$entity:name_value" => $name,
        ]);
    }

    /**
     * Returns a run with all files that match now.
     *
     * @param string $action
     * @param listing $listing
     * @return run
     */
    private function run_of_all(string $action, listing $listing = listing::Rejected): run {
        return run::of_all($listing, $action, new matching_rows($listing->report()));
    }

    /**
     * Returns the run with which the next request goes on.
     *
     * @param run $run
     * @return run
     */
    private function next_request(run $run): run {
        ['list' => $list, 'action' => $action, 'upto' => $upto, 'total' => $total, 'after' => $after, 'done' => $done,
            'failed' => $failed] = array_map(strval(...), $run->parameters());
        $listing = listing::from($list);
        $numbers = array_map(intval(...), [$upto, $total, $after, $done, $failed]);
        return new run($listing, $action, new matching_rows($listing->report()), ...$numbers);
    }

    public function test_all_files_that_match_the_filter_are_dealt_with_and_no_others(): void {
        global $DB;
        $this->reject('old', 60);
        $this->reject('keep', 3);
        $this->filter(listing::Rejected, "old'");
        $run = $this->run_of_all('delete');
        $this->assertSame(60, $run->total);
        $seen = [];
        $this->assertTrue($run->slice(600, function (run $run) use (&$seen): void {
            $seen[] = $run->done;
        }));
        $this->assertSame([50, 60], $seen);
        $this->assertSame([60, 0], [$run->done, $run->failed]);
        $names = $DB->get_fieldset_select('tool_syncingest_rejected', 'filename', '1 = 1 ORDER BY filename');
        $this->assertSame(["keep'0.csv", "keep'1.csv", "keep'2.csv"], array_values($names));
        $this->assertSame(3, iterator_count(library::folder()->rejected()->getIterator()));
    }

    public function test_a_slice_ends_when_its_time_is_up_and_the_next_request_goes_on(): void {
        $this->reject('old', 101);
        $run = $this->run_of_all('delete');
        $requests = 1;
        while (!$run->slice(0, fn() => null)) {
            $this->assertSame($requests++ * 50, $run->done);
            $run = $this->next_request($run);
        }
        $this->assertSame([3, 101, 0], [$requests, $run->done, $run->failed]);
        $this->assertSame(0, iterator_count(library::folder()->rejected()->getIterator()));
    }

    public function test_a_session_that_ends_between_two_slices_leaves_the_rest_as_it_was(): void {
        $this->reject('old', 60);
        $this->assertFalse($this->run_of_all('delete')->slice(0, fn() => null));
        $this->assertSame(10, rejected_list::count());
        $this->assertSame(10, iterator_count(library::folder()->rejected()->getIterator()));
        $again = $this->run_of_all('delete');
        $this->assertTrue($again->slice(600, fn() => null));
        $this->assertSame([10, 10, 0], [$again->total, $again->done, $again->failed]);
    }

    public function test_files_that_arrive_after_the_question_are_left_alone(): void {
        $this->reject('old', 2);
        $run = $this->run_of_all('delete');
        $this->reject('new', 2);
        $this->assertTrue($run->slice(600, fn() => null));
        $this->assertSame(2, $run->done);
        $this->assertSame(2, iterator_count(library::folder()->rejected()->getIterator()));
    }

    public function test_what_cannot_be_done_is_counted_and_tried_once(): void {
        $this->agent->deliver('d0.csv', 'the real one');
        $this->reject('d', 2);
        $run = $this->run_of_all('store');
        $this->assertTrue($run->slice(600, fn() => null));
        $this->assertTrue($this->next_request($run)->slice(600, fn() => null));
        $this->assertSame([1, 1], [$run->done, $run->failed]);
        $this->assertStringContainsString("d'0.csv", $run->problems[0]);
        $this->assertSame('the real one', $this->stored('d0.csv')->get_content());
    }

    public function test_two_administrators_who_press_the_same_button_do_each_file_once(): void {
        $this->reject('old', 120);
        $sink = $this->redirectEvents();
        [$first, $second] = [$this->run_of_all('delete'), $this->run_of_all('delete')];
        // By turns: what one of them has done does not match any more.
        do {
            $isfinished = $first->slice(0, fn() => null) && $second->slice(0, fn() => null);
            $second->slice(0, fn() => null);
        } while (!$isfinished);
        $this->assertSame([120, 0], [$first->done + $second->done, $first->failed + $second->failed]);
        $deleted = array_filter($sink->get_events(), fn($event): bool => $event instanceof event\rejected_file_deleted);
        $this->assertCount(120, $deleted);
    }

    public function test_another_filter_has_another_digest(): void {
        $before = new matching_rows(listing::Rejected->report());
        $this->filter(listing::Rejected, 'x');
        $this->assertNotSame($before->filter, (new matching_rows(listing::Rejected->report()))->filter);
        $this->assertSame(0, (new matching_rows(listing::Rejected->report()))->count());
    }

    public function test_all_stored_files_that_match_are_deleted_each_with_its_event(): void {
        foreach (['old1.csv', 'old2.csv', 'keep.csv'] as $name) {
            $this->agent->deliver($name);
        }
        api::before_action();
        $this->filter(listing::Stored, 'old');
        $sink = $this->redirectEvents();
        $run = $this->run_of_all('delete', listing::Stored);
        $this->assertTrue($run->slice(600, fn() => null));
        $this->assertSame([2, 2, 0], [$run->total, $run->done, $run->failed]);
        $this->assertSame(['keep.csv'], $this->names());
        $deleted = array_filter($sink->get_events(), fn($event): bool => $event instanceof event\file_deleted);
        $this->assertCount(2, $deleted);
    }

    public function test_who_may_not_manage_reaches_no_file(): void {
        $this->reject('old', 1);
        $this->setUser($this->getDataGenerator()->create_user());
        $this->expectException(\core_reportbuilder\exception\report_access_exception::class);
        $this->run_of_all('delete');
    }
}

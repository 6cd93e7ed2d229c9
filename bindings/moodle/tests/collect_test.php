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

use tool_syncingest\local\config;
use tool_syncingest\local\store\history;
use tool_syncingest\local\drop\rejected;
use tool_syncingest\local\store\storage;

defined('MOODLE_INTERNAL') || die();

require_once(__DIR__ . '/ingest_testcase.php');

/**
 * From the drop folder into the file store.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers \tool_syncingest\api
 * @covers \tool_syncingest\local\drop\collector
 * @covers \tool_syncingest\local\store\store
 */
final class collect_test extends ingest_testcase {
    public function test_a_delivered_file_is_stored_under_its_name_and_gone_from_the_folder(): void {
        $path = $this->agent->deliver('students.csv', "id,name\n");
        $sink = $this->redirectEvents();
        $outcome = api::before_action();
        $this->assertSame(outcome::COLLECTED, $outcome->state);
        $this->assertSame([['name' => 'students.csv', 'size' => 8, 'hash' => sha1("id,name\n")]], $outcome->collected);
        $this->assertTrue($outcome->is_complete());
        $this->assertSame("id,name\n", $this->stored('students.csv')->get_content());
        $this->assertFileDoesNotExist($path);
        $this->assertSame([], glob(config::folder() . '/*'));
        $this->assertSame([], glob(config::staging() . '/*'));
        $events = array_filter($sink->get_events(), fn($event): bool => $event instanceof event\file_collected);
        $this->assertCount(1, $events);
        $row = history::latest(1)[0];
        $this->assertSame(['students.csv', '8', sha1("id,name\n"), 'agent_lock'], [
            $row->filename, (string) $row->filesize, $row->contenthash, $row->evidence,
        ]);
    }

    public function test_whoever_listens_hears_of_a_collection_once_when_its_files_are_stored(): void {
        global $DB;
        if (!class_exists(\core\hook\manager::class)) {
            $this->markTestSkipped('Before Moodle 4.3 there are no hooks.');
        }
        $heard = [];
        $this->redirectHook(hook\files_collected::class, function (hook\files_collected $hook) use (&$heard, $DB): void {
            $contents = array_map(fn(\stored_file $file): string => $file->get_content(), $hook->files());
            // It may itself ask for what was delivered.
            $heard[] = [$contents, $DB->is_transaction_started(), api::before_action()->state];
        });
        api::before_action();
        $this->assertSame([], $heard);
        $this->agent->deliver('a.csv', 'one');
        $this->agent->deliver('b.csv', 'two');
        api::before_action();
        $this->assertEquals([[['a.csv' => 'one', 'b.csv' => 'two'], false, outcome::NOTHING]], $heard);
    }

    public function test_a_listener_that_fails_does_no_harm(): void {
        if (!class_exists(\core\hook\manager::class)) {
            $this->markTestSkipped('Before Moodle 4.3 there are no hooks.');
        }
        $this->redirectHook(hook\files_collected::class, fn() => throw new \coding_exception('no'));
        $this->agent->deliver('a.csv', 'one');
        $this->assertSame(outcome::COLLECTED, api::before_action()->state);
        $this->assertNotNull($this->stored('a.csv'));
        $this->assertDebuggingCalled();
    }

    public function test_an_empty_folder_costs_no_lock_and_no_transaction(): void {
        global $DB;
        $this->assertSame(outcome::NOTHING, api::before_action()->state);
        $writes = $DB->perf_get_writes();
        for ($i = 0; $i < 20; $i++) {
            $this->assertSame(outcome::NOTHING, api::before_action()->state);
        }
        $this->assertSame($writes, $DB->perf_get_writes());
        $this->assertSame([], glob(config::folder() . '/*'));
    }

    public function test_a_folder_that_is_missing_is_made(): void {
        rmdir(config::folder());
        $this->assertSame(outcome::NOTHING, api::before_action()->state);
        $this->assertDirectoryExists(config::folder());
    }

    public function test_a_replaced_version_is_kept_in_the_archives(): void {
        $this->agent->deliver('a.csv', 'one');
        api::before_action();
        $first = $this->stored('a.csv')->get_id();
        foreach (['two', 'three'] as $content) {
            $this->agent->deliver('a.csv', $content);
            $this->assertSame(outcome::COLLECTED, api::before_action()->state);
        }
        $this->assertSame('three', $this->stored('a.csv')->get_content());
        $archived = $this->names('/archives/');
        $this->assertCount(2, $archived);
        $this->assertSame('one', get_file_storage()->get_file_by_id($first)->get_content());
        $this->assertSame('/archives/', get_file_storage()->get_file_by_id($first)->get_filepath());
        foreach ($archived as $name) {
            $this->assertMatchesRegularExpression('/^[0-9]{8}-[0-9]{6}(-[0-9]+)?_a\.csv$/', $name);
        }
    }

    public function test_archives_are_deleted_when_kept_long_enough_and_only_ours(): void {
        global $DB;
        $this->agent->deliver('a.csv', 'one');
        api::before_action();
        $this->agent->deliver('a.csv', 'two');
        api::before_action();
        get_file_storage()->create_file_from_string([
            'contextid' => \context_system::instance()->id, 'component' => 'tool_syncingest', 'filearea' => 'files',
            'itemid' => 0, 'filepath' => '/archives/', 'filename' => 'foreign.csv',
        ], 'foreign');
        $this->expectOutputRegex('/1 replaced/');
        (new task\tidy())->execute();
        $this->assertCount(2, $this->names('/archives/'));
        $DB->set_field('tool_syncingest_files', 'timecreated', time() - 31 * DAYSECS);
        (new task\tidy())->execute();
        $this->assertSame(['foreign.csv'], $this->names('/archives/'));
        $this->assertSame('two', $this->stored('a.csv')->get_content());
    }

    /**
     * Names, and what Moodle would do to them.
     *
     * @return array
     */
    public static function names_that_moodle_would_change(): array {
        return [
            'apostrophe' => ["d'accord.csv", true], 'ampersand' => ['a&b.csv', true], 'bar' => ['a|b.csv', true],
            'colon' => ['12:30.csv', true], 'backslash' => ['a\\b.csv', true], 'angle' => ['<a>.csv', true],
            'not UTF-8' => ["\xff.csv", true], 'accent' => ['élèves 2026.csv', false], 'plus' => ['a+b (1).csv', false],
        ];
    }

    /**
     * A name that Moodle would change is rejected, and never merged with another.
     *
     * @dataProvider names_that_moodle_would_change
     * @param string $name
     * @param bool $changed
     */
    public function test_a_name_that_moodle_would_change_is_rejected_with_the_reason(string $name, bool $changed): void {
        $this->agent->deliver($name, 'content');
        $outcome = api::before_action();
        if ($changed) {
            $this->assertCount(1, $outcome->rejected);
            $this->assertStringStartsWith('name_', $outcome->rejected[0]['reason']);
            $this->assertSame([], $this->names());
            $this->assertSame([$name], array_map(fn(rejected $file): string => $file->name, rejected::list()));
            $this->assertContains('rejected_file', $this->alarms());
        } else {
            $this->assertSame([$name], $this->names());
        }
    }

    public function test_what_is_hostile_is_left_alone_with_a_reason_and_holds_up_nothing(): void {
        $folder = config::folder();
        $secret = make_request_directory() . '/secret';
        file_put_contents($secret, 'of the host');
        symlink($secret, "$folder/symbolic.csv");
        symlink(dirname($secret), "$folder/symbolic folder");
        link($secret, "$folder/hard.csv");
        posix_mkfifo("$folder/fifo.csv", 0660);
        mkdir("$folder/directory.csv");
        foreach (['.hidden.csv', '_omitted.csv', "line\nbreak.csv", 'unfinished.csv.filepart', 'sent.csv.BUSY'] as $name) {
            file_put_contents("$folder/$name", 'hostile');
        }
        $this->agent->deliver('good.csv');
        $this->agent->deliver('empty.csv', '');
        set_config('maxsize', '1', 'tool_syncingest');
        set_config('unfinishednames', '*.busy tmp-*', 'tool_syncingest');
        $this->agent->deliver('large.csv', str_repeat('x', 1024 * 1024 + 1));
        $outcome = api::before_action();
        $this->assertSame(['empty.csv', 'good.csv'], $this->names());
        $this->assertSame([], $outcome->rejected);
        $this->assertSame('of the host', file_get_contents($secret));
        $survey = local\drop\survey::take();
        $reasons = array_column($survey['skipped'], 'count', 'reason');
        $this->assertEquals([
            'symbolic_link' => 2, 'hard_link' => 1, 'special_file' => 1, 'directory' => 1, 'hidden' => 1, 'omitted' => 1,
            'hostile_name' => 1, 'unfinished_name' => 2, 'too_large' => 1,
        ], $reasons);
        $this->assertCount(11, array_diff(scandir($folder), ['.', '..']));
        // Moodle's own clearing away after a test stumbles over a link to a folder.
        unlink("$folder/symbolic folder");
    }

    public function test_while_an_agent_delivers_nothing_is_collected_and_the_outcome_says_so(): void {
        $path = $this->agent->deliver('a.csv');
        $lock = $this->agent->lock('alock.txt');
        $this->assertSame(outcome::AGENT_DELIVERING, api::before_action()->state);
        $this->assertFileExists($path);
        unlink($lock);
        $this->assertSame(outcome::COLLECTED, api::before_action()->state);
    }

    public function test_a_file_that_is_not_ready_comes_back_with_the_time_it_needs(): void {
        set_config('settle', '30', 'tool_syncingest');
        $this->agent->deliver('a.csv');
        $outcome = api::before_action();
        $this->assertSame(outcome::NOTHING, $outcome->state);
        $this->assertSame(1, $outcome->unready);
        $this->assertGreaterThan(25, $outcome->readyin);
        $this->assertFalse($outcome->is_complete());
        $this->assertStringContainsString('not ready', $outcome->message());
    }

    public function test_many_files_are_stored_whatever_the_size_of_a_batch(): void {
        for ($i = 0; $i < 230; $i++) {
            $this->agent->deliver("f$i.csv", "content $i");
        }
        $this->assertCount(230, api::before_action(null)->collected);
        $this->assertCount(230, $this->names());
        $this->assertSame('content 229', $this->stored('f229.csv')->get_content());
    }

    public function test_when_the_time_is_up_the_rest_is_left_for_the_next_call(): void {
        for ($i = 0; $i < 3; $i++) {
            $this->agent->deliver("f$i.csv", "content $i");
        }
        $outcome = api::before_action(0.0);
        $this->assertSame([], $outcome->collected);
        $this->assertSame(3, $outcome->remaining);
        $this->assertFalse($outcome->is_complete());
        $this->assertCount(3, api::before_action()->collected);
    }

    public function test_inside_a_transaction_of_the_caller_nothing_is_acknowledged(): void {
        global $DB;
        $path = $this->agent->deliver('a.csv');
        $transaction = $DB->start_delegated_transaction();
        $this->assertSame(outcome::FAILED, api::before_action()->state);
        $transaction->allow_commit();
        $this->assertFileExists($path);
        $this->assertCount(1, api::before_action()->collected);
    }

    public function test_while_another_web_server_collects_the_outcome_is_busy(): void {
        $this->agent->deliver('a.csv');
        $factory = new \core\lock\file_lock_factory('tool_syncingest');
        set_config('lock_factory', \core\lock\file_lock_factory::class);
        $lock = $factory->get_lock('collect', 0);
        $this->assertSame(outcome::COLLECTOR_BUSY, api::before_action(0.5)->state);
        $this->assertFileDoesNotExist(config::folder() . '/lock.txt');
        $lock->release();
        $this->assertCount(1, api::before_action()->collected);
    }

    public function test_a_delivery_that_was_committed_before_the_crash_is_not_stored_twice(): void {
        $this->agent->deliver('a.csv', 'one');
        $library = new \SyncIngest\Options(workArea: config::work_area(), settle: 0, sha1: true);
        check_dir_exists(dirname(config::work_area()));
        check_dir_exists(config::staging());
        $folder = new \SyncIngest\DropFolder(config::folder(), $library);
        $collection = $folder->beginCollection();
        $delivery = $collection->next();
        $item = local\store\item::of($delivery);
        $commit = new \ReflectionMethod(local\store\store::class, 'commit');
        $commit->invoke(new local\store\store($collection), [$item]);
        $item->discard();
        $id = $this->stored('a.csv')->get_id();
        // The process dies here: it has committed, and not acknowledged.
        $delivery->putBack('the process died');
        $collection->finish();
        unset($delivery, $collection, $item);
        api::before_action();
        $this->assertSame($id, $this->stored('a.csv')->get_id());
        $this->assertSame([], $this->names('/archives/'));
        $this->assertSame([], glob(config::work_area() . '/verified-*'));
    }

    public function test_content_that_was_lost_from_the_pool_before_the_answer_is_put_there_again(): void {
        global $CFG;
        $this->agent->deliver('a.csv', 'precious');
        $staged = make_request_directory() . '/staged';
        file_put_contents($staged, 'precious');
        $storage = new storage();
        api::before_action();
        $hash = sha1('precious');
        unlink("$CFG->dataroot/filedir/" . substr($hash, 0, 2) . '/' . substr($hash, 2, 2) . "/$hash");
        $storage->ensure_content($staged, $hash);
        $this->assertSame('precious', $this->stored('a.csv')->get_content());
    }

    public function test_the_round_of_cron_collects_and_says_what_it_did(): void {
        $this->agent->deliver('a.csv');
        $this->expectOutputRegex('/1 file\(s\) collected/');
        (new task\collect())->execute();
        $this->assertGreaterThan(time() - 60, get_config('tool_syncingest', 'lastround'));
    }

    public function test_the_outcome_crosses_from_the_command_line_to_a_page(): void {
        $this->agent->deliver('a.csv');
        $this->agent->deliver("d'accord.csv");
        $outcome = api::before_action();
        $copy = outcome::from_command_line(json_encode($outcome));
        $this->assertTrue($copy->viacommandline);
        $this->assertSame($outcome->collected, $copy->collected);
        $this->assertSame($outcome->rejected, $copy->rejected);
        $this->assertSame(outcome::FAILED, outcome::from_command_line('PHP Fatal error')->state);
        $this->assertSame(outcome::FAILED, outcome::from_command_line('{"state":"x","other":1}')->state);
    }
}

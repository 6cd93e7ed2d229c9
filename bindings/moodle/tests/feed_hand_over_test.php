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

use tool_syncingest\local\feed\child;
use tool_syncingest\local\feed\chunks;
use tool_syncingest\local\feed\definition;
use tool_syncingest\local\feed\exchange;
use tool_syncingest\local\feed\failed_rows;
use tool_syncingest\local\feed\feed;
use tool_syncingest\local\feed\feeds;
use tool_syncingest\local\feed\round;
use tool_syncingest\local\feed\runs;
use tool_syncingest\local\feed\table\library_table;
use tool_syncingest\local\feed\table\tables;

defined('MOODLE_INTERNAL') || die();

require_once(__DIR__ . '/feed_testcase.php');

/**
 * Files that are handed to another plugin's scheduled task, and feeds that are moved to another site.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers \tool_syncingest\local\feed\processor\scheduled_task
 * @covers \tool_syncingest\local\feed\child
 * @covers \tool_syncingest\local\feed\hand_over
 * @covers \tool_syncingest\local\feed\exchange
 */
final class feed_hand_over_test extends feed_testcase {
    /** @var string where another plugin expects its file */
    private string $target;

    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        // A file that is handed over has no key, which the library must be asked otherwise for.
        tables::$reader = library_table::class;
        $this->target = make_request_directory() . '/enrolments.txt';
        set_config('location', $this->target, 'enrol_flatfile');
    }

    /**
     * A feed that hands its file to a task of another plugin, and a PHP that does something else instead.
     *
     * @param string $script what is run in the place of PHP; its arguments are those of PHP
     * @param array $options
     * @return feed
     */
    private function task_feed(string $script, array $options = []): feed {
        global $CFG;
        $php = make_request_directory() . '/php';
        file_put_contents($php, "#!/bin/sh\n$script\n");
        chmod($php, 0755);
        $CFG->pathtophp = $php;
        return $this->feed([
            'pattern' => 'enrolments.csv', 'processor' => 'scheduled_task', 'key' => [],
            'options' => $options + ['task' => '\enrol_flatfile\task\flatfile_sync_task', 'setting' => 'location'],
        ]);
    }

    public function test_a_file_is_put_in_its_place_and_the_task_run_by_a_child_process(): void {
        $log = make_request_directory() . '/log';
        $this->task_feed("printf '%s ' \"\$@\" > $log; cat $this->target >> $log; echo imported");
        $run = $this->deliver($this->table(1, 3), 'enrolments.csv');
        $this->assert_run('done', ['handed_over'], $run);
        $log = file_get_contents($log);
        $this->assertStringContainsString('/admin/cli/scheduled_task.php --execute=\enrol_flatfile\task\flatfile_sync_task', $log);
        $this->assertStringContainsString('c3,Cohort 3', $log);
        $this->assertSame('imported', $run->reasons()[0]->values['output']);
        $this->assertSame([[0, 'handed_over', '']], $this->results($run, 'handed_over'));
    }

    public function test_a_truncated_file_never_reaches_the_other_plugin(): void {
        $log = make_request_directory() . '/log';
        $this->task_feed("touch $log; rm $this->target");
        $this->assert_run('done', ['handed_over'], $this->deliver($this->table(1, 30), 'enrolments.csv'));
        unlink($log);
        $this->assert_run('held', ['short'], $this->deliver($this->table(1, 20), 'enrolments.csv'));
        $run = $this->deliver(substr($this->table(1, 30), 0, -20), 'enrolments.csv');
        $this->assertSame('held', $run->state->value);
        $this->assertSame('refused', $this->deliver('', 'enrolments.csv')->state->value);
        $this->assertFileDoesNotExist($log);
        $this->assertFileDoesNotExist($this->target);
    }

    public function test_a_task_that_fails_or_takes_too_long_is_reported_and_killed_with_its_children(): void {
        $this->task_feed('echo broken; exit 3');
        $run = $this->deliver($this->table(1, 1), 'enrolments.csv');
        $this->assert_run('failed', ['task_failed'], $run);
        $this->assertSame([3, 'broken'], [$run->reasons()[0]->values['status'], $run->reasons()[0]->values['output']]);
        $this->assertContains('feed_failed', $this->alarms());
        global $CFG;
        $pids = make_request_directory() . '/pids';
        file_put_contents($CFG->pathtophp, "#!/bin/sh\nsleep 600 &\necho \$! > $pids; echo \$\$ >> $pids; wait\n");
        $end = child::run(['x'], 0.5);
        $this->assertTrue($end->timedout);
        foreach (file($pids, FILE_IGNORE_NEW_LINES) as $pid) {
            // A killed process is gone when the system has had time for it.
            $until = microtime(true) + 30;
            do {
                $state = @file_get_contents("/proc/$pid/stat");
                $isgone = $state === false || str_contains($state, ') Z ');
            } while (!$isgone && microtime(true) < $until);
            $this->assertTrue($isgone, "process $pid lives");
        }
    }

    public function test_after_a_death_a_file_that_was_taken_is_not_handed_over_again(): void {
        $log = make_request_directory() . '/log';
        $this->task_feed("echo again >> $log; rm -f $this->target");
        $this->collect($this->table(1, 1), 'enrolments.csv');
        $run = $this->last();
        (new local\feed\worker(microtime(true) - 1))->carry_on($run->id);
        chunks::begin($run->id, 1, false);
        round::run(null);
        $this->assert_run('done', ['handed_over'], runs::must_get($run->id));
        $this->assertFileDoesNotExist($log);
    }

    public function test_whoever_edits_a_feed_cannot_write_elsewhere_than_where_the_plugin_says(): void {
        $problems = fn(array $options): array => (new definition([
            'pattern' => 'x.csv', 'processor' => 'scheduled_task', 'options' => $options,
        ]))->problems();
        $task = ['task' => '\enrol_flatfile\task\flatfile_sync_task'];
        $this->assertSame([], $problems($task + ['setting' => 'location']));
        $this->assertSame([], $problems($task + ['filearea' => 'files', 'filename' => 'x.csv']));
        foreach (
            [[], ['setting' => 'none'], ['filearea' => '../x'], ['filearea' => 'files', 'filename' => '../x'],
                ['filearea' => 'files', 'component' => 'user'], ['filearea' => 5]] as $options
        ) {
            $this->assertSame(['processor_target'], $problems($task + $options), json_encode($options));
        }
        $this->assertSame(['processor_task'], $problems(['task' => '\core\task\session_cleanup_task', 'filearea' => 'x']));
        $this->assertSame(['processor_task'], $problems(['task' => '\tool_syncingest\task\collect', 'filearea' => 'x']));
        $this->assertSame(['processor_options'], $problems($task + ['setting' => 'location', 'path' => '/etc']));
        $this->assertSame(['processor_timeout'], $problems($task + ['setting' => 'location', 'timeout' => 'long']));
    }

    public function test_feeds_are_exported_and_imported_into_another_site_in_testing(): void {
        $first = $this->feed(['mapping' => ['id' => 'idnumber', 'nom' => 'name'], 'limits' => ['removals' => 3]], 'first');
        $this->feed(['mode' => 'rows', 'pattern' => 'b.csv'], 'second', [$first->id]);
        $json = exchange::export(feeds::all());
        foreach (feeds::all() as $feed) {
            feeds::delete($feed);
        }
        // A feed before another one must be live.
        $this->assertSame(['first', 'second'], array_column(json_decode($json, true)['feeds'], 'name'));
        $alone = json_decode($json, true);
        $alone['feeds'][1]['after'] = [];
        [$new] = exchange::import(json_encode($alone));
        $this->assertSame('testing', $new->stage->value);
        $this->assertEquals($first->definition, $new->definition);
        feeds::set_stage($new, local\feed\rules\stage::LIVE);
        [, $second] = exchange::import($json);
        $this->assertSame([$new->id], $second->after);
        $this->assertSame($json, exchange::export(feeds::all()));
        foreach (['', '[]', '{"format":2,"feeds":[]}', '{"format":1,"feeds":[{"name":"x","colour":"red"}]}', '{"format":1,"feeds":[5]}'] as $bad) {
            try {
                exchange::import($bad);
                $this->fail("imported $bad");
            } catch (\moodle_exception $failure) {
                $this->assertSame('feed_notjson', $failure->errorcode);
            }
        }
    }

    public function test_feeds_that_come_after_each_other_are_imported_together_in_any_order_and_made_live_in_theirs(): void {
        $first = $this->feed(['mode' => 'rows'], 'first');
        $this->feed(['mode' => 'rows', 'pattern' => 'b.csv'], 'second', [$first->id]);
        $data = json_decode(exchange::export(feeds::all()), true);
        array_map(feeds::delete(...), feeds::all());
        $data['feeds'] = array_reverse($data['feeds']);
        exchange::import(json_encode($data));
        [$second, $first] = [feeds::named('second'), feeds::named('first')];
        $this->assertSame([[$first->id], 'testing'], [$second->after, $second->stage->value]);
        try {
            feeds::set_stage($second, local\feed\rules\stage::LIVE);
            $this->fail('it is live before the feed that comes first');
        } catch (\moodle_exception $failure) {
            $this->assertSame('feed_problems', $failure->errorcode);
        }
        feeds::set_stage($first, local\feed\rules\stage::LIVE);
        feeds::set_stage(feeds::named('second'), local\feed\rules\stage::LIVE);
        $this->assertSame('live', feeds::named('second')->stage->value);
    }

    public function test_failed_rows_are_a_file_with_the_original_header_and_no_secrets(): void {
        $this->feed(['mode' => 'rows']);
        $run = $this->deliver("idnumber,name,hidden,do,secret\nc1,=1+1,,refuse,hush\nc2,Two,,,hush\nc3,Three\n");
        $read = function (bool $forpeople) use ($run): array {
            $out = fopen('php://memory', 'w+');
            failed_rows::write($run, $out, $forpeople);
            rewind($out);
            return explode("\n", trim(stream_get_contents($out)));
        };
        $this->assertSame(['idnumber,name,hidden,do,secret,_error', 'c1,=1+1,,refuse,,refused', 'c3,Three,,,,table_ragged'], $read(false));
        $this->assertSame("c1,'=1+1,,refuse,,refused", $read(true)[1]);
    }

    public function test_row_results_are_exported_erased_and_kept_for_a_while(): void {
        global $DB;
        $user = $this->getDataGenerator()->create_user();
        $this->feed();
        $run = $this->deliver($this->table(1, 2));
        $DB->set_field('tool_syncingest_rows', 'objecttype', 'user');
        $DB->set_field('tool_syncingest_records', 'objecttype', 'user');
        $DB->set_field('tool_syncingest_rows', 'objectid', $user->id, ['keytext' => 'c1']);
        $contexts = privacy\provider::get_contexts_for_userid($user->id);
        $this->assertSame([(int) SYSCONTEXTID], array_map('intval', $contexts->get_contextids()));
        $list = new \core_privacy\local\request\approved_contextlist($user, 'tool_syncingest', $contexts->get_contextids());
        privacy\provider::export_user_data($list);
        $path = [get_string('pluginname', 'tool_syncingest'), get_string('privacy:path:feeds', 'tool_syncingest')];
        $data = \core_privacy\local\request\writer::with_context(\context_system::instance())->get_data($path);
        $this->assertSame('c1', $data->rows[0]->keytext);
        privacy\provider::delete_data_for_user($list);
        $this->assertSame(1, $DB->count_records('tool_syncingest_rows'));
        $DB->set_field(runs::TABLE, 'timefinished', time() - 31 * DAYSECS);
        local\feed\retention::forget_results(time() - 30 * DAYSECS);
        $this->assertSame(0, $DB->count_records('tool_syncingest_rows'));
        $this->assertSame(0, local\feed\retention::forget_runs(time() - 30 * DAYSECS), 'later files are compared with it');
        $this->assertNotNull(runs::get($run->id));
    }

    public function test_tables_of_feeds_have_names_that_every_moodle_can_take(): void {
        $xml = file_get_contents(__DIR__ . '/../db/install.xml');
        preg_match_all('/TABLE NAME="([^"]+)"/', $xml, $found);
        $this->assertGreaterThan(6, count($found[1]));
        foreach ($found[1] as $name) {
            $this->assertLessThanOrEqual(28, strlen($name), $name);
        }
    }
}

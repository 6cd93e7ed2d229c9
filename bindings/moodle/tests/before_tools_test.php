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

use tool_syncingest\local\tools\before_tools;
use tool_syncingest\local\tools\process;

defined('MOODLE_INTERNAL') || die();

require_once(__DIR__ . '/ingest_testcase.php');

/**
 * Collecting before the actions of other tools, without a change to them.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers \tool_syncingest\local\tools\before_tools
 * @covers \tool_syncingest\local\tools\current_process
 */
final class before_tools_test extends ingest_testcase {
    public function test_moodle_calls_it_at_the_end_of_its_setup(): void {
        global $CFG;
        if (class_exists(\core\hook\after_config::class)) {
            $callbacks = \core\hook\manager::get_instance()->get_callbacks_for_hook(\core\hook\after_config::class);
            $this->assertContains(before_tools::class . '::after_config', array_column($callbacks, 'callback'));
        } else {
            require_once("$CFG->dirroot/admin/tool/syncingest/lib.php");
            $this->assertTrue(function_exists('tool_syncingest_after_config'));
        }
        $this->agent->deliver('a.csv');
        before_tools::after_config();
        $this->assertSame([], $this->names());
    }

    public function test_a_script_of_a_listed_tool_finds_everything_stored(): void {
        $this->agent->deliver('a.csv');
        $this->assertNull(before_tools::run(new process('admin/tool/phpunit/cli/util.php')));
        $this->assertSame([], $this->names());
        $outcome = before_tools::run(new process('admin/tool/uploaduser/cli/uploaduser.php'));
        $this->assertSame(outcome::COLLECTED, $outcome->state);
        $this->assertSame(['a.csv'], $this->names());
    }

    public function test_the_process_of_a_single_task_of_a_listed_tool_finds_everything_stored(): void {
        $this->agent->deliver('a.csv');
        $run = fn(string $class): ?outcome => before_tools::run(new process('admin/cli/scheduled_task.php', ["--execute=$class"]));
        $this->assertNull($run('\core\task\file_temp_cleanup_task'));
        $this->assertSame(outcome::COLLECTED, $run('\enrol_flatfile\task\flatfile_sync_task')->state);
    }

    public function test_cron_finds_everything_stored_when_a_task_of_a_listed_tool_is_due(): void {
        global $DB;
        $this->agent->deliver('a.csv');
        $task = ['classname' => '\enrol_flatfile\task\flatfile_sync_task'];
        $DB->set_field('task_scheduled', 'nextruntime', time() + HOURSECS, $task);
        $this->assertNull(before_tools::run(new process('admin/cli/cron.php')));
        $DB->set_field('task_scheduled', 'nextruntime', time() - 1, $task);
        $DB->set_field('task_scheduled', 'disabled', 1, $task);
        $this->assertNull(before_tools::run(new process('admin/cli/cron.php')));
        $DB->set_field('task_scheduled', 'disabled', 0, $task);
        $this->assertSame(outcome::COLLECTED, before_tools::run(new process('admin/cli/cron.php'))->state);
    }

    public function test_what_the_site_has_listed_counts(): void {
        $this->agent->deliver('a.csv');
        $process = new process('local/example/run.php');
        $this->assertNull(before_tools::run($process));
        set_config('tool_syncingest_pages', "/local/example/\n");
        set_config('tool_syncingest_presets', '');
        $this->assertNull(before_tools::run(new process('admin/tool/uploaduser/index.php')));
        $this->assertSame(outcome::COLLECTED, before_tools::run($process)->state);
    }

    public function test_within_a_transaction_and_during_an_upgrade_nothing_is_done(): void {
        global $CFG, $DB;
        $this->agent->deliver('a.csv');
        $process = new process('admin/tool/uploaduser/index.php');
        $transaction = $DB->start_delegated_transaction();
        $this->assertNull(before_tools::run($process));
        $transaction->allow_commit();
        $CFG->upgraderunning = time() + 60;
        $this->assertNull(before_tools::run($process));
        unset($CFG->upgraderunning);
        $this->assertSame([], $this->names());
    }

    public function test_another_page_costs_at_most_a_twentieth_of_a_millisecond_and_no_query(): void {
        global $DB;
        $reads = $DB->perf_get_reads();
        $times = [];
        for ($i = 0; $i < 300; $i++) {
            $began = hrtime(true);
            before_tools::run(new process('course/view.php'));
            $times[] = (hrtime(true) - $began) / 1e6;
        }
        sort($times);
        $this->assertSame($reads, $DB->perf_get_reads());
        $this->assertLessThan(0.05, $times[150]);
    }
}

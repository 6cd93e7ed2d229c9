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

// PHPUnit alone reads these comments.
// phpcs:disable moodle.Commenting

namespace tool_syncingest\without_moodle;

use PHPUnit\Framework\TestCase;
use tool_syncingest\local\tools\process;
use tool_syncingest\local\tools\tool_list;

/**
 * Which process is one of a listed tool.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class ToolListTest extends TestCase {
    public function test_until_somebody_chooses_all_known_tools_are_listed(): void {
        $list = tool_list::from_settings(null, '', '');
        $scripts = [
            'admin/tool/sync/index.php', 'admin/tool/uploaduser/cli/uploaduser.php', 'admin/tool/uploadcourse/index.php',
            'enrol/flatfile/cli/sync.php',
        ];
        foreach ($scripts as $script) {
            $this->assertTrue($list->has_page($script), $script);
        }
        $this->assertTrue($list->has_task('\tool_sync\task\usersync_task'));
        $this->assertTrue($list->has_task('enrol_flatfile\task\flatfile_sync_task'));
    }

    public function test_other_pages_and_tasks_are_none_of_theirs(): void {
        $list = tool_list::from_settings(null, '', '');
        $others = ['', 'index.php', 'course/view.php', 'admin/tool/syncingest/index.php', 'x/admin/tool/sync/index.php'];
        foreach ($others as $script) {
            $this->assertFalse($list->has_page($script), $script);
        }
        $this->assertFalse($list->has_task('core\task\send_new_user_passwords_task'));
        $this->assertFalse($list->has_task('tool_syncingest\task\collect'));
        $this->assertFalse($list->has_task(''));
    }

    public function test_only_the_known_tools_that_were_chosen_are_listed(): void {
        $list = tool_list::from_settings('tool_uploaduser,gone', '', '');
        $this->assertTrue($list->has_page('admin/tool/uploaduser/index.php'));
        $this->assertFalse($list->has_page('admin/tool/sync/index.php'));
        $this->assertFalse($list->has_task('tool_sync\task\usersync_task'));
        $this->assertFalse(tool_list::from_settings('', '', '')->has_page('admin/tool/uploaduser/index.php'));
    }

    public function test_other_tools_are_listed_line_by_line(): void {
        $list = tool_list::from_settings('', " /local/a/ \r\n\r\n/\nlocal/b/run.php", "\\local_a\\task\\import\nlocal_b\\");
        $this->assertTrue($list->has_page('local/a/view.php'));
        $this->assertTrue($list->has_page('local/b/run.php'));
        $this->assertFalse($list->has_page('local/b/view.php'));
        $this->assertTrue($list->has_task('local_a\task\import'));
        $this->assertFalse($list->has_task('local_a\task\import_all'));
        $this->assertTrue($list->has_task('\local_b\anything'));
    }

    public function test_the_files_of_a_known_tool_are_those_that_it_is_configured_for(): void {
        $list = tool_list::from_settings(null, '', "local_a\\task\\import");
        $setting = fn(string $plugin, string $name): string => $name === 'users_filelocation' ? '/in/people.csv, /more.csv' : '';
        $files = $list->files_of(['\tool_sync\task\usersync_task'], $setting);
        foreach (['people.csv', 'more.csv', 'enrols.csv', 'userpictures_*'] as $file) {
            $this->assertContains($file, $files);
        }
        $this->assertNotContains('userimport.csv', $files);
    }

    public function test_where_nobody_knows_the_files_of_a_task_any_file_is_meant(): void {
        $list = tool_list::from_settings(null, '', "local_a\\task\\import");
        $none = fn(): bool => false;
        $this->assertNull($list->files_of(['local_a\task\import'], $none));
        $this->assertNull($list->files_of(['tool_sync\task\usersync_task', 'enrol_flatfile\task\flatfile_sync_task'], $none));
        $this->assertSame([], $list->files_of([], $none));
    }

    public function test_a_process_shows_which_task_it_was_started_for(): void {
        $this->assertSame('a\b', (new process('admin/cli/scheduled_task.php', ['--force', '--execute=\a\b']))->task());
        $this->assertNull((new process('admin/cli/scheduled_task.php', ['--list']))->task());
        $this->assertNull((new process('index.php', ['--execute=\a\b']))->task());
        $this->assertSame('a\b', (new process('admin/cli/adhoc_task.php', ['--classname=a\b']))->task());
        $this->assertSame('a\b', (new process('admin/cli/adhoc_task.php', ['-c=a\b']))->task());
    }

    public function test_cron_runs_whatever_is_due(): void {
        foreach (['admin/cli/cron.php', 'admin/cron.php', 'admin/cli/adhoc_task.php'] as $script) {
            $this->assertTrue((new process($script))->runs_due_tasks(), $script);
            $this->assertTrue((new process($script))->runs_tasks(), $script);
        }
        $chosen = new process('admin/cli/adhoc_task.php', ['--classname=a\b']);
        $this->assertFalse($chosen->runs_due_tasks());
        $this->assertTrue($chosen->runs_tasks());
        $this->assertFalse((new process('admin/index.php'))->runs_tasks());
    }
}

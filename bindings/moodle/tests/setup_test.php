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
use tool_syncingest\local\setup\remains;
use tool_syncingest\local\setup\test_delivery;

defined('MOODLE_INTERNAL') || die();

require_once(__DIR__ . '/ingest_testcase.php');

/**
 * The first steps of a new site, and what is left after the last.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers \tool_syncingest\local\setup\remains
 * @covers \tool_syncingest\local\setup\test_delivery
 * @covers \tool_syncingest\output\first_steps
 */
final class setup_test extends ingest_testcase {
    public function test_a_test_delivery_goes_all_the_way_and_leaves_nothing(): void {
        set_config('settle', '3600', 'tool_syncingest');
        test_delivery::run();
        $this->assertGreaterThan(0, get_config('tool_syncingest', 'testdelivered'));
        $this->assertSame([], $this->names());
        $this->assertSame(['.', '..'], scandir(config::folder()));
    }

    public function test_a_test_delivery_that_is_not_collected_is_withdrawn_and_says_why(): void {
        $this->agent->lock('alock.txt');
        try {
            test_delivery::run();
            $this->fail('it was collected in spite of alock.txt');
        } catch (\moodle_exception $failure) {
            $this->assertStringContainsString('alock.txt', $failure->getMessage());
        }
        $this->assertSame(['.', '..', 'alock.txt'], scandir(config::folder()));
        $this->assertFalse(get_config('tool_syncingest', 'testdelivered'));
    }

    public function test_the_page_lists_the_steps_with_what_to_do(): void {
        global $PAGE;
        $this->setAdminUser();
        $PAGE->set_url('/admin/tool/syncingest/index.php');
        $renderer = $PAGE->get_renderer('core');
        $data = (new output\first_steps(local\drop\survey::take()))->export_for_template($renderer);
        $this->assertCount(6, $data['steps']);
        $this->assertFalse($data['complete']);
        $this->assertStringContainsString(config::folder(), $data['commands']);
        $html = $renderer->render_from_template('tool_syncingest/first_steps', $data);
        $this->assertStringContainsString('internal-sftp -u 0027', $html);
        $this->assertStringContainsString('admin/cli/cron.php', $html);
        $this->assertStringContainsString('action=testdelivery', $html);
    }

    public function test_copies_lie_where_nobody_else_may_look(): void {
        check_dir_exists(config::staging());
        chmod(config::staging(), 02777);
        $this->agent->deliver('a.csv');
        api::before_action();
        clearstatcache();
        $this->assertSame(0700, fileperms(config::staging()) & 07777);
    }

    public function test_uninstalling_deletes_temporary_copies_and_names_what_stays(): void {
        global $CFG;
        require_once("$CFG->dirroot/admin/tool/syncingest/db/uninstall.php");
        $this->agent->deliver("it's rejected.csv");
        api::before_action();
        $this->agent->deliver('waits.csv');
        file_put_contents(config::staging() . '/copy', 'x');
        $this->expectOutputRegex('~work \([1-9]\d* file~');
        xmldb_tool_syncingest_uninstall();
        $this->assertFileDoesNotExist(config::staging());
        $this->assertFileExists(config::folder() . '/waits.csv');
        $this->assertCount(1, local\drop\rejected::list());
    }

    public function test_uninstalling_leaves_no_folder_behind_that_is_empty(): void {
        $this->agent->deliver('a.csv');
        api::before_action();
        $kept = remains::clear();
        $this->assertArrayNotHasKey(config::folder(), $kept);
        $this->assertDirectoryExists(config::folder());
        $this->assertDirectoryDoesNotExist(config::work_area());
        $this->assertDirectoryDoesNotExist(config::staging());
    }
}

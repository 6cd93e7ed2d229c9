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

use core\check\result;
use tool_syncingest\local\config;

defined('MOODLE_INTERNAL') || die();

require_once(__DIR__ . '/ingest_testcase.php');

/**
 * What the system status page shows.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers \tool_syncingest\check\locks
 * @covers \tool_syncingest\check\folder
 * @covers \tool_syncingest\check\library
 * @covers \tool_syncingest\check\collection
 * @covers \tool_syncingest\check\toolsync
 */
final class check_test extends ingest_testcase {
    public function test_moodle_finds_all_checks_and_each_has_a_name_and_a_result(): void {
        $all = \core\check\manager::get_checks('status');
        $ours = array_filter($all, fn($check): bool => $check->get_component() === 'tool_syncingest');
        $this->assertCount(7, $ours);
        foreach ($ours as $check) {
            $this->assertNotSame('', $check->get_name());
            $this->assertNotSame('', $check->get_result()->get_summary());
        }
    }

    public function test_a_stale_lock_is_critical(): void {
        $this->assertSame(result::OK, (new check\locks())->get_result()->get_status());
        $lock = $this->agent->lock('alock.txt', HOURSECS);
        $this->assertSame(result::OK, (new check\locks())->get_result()->get_status());
        touch($lock, time() - 4 * HOURSECS);
        $result = (new check\locks())->get_result();
        $this->assertSame(result::CRITICAL, $result->get_status());
        $this->assertStringContainsString('alock.txt', $result->get_details());
    }

    public function test_a_folder_that_everybody_may_write_to_is_a_warning(): void {
        chmod(config::folder(), 02770);
        clearstatcache();
        $this->assertSame(result::OK, (new check\folder())->get_result()->get_status());
        chmod(config::folder(), 0777);
        clearstatcache();
        $this->assertSame(result::WARNING, (new check\folder())->get_result()->get_status());
    }

    public function test_the_library_and_its_version_are_shown(): void {
        $result = (new check\library())->get_result();
        $this->assertSame(result::OK, $result->get_status());
        $this->assertStringContainsString('sync_ingest', $result->get_summary());
    }

    public function test_no_collection_for_an_hour_is_a_warning_and_an_alarm_an_error(): void {
        $this->assertSame(result::WARNING, (new check\collection())->get_result()->get_status());
        local\drop\round::run(null);
        $this->assertSame(result::OK, (new check\collection())->get_result()->get_status());
        set_config('lastround', time() - 2 * HOURSECS, 'tool_syncingest');
        $this->assertSame(result::WARNING, (new check\collection())->get_result()->get_status());
        $this->agent->lock('alock.txt', 4 * HOURSECS);
        api::before_action();
        $this->assertSame(result::ERROR, (new check\collection())->get_result()->get_status());
    }
}

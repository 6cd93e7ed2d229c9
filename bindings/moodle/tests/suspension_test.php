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
use tool_syncingest\local\drop\round;
use tool_syncingest\local\suspension;
use tool_syncingest\local\tools\before_tools;
use tool_syncingest\local\tools\process;

defined('MOODLE_INTERNAL') || die();

require_once(__DIR__ . '/ingest_testcase.php');

/**
 * Nothing is collected while the site is in maintenance, or waits for an upgrade.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers \tool_syncingest\local\suspension
 */
final class suspension_test extends ingest_testcase {
    /**
     * Asserts that nothing is collected, in whatever way it is tried.
     *
     * @param string $why
     */
    private function assert_nothing_is_collected(string $why): void {
        $this->agent->deliver('a.csv');
        $ways = [
            fn(): outcome => api::before_action(),
            fn(): outcome => round::run(null),
            fn(): outcome => before_tools::run(new process('admin/tool/uploaduser/index.php')),
        ];
        foreach ($ways as $way) {
            $outcome = $way();
            $this->assertSame(outcome::SUSPENDED, $outcome->state);
            $this->assertFalse($outcome->is_complete());
            $this->assertStringContainsString($why, $outcome->message());
        }
        $this->assertSame([], $this->names());
        $this->assertSame(['a.csv'], array_map('basename', glob(config::folder() . '/*')));
    }

    public function test_in_maintenance_nothing_is_collected(): void {
        set_config('maintenance_enabled', 1);
        $this->assert_nothing_is_collected('maintenance');
        set_config('maintenance_enabled', 0);
        $this->assertCount(1, api::before_action()->collected);
    }

    public function test_while_an_upgrade_is_pending_nothing_is_collected(): void {
        global $CFG;
        $hash = $CFG->allversionshash;
        set_config('allversionshash', sha1('an earlier version'));
        $this->assert_nothing_is_collected('upgrade');
        set_config('allversionshash', $hash);
        $this->assertCount(1, api::before_action()->collected);
    }

    public function test_the_task_of_a_cron_that_is_kept_alive_hears_of_maintenance_that_began_meanwhile(): void {
        global $DB;
        set_config('maintenance_enabled', '0');
        $DB->set_field('config', 'value', '1', ['name' => 'maintenance_enabled']);
        $this->assertNull(suspension::reason());
        $this->assertSame(outcome::SUSPENDED, round::run(null)->state);
    }
}

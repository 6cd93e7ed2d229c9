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

defined('MOODLE_INTERNAL') || die();

require_once(__DIR__ . '/ingest_testcase.php');

/**
 * The antivirus, played by a scanner that knows three contents.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers \tool_syncingest\local\store\scanner
 */
final class scanner_test extends ingest_testcase {
    #[\Override]
    protected function setUp(): void {
        global $CFG;
        parent::setUp();
        require_once("$CFG->dirroot/admin/tool/syncingest/tests/fixtures/scanner.php");
        set_config('antiviruses', 'syncingesttest');
    }

    public function test_an_infected_file_is_rejected_and_raises_an_alarm_of_its_own(): void {
        $this->agent->deliver('bad.csv', 'infected');
        $this->agent->deliver('good.csv', 'clean');
        $this->redirectMessages();
        $outcome = local\drop\round::run(null);
        $this->assertSame(['good.csv'], $this->names());
        $this->assertCount(1, $outcome->rejected);
        $this->assertStringStartsWith('infected: ', $outcome->rejected[0]['reason']);
        $this->assertEqualsCanonicalizing(['infected_file', 'rejected_file'], $this->alarms());
        local\drop\rejected::list()[0]->delete();
        local\drop\round::run(null);
        $this->assertSame([], $this->alarms());
    }

    public function test_while_the_scanner_is_out_of_order_files_wait(): void {
        $this->agent->deliver('a.csv', 'unscannable');
        $outcome = api::before_action();
        $this->assertCount(1, $outcome->putback);
        $this->assertSame([], $this->names());
        $this->assertSame([], local\drop\rejected::list());
    }
}

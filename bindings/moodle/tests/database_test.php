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

use tool_syncingest\local\alarm\incidents;
use tool_syncingest\local\alarm\notices;

defined('MOODLE_INTERNAL') || die();

require_once(__DIR__ . '/ingest_testcase.php');

/**
 * What databases differ in.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers \tool_syncingest\local\store\store
 * @covers \tool_syncingest\local\alarm\incidents
 * @covers \tool_syncingest\local\alarm\notices
 */
final class database_test extends ingest_testcase {
    /** @var string a character of four bytes, one of a combining pair, one of two bytes */
    private const NAME = "élèves 😀 e\u{301} 名簿.csv";

    public function test_a_name_with_characters_of_four_bytes_is_stored_listed_and_replaced(): void {
        global $DB;
        $this->agent->deliver(self::NAME, 'one');
        api::before_action();
        $this->agent->deliver(self::NAME, 'two');
        api::before_action();
        $this->assertSame('two', $this->stored(self::NAME)->get_content());
        $this->assertCount(1, $this->names('/archives/'));
        $this->assertSame(2, $DB->count_records('tool_syncingest_files', ['filename' => self::NAME]));
    }

    public function test_names_that_differ_by_case_or_accent_are_different_files(): void {
        foreach (['eleves.csv', 'élèves.csv', 'Eleves.csv'] as $name) {
            $this->agent->deliver($name, $name);
        }
        $this->assertCount(3, api::before_action()->collected);
        foreach (['eleves.csv', 'élèves.csv', 'Eleves.csv'] as $name) {
            $this->assertSame($name, $this->stored($name)->get_content());
        }
    }

    public function test_an_alarm_keeps_characters_of_four_bytes(): void {
        $facts = ['files' => [['name' => self::NAME]]];
        incidents::raise('left_behind', self::NAME, 1, null, $facts, self::NAME);
        $incident = incidents::open()['left_behind:' . self::NAME];
        $this->assertSame(self::NAME, $incident->subject);
        $this->assertSame($facts, json_decode($incident->facts, true));
        incidents::end('left_behind', self::NAME);
        $this->assertSame([], incidents::open());
    }

    public function test_a_channel_is_recorded_once(): void {
        incidents::raise('stale_agent_lock', '');
        $incident = incidents::open()['stale_agent_lock'];
        notices::record($incident, 2, 'email', 1);
        $this->expectException(\dml_write_exception::class);
        notices::record($incident, 2, 'email', 1);
    }

    public function test_what_is_forgotten_leaves_no_notices(): void {
        global $DB;
        incidents::raise('stale_agent_lock', '');
        notices::record(incidents::open()['stale_agent_lock'], 2, 'email', 1);
        incidents::end('stale_agent_lock');
        $DB->set_field('tool_syncingest_incidents', 'timeendtold', 5);
        incidents::forget(6);
        $this->assertSame(0, $DB->count_records('tool_syncingest_incidents'));
        $this->assertSame(0, $DB->count_records('tool_syncingest_notices'));
    }
}

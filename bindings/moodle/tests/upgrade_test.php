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

use tool_syncingest\local\store\history;

defined('MOODLE_INTERNAL') || die();

require_once(__DIR__ . '/ingest_testcase.php');

/**
 * An upgrade from the tables of release 0.1.0, with files in every folder.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers ::xmldb_tool_syncingest_upgrade
 */
final class upgrade_test extends ingest_testcase {
    /** @var int the version of release 0.1.0 */
    private const FROM = 2026112600;

    /** @var string[] */
    private const TABLES = ['tool_syncingest_files', 'tool_syncingest_incidents'];

    /**
     * Puts the tables of release 0.1.0 in the place of ours.
     */
    private function go_back(): void {
        global $DB;
        $manager = $DB->get_manager();
        foreach (self::TABLES as $table) {
            $manager->drop_table(new \xmldb_table($table));
        }
        $manager->install_from_xmldb_file(__DIR__ . '/fixtures/install_0.1.0.xml');
        set_config('version', self::FROM, 'tool_syncingest');
    }

    public function test_an_upgrade_keeps_what_is_there_and_collecting_goes_on(): void {
        global $CFG, $DB;
        require_once("$CFG->libdir/upgradelib.php");
        require_once("$CFG->dirroot/admin/tool/syncingest/db/upgrade.php");
        $version = get_config('tool_syncingest', 'version');
        $this->agent->deliver('a.csv', 'old');
        $this->agent->deliver("rejected's.csv");
        api::before_action();
        $row = history::latest(1)[0];
        $this->go_back();
        $DB->insert_record('tool_syncingest_files', array_intersect_key((array) $row, $DB->get_columns('tool_syncingest_files')));
        $DB->insert_record('tool_syncingest_incidents', [
            'kind' => 'rejected_file', 'amount' => 1, 'detail' => 'a file was rejected', 'since' => time(), 'timeraised' => time(),
        ]);
        $this->agent->deliver('a.csv', 'new');
        $this->agent->deliver('b.csv');

        $this->assertTrue(xmldb_tool_syncingest_upgrade(self::FROM));
        set_config('version', $version, 'tool_syncingest');

        $this->assertSame([], array_intersect_key($DB->get_manager()->check_database_schema(
            $DB->get_manager()->get_install_xml_schema()
        ), array_flip(self::TABLES)));
        $this->assertCount(2, api::before_action()->collected);
        $this->assertSame('new', $this->stored('a.csv')->get_content());
        $this->assertCount(1, $this->names('/archives/'));
        $this->assertCount(1, local\drop\rejected::list());
        $this->assertContains('rejected_file', $this->alarms());
        $this->assertCount(3, history::latest(10));
    }

    public function test_what_undoing_needs_is_added_to_the_tables_of_feeds(): void {
        global $CFG, $DB;
        require_once("$CFG->libdir/upgradelib.php");
        require_once("$CFG->dirroot/admin/tool/syncingest/db/upgrade.php");
        $version = get_config('tool_syncingest', 'version');
        $manager = $DB->get_manager();
        $manager->drop_table(new \xmldb_table('tool_syncingest_undos'));
        $records = new \xmldb_table('tool_syncingest_records');
        $manager->drop_index($records, new \xmldb_index('pinned', XMLDB_INDEX_NOTUNIQUE, ['feedid', 'pinned']));
        $manager->drop_field($records, new \xmldb_field('keytext'));
        $manager->drop_field(new \xmldb_table('tool_syncingest_rows'), new \xmldb_field('reversal'));
        set_config('version', 2026112820, 'tool_syncingest');

        $this->assertTrue(xmldb_tool_syncingest_upgrade(2026112820));
        set_config('version', $version, 'tool_syncingest');

        $tables = ['tool_syncingest_rows', 'tool_syncingest_records', 'tool_syncingest_undos'];
        $faults = $manager->check_database_schema($manager->get_install_xml_schema());
        $this->assertSame([], array_intersect_key($faults, array_flip($tables)));
        $this->assertTrue($manager->index_exists($records, new \xmldb_index('pinned', XMLDB_INDEX_NOTUNIQUE, ['feedid', 'pinned'])));
    }
}

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

/**
 * Brings the tables of an earlier version up to date.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

/**
 * Called by Moodle's upgrade with the version that was installed.
 *
 * @param int $oldversion
 * @return bool
 */
function xmldb_tool_syncingest_upgrade($oldversion) {
    global $DB;
    require_once(__DIR__ . '/upgradelib.php');
    if ($oldversion < 2026112600) {
        $table = new xmldb_table('tool_syncingest_incidents');
        $field = new xmldb_field('facts', XMLDB_TYPE_TEXT, null, null, null, null, null, 'detail');
        if (!$DB->get_manager()->field_exists($table, $field)) {
            $DB->get_manager()->add_field($table, $field);
        }
        upgrade_plugin_savepoint(true, 2026112600, 'tool', 'syncingest');
    }
    if ($oldversion < 2026112803) {
        tool_syncingest_upgrade_feeds();
        upgrade_plugin_savepoint(true, 2026112803, 'tool', 'syncingest');
    }
    return true;
}

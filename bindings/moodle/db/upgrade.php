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
    if ($oldversion < 2026112805) {
        $incidents = new xmldb_table('tool_syncingest_incidents');
        $fields = [
            new xmldb_field('subject', XMLDB_TYPE_CHAR, '255', null, XMLDB_NOTNULL, null, null, 'kind'),
            new xmldb_field('newamount', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL, null, '0', 'since'),
            new xmldb_field('newfacts', XMLDB_TYPE_TEXT, null, null, null, null, null, 'newamount'),
            new xmldb_field('notices', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL, null, '0', 'newfacts'),
        ];
        foreach ($fields as $field) {
            if (!$DB->get_manager()->field_exists($incidents, $field)) {
                $DB->get_manager()->add_field($incidents, $field);
            }
        }
        $notices = new xmldb_table('tool_syncingest_notices');
        if (!$DB->get_manager()->table_exists($notices)) {
            $notices->add_field('id', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL, XMLDB_SEQUENCE);
            $notices->add_field('incidentid', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL);
            $notices->add_field('number', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL);
            $notices->add_field('userid', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL);
            $notices->add_field('channel', XMLDB_TYPE_CHAR, '40', null, XMLDB_NOTNULL);
            $notices->add_field('timesent', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL);
            $notices->add_key('primary', XMLDB_KEY_PRIMARY, ['id']);
            $notices->add_key('incidentid', XMLDB_KEY_FOREIGN, ['incidentid'], 'tool_syncingest_incidents', ['id']);
            $notices->add_key('userid', XMLDB_KEY_FOREIGN, ['userid'], 'user', ['id']);
            $notices->add_index('once', XMLDB_INDEX_UNIQUE, ['incidentid', 'number', 'userid', 'channel']);
            $DB->get_manager()->create_table($notices);
        }
        upgrade_plugin_savepoint(true, 2026112805, 'tool', 'syncingest');
    }
    if ($oldversion < 2026112811) {
        $files = new xmldb_table('tool_syncingest_files');
        foreach (['fileid', 'filename'] as $name) {
            $index = new xmldb_index($name, XMLDB_INDEX_NOTUNIQUE, [$name]);
            if (!$DB->get_manager()->index_exists($files, $index)) {
                $DB->get_manager()->add_index($files, $index);
            }
        }
        $rejected = new xmldb_table('tool_syncingest_rejected');
        if (!$DB->get_manager()->table_exists($rejected)) {
            $rejected->add_field('id', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL, XMLDB_SEQUENCE);
            $rejected->add_field('deliveryid', XMLDB_TYPE_CHAR, '64', null, XMLDB_NOTNULL);
            $rejected->add_field('filename', XMLDB_TYPE_CHAR, '255', null, XMLDB_NOTNULL);
            $rejected->add_field('givenname', XMLDB_TYPE_CHAR, '255', null, XMLDB_NOTNULL);
            $rejected->add_field('reason', XMLDB_TYPE_TEXT, null, null, XMLDB_NOTNULL);
            $rejected->add_field('kind', XMLDB_TYPE_CHAR, '20', null, XMLDB_NOTNULL);
            $rejected->add_field('deaths', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL, null, '0');
            $rejected->add_field('filesize', XMLDB_TYPE_INTEGER, '18', null, XMLDB_NOTNULL);
            $rejected->add_field('timerejected', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL);
            $rejected->add_field('scan', XMLDB_TYPE_INTEGER, '18', null, XMLDB_NOTNULL);
            $rejected->add_key('primary', XMLDB_KEY_PRIMARY, ['id']);
            $rejected->add_index('deliveryid', XMLDB_INDEX_UNIQUE, ['deliveryid']);
            $rejected->add_index('timerejected', XMLDB_INDEX_NOTUNIQUE, ['timerejected']);
            $rejected->add_index('scan', XMLDB_INDEX_NOTUNIQUE, ['scan']);
            $DB->get_manager()->create_table($rejected);
        }
        upgrade_plugin_savepoint(true, 2026112811, 'tool', 'syncingest');
    }
    if ($oldversion < 2026112820) {
        // Row results are listed by their lines.
        $rows = new xmldb_table('tool_syncingest_rows');
        $index = new xmldb_index('runline', XMLDB_INDEX_NOTUNIQUE, ['runid', 'line']);
        if (!$DB->get_manager()->index_exists($rows, $index)) {
            $DB->get_manager()->add_index($rows, $index);
        }
        upgrade_plugin_savepoint(true, 2026112820, 'tool', 'syncingest');
    }
    if ($oldversion < 2026112840) {
        tool_syncingest_upgrade_undo();
        upgrade_plugin_savepoint(true, 2026112840, 'tool', 'syncingest');
    }
    if ($oldversion < 2026112841) {
        $records = new xmldb_table('tool_syncingest_records');
        $given = new xmldb_field('given', XMLDB_TYPE_TEXT, null, null, null, null, null, 'pinned');
        if (!$DB->get_manager()->field_exists($records, $given)) {
            $DB->get_manager()->add_field($records, $given);
        }
        upgrade_plugin_savepoint(true, 2026112841, 'tool', 'syncingest');
    }
    return true;
}

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
 * Steps of the upgrade.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

/**
 * Makes a table that is not there yet.
 *
 * @param xmldb_table $table
 */
function tool_syncingest_upgrade_create(xmldb_table $table): void {
    global $DB;
    if (!$DB->get_manager()->table_exists($table)) {
        $DB->get_manager()->create_table($table);
    }
}

/**
 * Makes the tables of feeds.
 */
function tool_syncingest_upgrade_feeds(): void {
    $table = new xmldb_table('tool_syncingest_feeds');
    $table->add_field('id', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL, XMLDB_SEQUENCE);
    $table->add_field('name', XMLDB_TYPE_CHAR, '100', null, XMLDB_NOTNULL);
    $table->add_field('sortorder', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL, null, '0');
    $table->add_field('stage', XMLDB_TYPE_CHAR, '10', null, XMLDB_NOTNULL);
    $table->add_field('mode', XMLDB_TYPE_CHAR, '10', null, XMLDB_NOTNULL);
    $table->add_field('pattern', XMLDB_TYPE_CHAR, '255', null, XMLDB_NOTNULL);
    $table->add_field('processor', XMLDB_TYPE_CHAR, '40', null, XMLDB_NOTNULL);
    $table->add_field('definition', XMLDB_TYPE_TEXT, null, null, XMLDB_NOTNULL);
    $table->add_field('accepted', XMLDB_TYPE_TEXT, null, null, null);
    $table->add_field('afterfeeds', XMLDB_TYPE_TEXT, null, null, XMLDB_NOTNULL);
    $table->add_field('ownerid', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL);
    $table->add_field('revision', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL, null, '1');
    $table->add_field('lastarrival', XMLDB_TYPE_INTEGER, '10', null, null);
    $table->add_field('timecreated', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL);
    $table->add_field('timemodified', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL);
    $table->add_key('primary', XMLDB_KEY_PRIMARY, ['id']);
    $table->add_index('name', XMLDB_INDEX_UNIQUE, ['name']);
    $table->add_index('sortorder', XMLDB_INDEX_NOTUNIQUE, ['sortorder']);
    tool_syncingest_upgrade_create($table);

    $table = new xmldb_table('tool_syncingest_runs');
    $table->add_field('id', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL, XMLDB_SEQUENCE);
    $table->add_field('feedid', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL);
    $table->add_field('deliveryid', XMLDB_TYPE_CHAR, '64', null, XMLDB_NOTNULL);
    $table->add_field('filename', XMLDB_TYPE_CHAR, '255', null, XMLDB_NOTNULL);
    $table->add_field('filesize', XMLDB_TYPE_INTEGER, '18', null, XMLDB_NOTNULL);
    $table->add_field('contenthash', XMLDB_TYPE_CHAR, '40', null, XMLDB_NOTNULL);
    $table->add_field('part', XMLDB_TYPE_CHAR, '100', null, XMLDB_NOTNULL);
    $table->add_field('namedate', XMLDB_TYPE_CHAR, '14', null, null);
    $table->add_field('nameseq', XMLDB_TYPE_INTEGER, '18', null, null);
    $table->add_field('state', XMLDB_TYPE_CHAR, '20', null, XMLDB_NOTNULL);
    $table->add_field('dry', XMLDB_TYPE_INTEGER, '1', null, XMLDB_NOTNULL, null, '0');
    $table->add_field('priority', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL, null, '0');
    $table->add_field('starts', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL, null, '0');
    $table->add_field('revision', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL);
    $table->add_field('definition', XMLDB_TYPE_TEXT, null, null, XMLDB_NOTNULL);
    $table->add_field('facts', XMLDB_TYPE_TEXT, null, null, null);
    $table->add_field('reasons', XMLDB_TYPE_TEXT, null, null, null);
    $table->add_field('planned', XMLDB_TYPE_TEXT, null, null, null);
    $table->add_field('applied', XMLDB_TYPE_TEXT, null, null, null);
    $table->add_field('total', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL, null, '0');
    $table->add_field('done', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL, null, '0');
    $table->add_field('planhash', XMLDB_TYPE_CHAR, '32', null, null);
    $table->add_field('approval', XMLDB_TYPE_TEXT, null, null, null);
    $table->add_field('extent', XMLDB_TYPE_CHAR, '32', null, null);
    $table->add_field('stopping', XMLDB_TYPE_INTEGER, '1', null, XMLDB_NOTNULL, null, '0');
    $table->add_field('maildue', XMLDB_TYPE_INTEGER, '10', null, null);
    $table->add_field('receiptdue', XMLDB_TYPE_INTEGER, '10', null, null);
    $table->add_field('timecreated', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL);
    $table->add_field('timestarted', XMLDB_TYPE_INTEGER, '10', null, null);
    $table->add_field('timefinished', XMLDB_TYPE_INTEGER, '10', null, null);
    $table->add_field('timemodified', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL);
    $table->add_key('primary', XMLDB_KEY_PRIMARY, ['id']);
    $table->add_index('delivery', XMLDB_INDEX_UNIQUE, ['feedid', 'deliveryid']);
    $table->add_index('state', XMLDB_INDEX_NOTUNIQUE, ['state']);
    $table->add_index('feedstate', XMLDB_INDEX_NOTUNIQUE, ['feedid', 'state']);
    tool_syncingest_upgrade_create($table);

    $table = new xmldb_table('tool_syncingest_chunks');
    $table->add_field('id', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL, XMLDB_SEQUENCE);
    $table->add_field('runid', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL);
    $table->add_field('number', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL);
    $table->add_field('finished', XMLDB_TYPE_INTEGER, '1', null, XMLDB_NOTNULL, null, '1');
    $table->add_field('amount', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL, null, '0');
    $table->add_field('removals', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL, null, '0');
    $table->add_field('timecreated', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL);
    $table->add_key('primary', XMLDB_KEY_PRIMARY, ['id']);
    $table->add_index('number', XMLDB_INDEX_UNIQUE, ['runid', 'number']);
    $table->add_index('timecreated', XMLDB_INDEX_NOTUNIQUE, ['timecreated']);
    tool_syncingest_upgrade_create($table);

    $table = new xmldb_table('tool_syncingest_rows');
    $table->add_field('id', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL, XMLDB_SEQUENCE);
    $table->add_field('runid', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL);
    $table->add_field('line', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL, null, '0');
    $table->add_field('phase', XMLDB_TYPE_INTEGER, '2', null, XMLDB_NOTNULL, null, '0');
    $table->add_field('state', XMLDB_TYPE_CHAR, '12', null, XMLDB_NOTNULL);
    $table->add_field('action', XMLDB_TYPE_CHAR, '20', null, XMLDB_NOTNULL);
    $table->add_field('effect', XMLDB_TYPE_CHAR, '20', null, XMLDB_NOTNULL);
    $table->add_field('keytext', XMLDB_TYPE_CHAR, '255', null, XMLDB_NOTNULL);
    $table->add_field('keyhash', XMLDB_TYPE_CHAR, '32', null, XMLDB_NOTNULL);
    $table->add_field('rowhash', XMLDB_TYPE_CHAR, '32', null, XMLDB_NOTNULL);
    $table->add_field('objecttype', XMLDB_TYPE_CHAR, '20', null, XMLDB_NOTNULL);
    $table->add_field('objectid', XMLDB_TYPE_INTEGER, '10', null, null);
    $table->add_field('scope', XMLDB_TYPE_CHAR, '100', null, XMLDB_NOTNULL);
    $table->add_field('owned', XMLDB_TYPE_CHAR, '10', null, XMLDB_NOTNULL);
    $table->add_field('code', XMLDB_TYPE_CHAR, '40', null, XMLDB_NOTNULL);
    $table->add_field('detail', XMLDB_TYPE_TEXT, null, null, null);
    $table->add_field('digest', XMLDB_TYPE_CHAR, '32', null, XMLDB_NOTNULL);
    $table->add_field('timemodified', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL);
    $table->add_key('primary', XMLDB_KEY_PRIMARY, ['id']);
    $table->add_index('runphase', XMLDB_INDEX_NOTUNIQUE, ['runid', 'state', 'phase']);
    $table->add_index('object', XMLDB_INDEX_NOTUNIQUE, ['objecttype', 'objectid']);
    tool_syncingest_upgrade_create($table);

    $table = new xmldb_table('tool_syncingest_records');
    $table->add_field('id', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL, XMLDB_SEQUENCE);
    $table->add_field('feedid', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL);
    $table->add_field('part', XMLDB_TYPE_CHAR, '100', null, XMLDB_NOTNULL);
    $table->add_field('keyhash', XMLDB_TYPE_CHAR, '32', null, XMLDB_NOTNULL);
    $table->add_field('rowhash', XMLDB_TYPE_CHAR, '32', null, XMLDB_NOTNULL);
    $table->add_field('stamp', XMLDB_TYPE_CHAR, '32', null, XMLDB_NOTNULL);
    $table->add_field('objecttype', XMLDB_TYPE_CHAR, '20', null, XMLDB_NOTNULL);
    $table->add_field('objectid', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL);
    $table->add_field('scope', XMLDB_TYPE_CHAR, '100', null, XMLDB_NOTNULL);
    $table->add_field('owned', XMLDB_TYPE_CHAR, '10', null, XMLDB_NOTNULL);
    $table->add_field('missing', XMLDB_TYPE_INTEGER, '10', null, null);
    $table->add_field('pinned', XMLDB_TYPE_INTEGER, '1', null, XMLDB_NOTNULL, null, '0');
    $table->add_key('primary', XMLDB_KEY_PRIMARY, ['id']);
    $table->add_index('keyhash', XMLDB_INDEX_UNIQUE, ['feedid', 'part', 'keyhash']);
    $table->add_index('object', XMLDB_INDEX_NOTUNIQUE, ['objecttype', 'objectid']);
    $table->add_index('scope', XMLDB_INDEX_NOTUNIQUE, ['feedid', 'scope']);
    tool_syncingest_upgrade_create($table);
}

/**
 * Makes what undoing a run needs.
 */
function tool_syncingest_upgrade_undo(): void {
    global $DB;
    $manager = $DB->get_manager();
    $fields = [
        'tool_syncingest_rows' => new xmldb_field('reversal', XMLDB_TYPE_CHAR, '12', null, null, null, null, 'digest'),
        'tool_syncingest_records' => new xmldb_field('keytext', XMLDB_TYPE_CHAR, '255', null, null, null, null, 'keyhash'),
    ];
    foreach ($fields as $name => $field) {
        if (!$manager->field_exists(new xmldb_table($name), $field)) {
            $manager->add_field(new xmldb_table($name), $field);
        }
    }
    $records = new xmldb_table('tool_syncingest_records');
    $index = new xmldb_index('pinned', XMLDB_INDEX_NOTUNIQUE, ['feedid', 'pinned']);
    if (!$manager->index_exists($records, $index)) {
        $manager->add_index($records, $index);
    }
    $table = new xmldb_table('tool_syncingest_undos');
    $table->add_field('id', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL, XMLDB_SEQUENCE);
    $table->add_field('runid', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL);
    $table->add_field('userid', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL);
    $table->add_field('step', XMLDB_TYPE_CHAR, '10', null, XMLDB_NOTNULL);
    $table->add_field('starts', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL, null, '0');
    $table->add_field('total', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL, null, '0');
    $table->add_field('done', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL, null, '0');
    $table->add_field('reasons', XMLDB_TYPE_TEXT, null, null, null);
    $table->add_field('timecreated', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL);
    $table->add_field('timefinished', XMLDB_TYPE_INTEGER, '10', null, null);
    $table->add_field('timemodified', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL);
    $table->add_key('primary', XMLDB_KEY_PRIMARY, ['id']);
    $table->add_key('userid', XMLDB_KEY_FOREIGN, ['userid'], 'user', ['id']);
    $table->add_index('runid', XMLDB_INDEX_UNIQUE, ['runid']);
    $table->add_index('step', XMLDB_INDEX_NOTUNIQUE, ['step']);
    tool_syncingest_upgrade_create($table);
}

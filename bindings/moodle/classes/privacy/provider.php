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

namespace tool_syncingest\privacy;

use core_privacy\local\metadata\collection;
use core_privacy\local\request\approved_contextlist;
use core_privacy\local\request\approved_userlist;
use core_privacy\local\request\contextlist;
use core_privacy\local\request\userlist;
use core_privacy\local\request\writer;

/**
 * What the plugin keeps about persons: who was sent which alarm. What was delivered belongs to no user, and is passed on to the
 * file store.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class provider implements
    \core_privacy\local\metadata\provider,
    \core_privacy\local\request\core_userlist_provider,
    \core_privacy\local\request\plugin\provider {
    /** @var string */
    private const TABLE = 'tool_syncingest_notices';

    #[\Override]
    public static function get_metadata(collection $collection): collection {
        $collection->add_subsystem_link('core_files', [], 'privacy:metadata:core_files');
        $collection->add_subsystem_link('core_message', [], 'privacy:metadata:core_message');
        $fields = array_map(fn(string $field): string => "privacy:metadata:notices:$field", ['userid', 'channel', 'timesent']);
        $fields = array_combine(['userid', 'channel', 'timesent'], $fields);
        return $collection->add_database_table(self::TABLE, $fields, 'privacy:metadata:notices');
    }

    #[\Override]
    public static function get_contexts_for_userid(int $userid): contextlist {
        global $DB;
        $list = new contextlist();
        if ($DB->record_exists(self::TABLE, ['userid' => $userid])) {
            $list->add_system_context();
        }
        return $list;
    }

    #[\Override]
    public static function get_users_in_context(userlist $userlist) {
        if ($userlist->get_context()->contextlevel == CONTEXT_SYSTEM) {
            $userlist->add_from_sql('userid', 'SELECT userid FROM {' . self::TABLE . '}', []);
        }
    }

    #[\Override]
    public static function export_user_data(approved_contextlist $contextlist) {
        global $DB;
        if (!in_array(SYSCONTEXTID, $contextlist->get_contextids())) {
            return;
        }
        $sql = 'SELECT n.id, i.kind, i.subject, n.channel, n.timesent
                  FROM {' . self::TABLE . '} n
                  JOIN {tool_syncingest_incidents} i ON i.id = n.incidentid
                 WHERE n.userid = ?
              ORDER BY n.timesent, n.id';
        $notices = array_map(fn(\stdClass $row): array => [
            'alarm' => $row->kind, 'subject' => $row->subject, 'channel' => $row->channel,
            'timesent' => \core_privacy\local\request\transform::datetime($row->timesent),
        ], array_values($DB->get_records_sql($sql, [$contextlist->get_user()->id])));
        $where = [get_string('pluginname', 'tool_syncingest')];
        writer::with_context(\context_system::instance())->export_data($where, (object) ['notices' => $notices]);
    }

    #[\Override]
    public static function delete_data_for_all_users_in_context(\context $context) {
        global $DB;
        if ($context->contextlevel == CONTEXT_SYSTEM) {
            $DB->delete_records(self::TABLE);
        }
    }

    #[\Override]
    public static function delete_data_for_user(approved_contextlist $contextlist) {
        global $DB;
        if (in_array(SYSCONTEXTID, $contextlist->get_contextids())) {
            $DB->delete_records(self::TABLE, ['userid' => $contextlist->get_user()->id]);
        }
    }

    #[\Override]
    public static function delete_data_for_users(approved_userlist $userlist) {
        global $DB;
        if ($userlist->get_context()->contextlevel == CONTEXT_SYSTEM && $userlist->get_userids()) {
            [$in, $params] = $DB->get_in_or_equal($userlist->get_userids());
            $DB->delete_records_select(self::TABLE, "userid $in", $params);
        }
    }
}

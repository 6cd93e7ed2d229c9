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
use core_privacy\local\request\transform;
use core_privacy\local\request\userlist;
use core_privacy\local\request\writer;
use tool_syncingest\local\feed\summary\sweep;

/**
 * What the plugin keeps about persons: who was sent which alarm, who has undone which run, and the row results and records of feeds
 * that are about users. What it passes on to the file store and to messages is declared by these.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class provider implements
    \core_privacy\local\metadata\provider,
    \core_privacy\local\request\core_userlist_provider,
    \core_privacy\local\request\plugin\provider,
    \core_privacy\local\request\user_preference_provider {
    /** @var string */
    private const NOTICES = 'tool_syncingest_notices';

    /** @var string */
    private const UNDOS = 'tool_syncingest_undos';

    /** @var string[] tables of feeds that are about users, by object */
    private const TABLES = ['tool_syncingest_rows', 'tool_syncingest_records'];

    #[\Override]
    public static function get_metadata(collection $collection): collection {
        $collection->add_subsystem_link('core_files', [], 'privacy:metadata:core_files');
        $collection->add_subsystem_link('core_message', [], 'privacy:metadata:core_message');
        $fields = [
            'tool_syncingest_rows' => ['objectid', 'keytext', 'detail', 'timemodified'],
            'tool_syncingest_records' => ['objectid', 'keytext', 'owned', 'pinned'],
            self::NOTICES => ['userid', 'channel', 'timesent'],
            self::UNDOS => ['userid', 'runid', 'timecreated'],
        ];
        foreach ($fields as $table => $columns) {
            $texts = array_map(fn(string $column): string => "privacy:metadata:$table:$column", $columns);
            $collection->add_database_table($table, array_combine($columns, $texts), "privacy:metadata:$table");
        }
        $collection->add_user_preference(sweep::SENT, 'privacy:metadata:preference:summary');
        return $collection;
    }

    #[\Override]
    public static function export_user_preferences(int $userid) {
        $sent = get_user_preferences(sweep::SENT, null, $userid);
        if ($sent !== null) {
            $words = get_string('privacy:metadata:preference:summary', 'tool_syncingest');
            writer::export_user_preference('tool_syncingest', sweep::SENT, transform::datetime($sent), $words);
        }
    }

    #[\Override]
    public static function get_contexts_for_userid(int $userid): contextlist {
        $list = new contextlist();
        foreach (self::TABLES as $table) {
            $list->add_from_sql(
                "SELECT c.id FROM {context} c WHERE c.contextlevel = :level AND EXISTS "
                    . "(SELECT 1 FROM {{$table}} t WHERE t.objecttype = 'user' AND t.objectid = :userid)",
                ['level' => CONTEXT_SYSTEM, 'userid' => $userid]
            );
        }
        foreach ([self::NOTICES, self::UNDOS] as $table) {
            $list->add_from_sql(
                "SELECT c.id FROM {context} c WHERE c.contextlevel = :level AND EXISTS (SELECT 1 FROM {{$table}} t WHERE t.userid = :userid)",
                ['level' => CONTEXT_SYSTEM, 'userid' => $userid]
            );
        }
        return $list;
    }

    #[\Override]
    public static function get_users_in_context(userlist $userlist) {
        if ($userlist->get_context()->contextlevel === CONTEXT_SYSTEM) {
            foreach (self::TABLES as $table) {
                $sql = "SELECT objectid FROM {{$table}} WHERE objecttype = 'user' AND objectid IS NOT NULL";
                $userlist->add_from_sql('objectid', $sql, []);
            }
            $userlist->add_from_sql('userid', 'SELECT userid FROM {' . self::NOTICES . '}', []);
            $userlist->add_from_sql('userid', 'SELECT userid FROM {' . self::UNDOS . '} WHERE userid > 0', []);
        }
    }

    #[\Override]
    public static function export_user_data(approved_contextlist $contextlist) {
        global $DB;
        foreach (self::system_contexts($contextlist) as $context) {
            self::export_notices($context, (int) $contextlist->get_user()->id);
            $user = ['objecttype' => 'user', 'objectid' => $contextlist->get_user()->id];
            $path = [get_string('pluginname', 'tool_syncingest'), get_string('privacy:path:feeds', 'tool_syncingest')];
            $fields = 'id, line, keytext, action, state, code, detail, timemodified';
            $rows = $DB->get_records('tool_syncingest_rows', $user, 'id', $fields);
            $records = $DB->get_records('tool_syncingest_records', $user, 'id', 'id, keytext, owned, missing, pinned');
            $undos = array_map(fn(\stdClass $undo): array => [
                'runid' => $undo->runid, 'timecreated' => transform::datetime($undo->timecreated),
            ], array_values($DB->get_records(self::UNDOS, ['userid' => $user['objectid']], 'id', 'id, runid, timecreated')));
            if ($undos) {
                writer::with_context($context)->export_related_data($path, 'undone', (object) ['runs' => $undos]);
            }
            if ($rows || $records) {
                foreach ($rows as $row) {
                    $row->detail = json_decode($row->detail ?? '');
                    $row->timemodified = transform::datetime($row->timemodified);
                }
                $data = (object) ['rows' => array_values($rows), 'records' => array_values($records)];
                writer::with_context($context)->export_data($path, $data);
            }
        }
    }

    #[\Override]
    public static function delete_data_for_all_users_in_context(\context $context) {
        global $DB;
        if ($context->contextlevel === CONTEXT_SYSTEM) {
            array_map(fn(string $table): bool => $DB->delete_records($table, ['objecttype' => 'user']), self::TABLES);
            $DB->delete_records(self::NOTICES);
            $DB->set_field(self::UNDOS, 'userid', 0);
        }
    }

    #[\Override]
    public static function delete_data_for_user(approved_contextlist $contextlist) {
        if (self::system_contexts($contextlist)) {
            self::delete([$contextlist->get_user()->id]);
        }
    }

    #[\Override]
    public static function delete_data_for_users(approved_userlist $userlist) {
        if ($userlist->get_context()->contextlevel === CONTEXT_SYSTEM) {
            self::delete($userlist->get_userids());
        }
    }

    /**
     * Exports which alarms a user was sent.
     *
     * @param \context $context
     * @param int $userid
     */
    private static function export_notices(\context $context, int $userid): void {
        global $DB;
        $sql = 'SELECT n.id, i.kind, i.subject, n.channel, n.timesent
                  FROM {' . self::NOTICES . '} n
                  JOIN {tool_syncingest_incidents} i ON i.id = n.incidentid
                 WHERE n.userid = ?
              ORDER BY n.timesent, n.id';
        $notices = array_map(fn(\stdClass $row): array => [
            'alarm' => $row->kind, 'subject' => $row->subject, 'channel' => $row->channel,
            'timesent' => transform::datetime($row->timesent),
        ], array_values($DB->get_records_sql($sql, [$userid])));
        if ($notices) {
            $where = [get_string('pluginname', 'tool_syncingest')];
            writer::with_context($context)->export_data($where, (object) ['notices' => $notices]);
        }
    }

    /**
     * Deletes what is kept about users.
     *
     * @param int[] $userids
     */
    private static function delete(array $userids): void {
        global $DB;
        if ($userids) {
            [$in, $values] = $DB->get_in_or_equal($userids);
            foreach (self::TABLES as $table) {
                $DB->delete_records_select($table, "objecttype = 'user' AND objectid $in", $values);
            }
            $DB->delete_records_select(self::NOTICES, "userid $in", $values);
            $DB->set_field_select(self::UNDOS, 'userid', 0, "userid $in", $values);
        }
    }

    /**
     * Returns the system context, if it is among those that were approved.
     *
     * @param approved_contextlist $contextlist
     * @return \context[]
     */
    private static function system_contexts(approved_contextlist $contextlist): array {
        return array_filter($contextlist->get_contexts(), fn(\context $context): bool => $context->contextlevel === CONTEXT_SYSTEM);
    }
}

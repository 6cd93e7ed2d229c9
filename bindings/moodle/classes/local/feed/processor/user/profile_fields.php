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

namespace tool_syncingest\local\feed\processor\user;

use tool_syncingest\local\feed\processor\row_failure;
use tool_syncingest\local\feed\rules\user_columns;
use tool_syncingest\local\feed\rules\user_values;

/**
 * Custom profile fields, as columns.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class profile_fields {
    /** @var string[] kinds of fields whose values a cell can hold */
    private const KINDS = ['text', 'textarea', 'menu', 'checkbox', 'datetime', 'social'];

    /**
     * Returns the fields that can be columns.
     *
     * @return \stdClass[] id, datatype, param1, param3 by column
     */
    public static function all(): array {
        global $DB;
        $fields = [];
        foreach ($DB->get_records('user_info_field', null, 'id', 'id, shortname, datatype, param1, param3') as $field) {
            if (in_array($field->datatype, self::KINDS, true)) {
                $fields[user_columns::PROFILE . $field->shortname] = $field;
            }
        }
        return $fields;
    }

    /**
     * Returns what accounts have in them.
     *
     * @param int[] $userids
     * @param \stdClass[] $fields as all() returns them
     * @return array[] values by column, by account
     */
    public static function read(array $userids, array $fields): array {
        global $DB;
        if (!$userids || !$fields) {
            return [];
        }
        $columns = array_combine(array_column($fields, 'id'), array_keys($fields));
        [$in, $params] = $DB->get_in_or_equal($userids);
        $read = [];
        foreach ($DB->get_records_select('user_info_data', "userid $in", $params, '', 'id, userid, fieldid, data') as $row) {
            if (isset($columns[$row->fieldid])) {
                $read[$row->userid][$columns[$row->fieldid]] = $row->data;
            }
        }
        return $read;
    }

    /**
     * Returns what a cell stores in a field.
     *
     * @param \stdClass $field
     * @param string $column
     * @param string $cell
     * @return string
     * @throws row_failure
     */
    public static function value(\stdClass $field, string $column, string $cell): string {
        if (trim($cell) === '') {
            return '';
        }
        switch ($field->datatype) {
            case 'checkbox':
                $flag = user_values::flag($cell) ??
                throw new row_failure('flag', ['column' => $column, 'value' => $cell]);
                return $flag ? '1' : '0';
            case 'menu':
                if (!in_array(trim($cell), array_map('trim', explode("\n", (string) $field->param1)), true)) {
                    throw new row_failure('menu', ['column' => $column, 'value' => $cell]);
                }
                return trim($cell);
            case 'datetime':
                $day = user_values::day($cell) ??
                throw new row_failure('date', ['column' => $column, 'value' => $cell]);
                // As core stores it: midnight of the person, or noon where the field has no time.
                return (string) make_timestamp(...$day);
            default:
                return $cell;
        }
    }
}

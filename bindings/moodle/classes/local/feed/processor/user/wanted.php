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

use tool_syncingest\local\feed\processor\row;
use tool_syncingest\local\feed\processor\row_failure;
use tool_syncingest\local\feed\rules\user_columns;
use tool_syncingest\local\feed\rules\user_values;

/**
 * What a row wants an account to be, as Moodle would store it. What Moodle would change in silence is either reported or refused.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class wanted {
    /**
     * Constructor.
     *
     * @param string[] $values by column, as they are stored; without secrets and cohorts
     * @param string[] $cohorts numbers of cohorts
     * @param array[] $warnings pairs of a code and its values
     */
    private function __construct(
        /** @var string[] by column */
        public readonly array $values,
        /** @var string[] numbers of cohorts */
        public readonly array $cohorts,
        /** @var array[] pairs of a code and its values */
        public readonly array $warnings,
    ) {
    }

    /**
     * Reads a row.
     *
     * @param row $row
     * @param \stdClass[] $fields the custom profile fields by column
     * @return self
     * @throws row_failure
     */
    public static function read(row $row, array $fields): self {
        [$values, $warnings] = [[], []];
        foreach ($row->values as $column => $cell) {
            if (in_array($column, user_columns::SECRET, true) || $column === 'cohorts') {
                continue;
            }
            $value = isset($fields[$column]) ? profile_fields::value($fields[$column], $column, $cell) : self::value($column, trim($cell));
            if ($column === 'username' && $value !== trim($cell)) {
                $warnings[] = ['username_changed', ['from' => trim($cell), 'to' => $value]];
            }
            $values[$column] = $value;
        }
        $toolong = user_values::too_long($values);
        if ($toolong !== null) {
            throw new row_failure('too_long', $toolong);
        }
        return new self($values, user_values::several($row->values['cohorts'] ?? ''), $warnings);
    }

    /**
     * Returns what a cell stores in a field of the account.
     *
     * @param string $column
     * @param string $cell trimmed
     * @return string
     * @throws row_failure
     */
    private static function value(string $column, string $cell): string {
        if ($cell === '') {
            return '';
        }
        $values = ['column' => $column, 'value' => $cell];
        switch ($column) {
            case 'username':
                $name = \core_text::strtolower($cell);
                // Never the name of another: what Moodle would leave out is not left out here.
                return $name === \core_user::clean_field($name, 'username') ? $name : throw new row_failure('username', $values);
            case 'email':
                return validate_email($cell) ? $cell : throw new row_failure('email', $values);
            case 'suspended':
                $flag = user_values::flag($cell) ??
                throw new row_failure('flag', $values);
                return $flag ? '1' : '0';
            case 'country':
                $code = strtoupper($cell);
                return isset(get_string_manager()->get_list_of_countries(true)[$code]) ? $code : throw new row_failure('country', $values);
            case 'lang':
                return isset(get_string_manager()->get_list_of_translations()[$cell]) ? $cell : throw new row_failure('lang', $values);
            case 'timezone':
                return isset(\core_date::get_list_of_timezones(null, true)[$cell]) ? $cell : throw new row_failure('timezone', $values);
            case 'auth':
                return exists_auth_plugin($cell) ? $cell : throw new row_failure('auth', $values);
            case 'description':
                return $cell;
            default:
                $clean = \core_user::clean_field($cell, $column);
                return $clean === $cell ? $cell : throw new row_failure('not_storable', $values);
        }
    }
}

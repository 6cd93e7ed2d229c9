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

namespace tool_syncingest\local\feed\processor\course;

use tool_syncingest\local\feed\processor\category\categories;
use tool_syncingest\local\feed\processor\row;
use tool_syncingest\local\feed\processor\row_failure;
use tool_syncingest\local\feed\rules\category_path;
use tool_syncingest\local\feed\rules\course_columns;
use tool_syncingest\local\feed\rules\user_values;

/**
 * What a row wants a course to be, as it is compared and shown. Whatever Moodle would change in silence is refused.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class wanted {
    /**
     * Constructor.
     *
     * @param string[] $values by column; the category by its id
     * @param string[]|null $newcategory path of a category that is not there; null: it is there, or the row names none
     * @param string $categorynumber of that category
     */
    private function __construct(
        /** @var string[] by column; the category by its id */
        public readonly array $values,
        /** @var string[]|null path of a category that is not there */
        public readonly ?array $newcategory,
        /** @var string of that category */
        public readonly string $categorynumber,
    ) {
    }

    /**
     * Reads a row.
     *
     * @param row $row
     * @param \stdClass[] $fields the custom fields by column
     * @param categories $categories
     * @param bool $creating whether categories that are not there are made
     * @return self
     * @throws row_failure
     */
    public static function read(row $row, array $fields, categories $categories, bool $creating): self {
        $values = [];
        foreach (array_diff_key($row->values, ['category' => true, 'category_path' => true]) as $column => $cell) {
            $values[$column] = isset($fields[$column]) ? custom_fields::value($fields[$column], $column, trim($cell))
                : self::value($column, trim($cell));
        }
        $toolong = user_values::too_long($values, course_columns::LONGEST);
        if ($toolong !== null) {
            throw new row_failure('too_long', $toolong);
        }
        [$number, $path] = [trim($row->values['category'] ?? ''), trim($row->values['category_path'] ?? '')];
        if ("$number$path" === '') {
            return new self($values, null, '');
        }
        $id = $categories->find($number, $path);
        if ($id !== null) {
            return new self($values + ['category' => (string) $id], null, '');
        }
        $names = category_path::split($path);
        if (!$creating || !$names) {
            throw new row_failure('category_missing', ['value' => $number !== '' ? $number : $path]);
        }
        self::check_names($names);
        return new self($values, $names, $number);
    }

    /**
     * Returns what a cell means.
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
            case 'visible':
                return (string) (int) (user_values::flag($cell) ?? throw new row_failure('flag', $values));
            case 'startdate':
            case 'enddate':
                return days::read($column, $cell);
            case 'lang':
                return isset(get_string_manager()->get_list_of_translations()[$cell]) ? $cell : throw new row_failure('lang', $values);
            case 'format':
                return isset(\core_plugin_manager::instance()->get_enabled_plugins('format')[$cell]) ? $cell
                    : throw new row_failure('course_format', $values);
            case 'summary':
                return clean_text($cell, FORMAT_HTML);
            case 'idnumber':
                return $cell;
            default:
                return clean_param($cell, PARAM_TEXT) === $cell ? $cell : throw new row_failure('not_storable', $values);
        }
    }

    /**
     * Refuses names that no category can have.
     *
     * @param string[] $names
     * @throws row_failure
     */
    private static function check_names(array $names): void {
        foreach ($names as $name) {
            if ($name === '' || \core_text::strlen($name) > 255 || clean_param($name, PARAM_TEXT) !== $name) {
                throw new row_failure('not_storable', ['column' => 'category_path', 'value' => category_path::join($names)]);
            }
        }
    }
}

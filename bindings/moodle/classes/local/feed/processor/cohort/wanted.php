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

namespace tool_syncingest\local\feed\processor\cohort;

use tool_syncingest\local\feed\processor\category\categories;
use tool_syncingest\local\feed\processor\row;
use tool_syncingest\local\feed\processor\row_failure;
use tool_syncingest\local\feed\rules\cohort_columns;
use tool_syncingest\local\feed\rules\user_values;

/**
 * What a row wants a cohort to be, as Moodle would store it.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class wanted {
    /**
     * Constructor.
     *
     * @param string $number
     * @param string[] $values by column
     * @param int|null $contextid null: the row does not name a category
     */
    private function __construct(
        /** @var string */
        public readonly string $number,
        /** @var string[] by column */
        public readonly array $values,
        /** @var int|null null: the row does not name a category */
        public readonly ?int $contextid,
    ) {
    }

    /**
     * Reads a row.
     *
     * @param row $row
     * @param categories $categories
     * @return self
     * @throws row_failure
     */
    public static function read(row $row, categories $categories): self {
        $values = [];
        foreach (array_intersect_key($row->values, array_flip(cohort_columns::VALUES)) as $column => $cell) {
            $values[$column] = self::value($column, trim($cell));
        }
        $number = self::number($row->values['cohort'] ?? '');
        $toolong = user_values::too_long($values, cohort_columns::LONGEST);
        if ($toolong !== null) {
            throw new row_failure('too_long', $toolong);
        }
        return new self($number, $values, self::context($row, $categories));
    }

    /**
     * Reads the number of a cohort.
     *
     * @param string $cell
     * @return string
     * @throws row_failure
     */
    public static function number(string $cell): string {
        $number = trim($cell);
        if ($number === '') {
            throw new row_failure('needed', ['column' => 'cohort']);
        }
        $toolong = user_values::too_long(['cohort' => $number], cohort_columns::LONGEST);
        return $toolong === null ? $number : throw new row_failure('too_long', $toolong);
    }

    /**
     * Returns what a cell stores.
     *
     * @param string $column
     * @param string $cell trimmed
     * @return string
     * @throws row_failure
     */
    private static function value(string $column, string $cell): string {
        $values = ['column' => $column, 'value' => $cell];
        switch (true) {
            case $cell === '':
                return '';
            case $column === 'visible':
                return (string) (int) (user_values::flag($cell) ?? throw new row_failure('flag', $values));
            case $column === 'name':
                return clean_param($cell, PARAM_TEXT) === $cell ? $cell : throw new row_failure('not_storable', $values);
            default:
                return clean_text($cell, FORMAT_HTML);
        }
    }

    /**
     * Returns the context of the category that a row names.
     *
     * @param row $row
     * @param categories $categories
     * @return int|null null: it names none
     * @throws row_failure
     */
    private static function context(row $row, categories $categories): ?int {
        [$number, $path] = [$row->values['category'] ?? '', $row->values['category_path'] ?? ''];
        if (trim("$number$path") === '') {
            return null;
        }
        $id = $categories->find($number, $path) ?? throw new row_failure('category_missing', ['value' => trim($number) ?: trim($path)]);
        return (int) $categories->get($id)->contextid;
    }
}

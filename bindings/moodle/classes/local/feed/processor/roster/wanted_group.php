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

namespace tool_syncingest\local\feed\processor\roster;

use tool_syncingest\local\feed\processor\row;
use tool_syncingest\local\feed\processor\row_failure;
use tool_syncingest\local\feed\rules\operation;
use tool_syncingest\local\feed\rules\roster_columns;
use tool_syncingest\local\feed\rules\user_values;

/**
 * What a row wants of a group: what it is called, which grouping it is in, and whether somebody is in it.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class wanted_group {
    /**
     * Constructor.
     *
     * @param string $number
     * @param string $name empty: the row does not name one
     * @param string $grouping its number; empty: none
     * @param string $groupingname empty: the row does not name one
     * @param bool $removing whether the person is to leave
     */
    private function __construct(
        /** @var string */
        public readonly string $number,
        /** @var string empty: the row does not name one */
        public readonly string $name,
        /** @var string its number; empty: none */
        public readonly string $grouping,
        /** @var string empty: the row does not name one */
        public readonly string $groupingname,
        /** @var bool whether the person is to leave */
        public readonly bool $removing,
    ) {
    }

    /**
     * Reads a row.
     *
     * @param row $row
     * @return self
     * @throws row_failure
     */
    public static function read(row $row): self {
        $cells = array_map('trim', $row->values);
        foreach (roster_columns::LONGEST as $column => $longest) {
            if (mb_strlen($cells[$column] ?? '') > $longest) {
                throw new row_failure('too_long', ['column' => $column, 'longest' => $longest]);
            }
        }
        foreach (['group_name', 'grouping_name'] as $column) {
            $name = $cells[$column] ?? '';
            if (clean_param($name, PARAM_TEXT) !== $name) {
                throw new row_failure('not_storable', ['column' => $column, 'value' => $name]);
            }
        }
        if (($cells['group_idnumber'] ?? '') === '') {
            throw new row_failure('needed', ['column' => 'group_idnumber']);
        }
        $operation = operation::ADD;
        if (($cells['action'] ?? '') !== '') {
            $operation = operation::read($cells['action']);
            if ($operation === null || $operation === operation::SUSPEND) {
                throw new row_failure('action', ['value' => $cells['action']]);
            }
        }
        return new self(
            $cells['group_idnumber'],
            $cells['group_name'] ?? '',
            $cells['grouping_idnumber'] ?? '',
            $cells['grouping_name'] ?? '',
            $operation === operation::REMOVE
        );
    }
}

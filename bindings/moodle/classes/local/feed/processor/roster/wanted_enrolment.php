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
use tool_syncingest\local\feed\rules\moment;
use tool_syncingest\local\feed\rules\operation;
use tool_syncingest\local\feed\rules\user_values;

/**
 * What a row wants an enrolment to be.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class wanted_enrolment {
    /**
     * Constructor.
     *
     * @param bool $removing whether the person is to leave
     * @param bool|null $suspended null: as it is
     * @param int|null $start seconds since 1970; 0: always; null: as it is
     * @param int|null $end seconds since 1970; 0: never; null: as it is
     * @param int[]|null $roles null: as they are
     * @param string[] $groups numbers of groups to join
     */
    private function __construct(
        /** @var bool whether the person is to leave */
        public readonly bool $removing,
        /** @var bool|null null: as it is */
        public readonly ?bool $suspended,
        /** @var int|null seconds since 1970; 0: always; null: as it is */
        public readonly ?int $start,
        /** @var int|null seconds since 1970; 0: never; null: as it is */
        public readonly ?int $end,
        /** @var int[]|null null: as they are */
        public readonly ?array $roles,
        /** @var string[] numbers of groups to join */
        public readonly array $groups,
    ) {
    }

    /**
     * Reads a row.
     *
     * @param row $row
     * @param roles $roles
     * @param \DateTimeZone $zone of dates that do not name their own
     * @param bool $erasing whether an empty date is none, instead of the one that is there
     * @return self
     * @throws row_failure
     */
    public static function read(row $row, roles $roles, \DateTimeZone $zone, bool $erasing): self {
        $cell = fn(string $column): string => trim($row->values[$column] ?? '');
        $operation = null;
        if ($cell('action') !== '') {
            $operation = operation::read($cell('action')) ?? throw new row_failure('action', ['value' => $cell('action')]);
        }
        $suspended = match ($operation) {
            operation::SUSPEND => true,
            operation::ADD => false,
            default => null,
        };
        if ($cell('suspended') !== '') {
            $flag = user_values::flag($cell('suspended'))
                ?? throw new row_failure('flag', ['column' => 'suspended', 'value' => $cell('suspended')]);
            $suspended = $flag || $operation === operation::SUSPEND;
        }
        $dates = [];
        foreach (['start', 'end'] as $column) {
            $dates[$column] = isset($row->values[$column]) && $erasing ? 0 : null;
            if ($cell($column) !== '') {
                $dates[$column] = moment::read($cell($column), $zone, $column === 'end')
                    ?? throw new row_failure('date', ['column' => $column, 'value' => $cell($column)]);
            }
        }
        $names = user_values::several($cell('role'));
        return new self(
            $operation === operation::REMOVE,
            $suspended,
            $dates['start'],
            $dates['end'],
            $names ? $roles->ids($names) : null,
            user_values::several($cell('groups'))
        );
    }
}

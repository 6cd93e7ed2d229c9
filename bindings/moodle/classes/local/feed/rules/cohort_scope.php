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

namespace tool_syncingest\local\feed\rules;

/**
 * A cohort as the scope of its members: its number, for people, and its id, by which it is meant.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class cohort_scope {
    /** @var int how much of the number is shown, in characters */
    private const SHOWN = 80;

    /**
     * Returns the scope of a cohort.
     *
     * @param int $id
     * @param string $number
     * @return string
     */
    public static function of(int $id, string $number): string {
        return mb_substr($number, 0, self::SHOWN) . " ($id)";
    }

    /**
     * Returns the id of the cohort that is a scope.
     *
     * @param string $scope
     * @return int 0: it is none
     */
    public static function id(string $scope): int {
        return preg_match('/ \((\d+)\)$/D', $scope, $match) ? (int) $match[1] : 0;
    }
}

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

use tool_syncingest\local\feed\processor\row_failure;
use tool_syncingest\local\feed\rules\user_values;

/**
 * Days of courses, in the time zone of the feed. They are compared as days: an hour that a teacher has set stays.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class days {
    /**
     * Returns the day that a cell names.
     *
     * @param string $column
     * @param string $cell
     * @return string as 2026-09-01
     * @throws row_failure
     */
    public static function read(string $column, string $cell): string {
        $day = user_values::day($cell) ?? throw new row_failure('date', ['column' => $column, 'value' => $cell]);
        return sprintf('%04d-%02d-%02d', ...$day);
    }

    /**
     * Returns the day of a moment.
     *
     * @param int $time 0: none
     * @return string
     */
    public static function of(int $time): string {
        return $time === 0 ? '' : userdate($time, '%Y-%m-%d', 99, false, false);
    }

    /**
     * Returns when a day begins, or ends.
     *
     * @param string $day empty: none
     * @param bool $end
     * @return int 0: none
     */
    public static function time(string $day, bool $end = false): int {
        $parts = array_map('intval', explode('-', $day));
        return match (true) {
            $day === '' => 0,
            $end => make_timestamp(...$parts, hour: 23, minute: 59, second: 59),
            default => make_timestamp(...$parts),
        };
    }
}

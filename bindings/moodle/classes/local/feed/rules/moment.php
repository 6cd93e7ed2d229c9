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
 * A point in time that a cell names.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class moment {
    /** @var string a time of day behind a day, perhaps with its distance from UTC */
    private const TIME = '~^(.*?\d)(?:\s*T\s*|\s+)(\d{1,2})[:h](\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?$~iu';

    /** @var int the first year in which every moment has a positive number */
    private const FIRST_YEAR = 1971;

    /**
     * Returns the moment that a cell names: a day as {@see user_values::day()} reads it, perhaps with a time.
     *
     * @param string $cell
     * @param \DateTimeZone $zone where the cell does not name its own
     * @param bool $end whether a day without a time means its last second, instead of its first
     * @return int|null seconds since 1970; null: none that exists
     */
    public static function read(string $cell, \DateTimeZone $zone, bool $end = false): ?int {
        $cell = trim($cell);
        $time = $end ? [23, 59, 59] : [0, 0, 0];
        if (preg_match(self::TIME, $cell, $match)) {
            $cell = $match[1];
            $time = [(int) $match[2], (int) $match[3], (int) ($match[4] ?? 0)];
            $zone = empty($match[5]) ? $zone : new \DateTimeZone($match[5] === 'z' ? 'Z' : $match[5]);
        }
        $day = user_values::day($cell);
        if ($day === null || $day[0] < self::FIRST_YEAR || $time[0] > 23 || $time[1] > 59 || $time[2] > 59) {
            return null;
        }
        return (new \DateTimeImmutable('now', $zone))->setDate(...$day)->setTime(...$time)->getTimestamp();
    }

    /**
     * Returns a moment as a person reads it.
     *
     * @param int $moment 0: none
     * @param \DateTimeZone $zone
     * @return string
     */
    public static function write(int $moment, \DateTimeZone $zone): string {
        return $moment === 0 ? '' : (new \DateTimeImmutable("@$moment"))->setTimezone($zone)->format('Y-m-d H:i:s');
    }
}

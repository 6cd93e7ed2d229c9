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

namespace tool_syncingest\local\alarm;

/**
 * The time zone, as it is written behind a moment.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class zone {
    /**
     * Returns the abbreviation of a zone at a moment where it has one, or else its distance from UTC.
     *
     * @param int $time
     * @param string $timezone as in Europe/Paris
     * @return string as in CET or UTC+04:00; empty for a zone that PHP does not know
     */
    public static function at(int $time, string $timezone): string {
        try {
            $moment = (new \DateTimeImmutable("@$time"))->setTimezone(new \DateTimeZone($timezone));
        } catch (\Exception) {
            return '';
        }
        $name = $moment->format('T');
        return ctype_alpha($name) ? $name : 'UTC' . $moment->format('P');
    }
}

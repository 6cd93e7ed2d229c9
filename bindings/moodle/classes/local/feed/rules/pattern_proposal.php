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
 * The pattern that a file name suggests: literal text, with a wildcard in the place of a date. Pure.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class pattern_proposal {
    /** @var string a day, perhaps with a time, which is no part of a longer number */
    private const DATE = '/(?<!\d)\d{4}([-_.]?)\d{2}\g{1}\d{2}(?:[-_.T ]?\d{2}[-_.:]?\d{2}(?:[-_.:]?\d{2})?)?(?!\d)/';

    /**
     * Returns the pattern.
     *
     * @param string $name of a file
     * @return string a pattern that matches the name; empty: none can, because braces are wildcards in a pattern
     */
    public static function of(string $name): string {
        if (preg_match('//u', $name) !== 1 || strpbrk($name, '{}') !== false) {
            return '';
        }
        preg_match_all(self::DATE, $name, $dates, PREG_OFFSET_CAPTURE);
        foreach ($dates[0] as [$text, $at]) {
            $proposal = substr($name, 0, $at) . '{date}' . substr($name, $at + strlen($text));
            if ((new pattern($proposal))->match($name) !== null) {
                return $proposal;
            }
        }
        return $name;
    }
}

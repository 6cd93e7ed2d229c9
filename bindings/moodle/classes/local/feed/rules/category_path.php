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
 * The path of a course category: the names from the top, with a slash between two blanks, as core's course upload writes it. A
 * slash without blanks belongs to a name.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class category_path {
    /** @var string */
    private const SEPARATOR = ' / ';

    /**
     * Returns the names in a path.
     *
     * @param string $path
     * @return string[] empty: there is none
     */
    public static function split(string $path): array {
        $path = trim($path);
        return $path === '' ? [] : array_map('trim', explode(self::SEPARATOR, $path));
    }

    /**
     * Returns the path of names.
     *
     * @param string[] $names
     * @return string
     */
    public static function join(array $names): string {
        return implode(self::SEPARATOR, $names);
    }
}

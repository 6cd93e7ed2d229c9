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
 * Numbers and names that lead to objects. Some databases tell capitals from small letters and others do not; here, what is
 * written alike is preferred, and otherwise capitals make no difference.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class alike {
    /**
     * A name as it is compared.
     *
     * @param string $name
     * @return string
     */
    public static function fold(string $name): string {
        return mb_strtolower(trim($name));
    }

    /**
     * Returns which objects a name leads to.
     *
     * @param string[] $names of objects, by id
     * @param string $name
     * @return int[] ids; several: it is ambiguous
     */
    public static function find(array $names, string $name): array {
        $exact = array_keys($names, trim($name), true);
        return $exact ?: array_keys(array_filter($names, fn(string $other): bool => self::fold($other) === self::fold($name)));
    }
}

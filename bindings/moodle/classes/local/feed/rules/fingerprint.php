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
 * What of a feed decides its effects, in a few characters: two feeds with one fingerprint do the same with the same row.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class fingerprint {
    /**
     * The fingerprint of everything that has an effect on a row. With another one, every row is planned again.
     *
     * @param array $mapping column of the feed by column of the file
     * @param string[] $key
     * @param string $rule
     * @param int $version of the processor
     * @param array $options those with an effect
     * @return string 32 characters
     */
    public static function of_effects(array $mapping, array $key, string $rule, int $version, array $options): string {
        return self::digest([$mapping, array_values($key), $rule, $version, $options]);
    }

    /**
     * The fingerprint of what decides who is gone. After another one, the first removals are held.
     *
     * @param mode $mode
     * @param string[] $key
     * @param string $rule
     * @param string $pattern
     * @param string $scope
     * @param string $processor
     * @return string 32 characters
     */
    public static function of_extent(mode $mode, array $key, string $rule, string $pattern, string $scope, string $processor): string {
        return self::digest([$mode->value, array_values($key), $rule, $pattern, $scope, $processor]);
    }

    /**
     * A digest that does not depend on the order in which options were written.
     *
     * @param array $data
     * @return string
     */
    private static function digest(array $data): string {
        return substr(hash('sha256', json_encode(self::sorted($data), JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE)), 0, 32);
    }

    /**
     * Sorts named values by their names, at each level.
     *
     * @param mixed $data
     * @return mixed
     */
    private static function sorted(mixed $data): mixed {
        if (!is_array($data)) {
            return $data;
        }
        if (!array_is_list($data)) {
            ksort($data, SORT_STRING);
        }
        return array_map(self::sorted(...), $data);
    }
}

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
 * Which column of a file goes into which column of a feed. Pure.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class mapping {
    /**
     * Proposes columns by their names, then by their synonyms. A column of the feed is proposed once.
     *
     * @param string[] $header folded names of the file
     * @param string[][] $synonyms folded, by column of the feed
     * @return string[] column of the feed by name of the file
     */
    public static function propose(array $header, array $synonyms): array {
        $proposal = [];
        foreach ($header as $name) {
            if (isset($synonyms[$name])) {
                $proposal[$name] = $name;
            }
        }
        foreach ($synonyms as $column => $names) {
            $free = array_filter($header, fn(string $name): bool => in_array($name, $names, true) && !isset($proposal[$name]));
            if ($free && !in_array((string) $column, $proposal, true)) {
                $proposal[reset($free)] = (string) $column;
            }
        }
        return $proposal;
    }

    /**
     * Returns what the mapping of a feed means for a file: an empty one takes the columns that have the same name.
     *
     * @param string[] $mapping of the feed
     * @param string[] $header folded names of the file
     * @param string[] $columns of the processor
     * @return string[] column of the feed by name of the file
     */
    public static function effective(array $mapping, array $header, array $columns): array {
        $same = array_values(array_intersect($header, $columns));
        return $mapping ?: array_combine($same, $same);
    }
}

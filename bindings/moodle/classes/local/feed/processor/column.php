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

namespace tool_syncingest\local\feed\processor;

/**
 * A column that a processor understands.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class column {
    /**
     * Constructor.
     *
     * @param string $name
     * @param string[] $synonyms names under which other systems write it, folded
     * @param bool $secret whether its values must not be shown or stored
     */
    public function __construct(
        /** @var string */
        public readonly string $name,
        /** @var string[] names under which other systems write it, folded */
        public readonly array $synonyms = [],
        /** @var bool whether its values must not be shown or stored */
        public readonly bool $secret = false,
    ) {
    }

    /**
     * Returns columns by their names.
     *
     * @param array[] $synonyms of each column, by its name
     * @param string[] $secret the names of those whose values must not be shown or stored
     * @return self[] by name
     */
    public static function all(array $synonyms, array $secret = []): array {
        $columns = [];
        foreach ($synonyms as $name => $names) {
            $columns[$name] = new self($name, $names, in_array($name, $secret, true));
        }
        return $columns;
    }
}

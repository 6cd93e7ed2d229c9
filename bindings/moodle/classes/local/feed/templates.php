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

namespace tool_syncingest\local\feed;

use tool_syncingest\local\feed\rules\mapping;
use tool_syncingest\local\feed\rules\pattern_proposal;

/**
 * The usual cases, which the processors declare: what a new feed begins with.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class templates {
    /**
     * Returns all of them.
     *
     * @return array[] processor and values of a definition, by PROCESSOR_NAME
     */
    public static function all(): array {
        $all = [];
        foreach (processors::all() as $processor => $class) {
            foreach ($class::templates() ?: ['plain' => []] as $name => $values) {
                $all["{$processor}_$name"] = [$processor, $values];
            }
        }
        return $all;
    }

    /**
     * Makes the definition of a new feed.
     *
     * @param string $template a key of all()
     * @param string $filename of the file to begin with; empty: none
     * @return definition
     */
    public static function begin(string $template, string $filename): definition {
        [$processor, $values] = self::all()[$template] ?? [array_key_first(processors::all()), []];
        $pattern = $filename === '' ? '' : pattern_proposal::of($filename);
        return new definition($values + ['processor' => $processor, 'pattern' => $pattern]);
    }

    /**
     * Fits the mapping and the key of a new feed to the header of a file: a key that the file lacks gives way to one that it has.
     *
     * @param definition $definition
     * @param string[] $header folded names
     * @return definition
     */
    public static function fit(definition $definition, array $header): definition {
        $class = processors::all()[$definition->get('processor')];
        $proposal = mapping::propose($header, sample::synonyms($class));
        if (!$proposal) {
            return $definition;
        }
        $has = fn(array $key): bool => !array_diff($key, $proposal);
        $keys = array_filter([$definition->get('key'), ...$class::keys()], fn(array $key): bool => $key && $has($key));
        return $definition->with(['mapping' => $proposal] + ($keys ? ['key' => reset($keys)] : []));
    }
}

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

namespace tool_syncingest\form;

use tool_syncingest\local\feed\definition;
use tool_syncingest\local\feed\processor\row_processor;
use tool_syncingest\local\feed\processors;
use tool_syncingest\local\feed\rules\limits;
use tool_syncingest\local\feed\rules\mapping;

/**
 * From the definition of a feed to the values of its form, and back. What a form does not show stays as it is.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class feed_values {
    /** @var string[] values that have one element of the same name */
    private const PLAIN = [
        'pattern', 'mode', 'adopting', 'empty', 'rule', 'once', 'allowed', 'all_scopes', 'encoding', 'delimiter', 'skip', 'footer',
        'quiet', 'every', 'language', 'timezone', 'recipients', 'summary',
    ];

    /**
     * Returns the values of the form.
     *
     * @param definition $definition
     * @param string[] $header folded names of the file to begin with
     * @return array
     */
    public static function of(definition $definition, array $header): array {
        $values = ['key' => implode(',', $definition->get('key')), 'header' => json_encode($header, JSON_UNESCAPED_UNICODE)];
        foreach (self::PLAIN as $name) {
            $values[$name] = $definition->get($name);
        }
        foreach (self::mapping($definition, $header) as $position => $column) {
            $values["map_$position"] = $column;
        }
        $class = processors::all()[$definition->get('processor')];
        foreach ($class::options() as $name => $option) {
            $values["option_$name"] = $definition->get('options')[$name] ?? $option->default;
        }
        foreach ($definition->get('limits') as $name => $limit) {
            $values["limit_$name"] = $limit;
        }
        return $values;
    }

    /**
     * Returns the columns into which those of a file go.
     *
     * @param definition $definition
     * @param string[] $header folded names
     * @return string[] column by position; empty: not used
     */
    public static function mapping(definition $definition, array $header): array {
        $class = processors::all()[$definition->get('processor')];
        $columns = is_subclass_of($class, row_processor::class) ? array_map('strval', array_keys($class::columns())) : [];
        $effective = mapping::effective($definition->get('mapping'), $header, $columns);
        return array_map(fn(string $name): string => $effective[$name] ?? '', $header);
    }

    /**
     * Returns the keys that can be chosen.
     *
     * @param string $class of the processor
     * @param definition $definition
     * @return string[] words by columns, which commas separate
     */
    public static function keys(string $class, definition $definition): array {
        $keys = [];
        foreach ([...$class::keys(), $definition->get('key')] as $key) {
            if ($key) {
                $keys[implode(',', $key)] = s(implode(' + ', $key));
            }
        }
        return $keys;
    }

    /**
     * Returns the definition that a form describes.
     *
     * @param definition $base what it began with
     * @param \stdClass $data
     * @return definition
     */
    public static function to_definition(definition $base, \stdClass $data): definition {
        $values = [];
        foreach (self::PLAIN as $name) {
            $default = definition::DEFAULTS[$name];
            // Nothing chosen of several sends nothing.
            $value = $data->$name ?? (is_array($default) && isset($data->mode) ? [] : $base->get($name));
            settype($value, gettype($default));
            $values[$name] = $value;
        }
        if (isset($data->key)) {
            $values['key'] = array_values(array_filter(explode(',', $data->key), fn(string $column): bool => $column !== ''));
            $values['mapping'] = self::read_mapping($base, $data);
        }
        $values['options'] = self::read_options($base, $data);
        $values['limits'] = self::read_limits($data);
        return $base->with($values);
    }

    /**
     * Returns the element where something is wrong.
     *
     * @param string $problem
     * @param callable $exists whether there is an element of a name
     * @return string
     */
    public static function element_of(string $problem, callable $exists): string {
        [$code, $name] = explode(':', $problem, 2) + [1 => ''];
        // A problem of an option ends with its name.
        preg_match('/^processor_(?:.*_)?([a-z]+)$/D', $code, $option);
        $element = match (true) {
            $code === 'limit' => "limit_$name",
            in_array($code, ['column', 'mapped_twice', 'mapping'], true) => 'map_0',
            $code === 'key' || $code === 'processor_users_key' => 'key',
            $code === 'quiet' => 'quiet',
            str_starts_with($code, 'pattern_') => 'pattern',
            str_starts_with($code, 'after_') => 'after',
            isset($option[1]) => $option[1] === 'key' ? 'key' : "option_$option[1]",
            default => 'name',
        };
        return $exists($element) ? $element : 'name';
    }

    /**
     * Returns the mapping that was chosen. Columns that the file to begin with lacks keep theirs.
     *
     * @param definition $base
     * @param \stdClass $data
     * @return string[]
     */
    private static function read_mapping(definition $base, \stdClass $data): array {
        $header = array_map('strval', (array) json_decode($data->header, true));
        if (!$header) {
            return $base->get('mapping');
        }
        $chosen = [];
        foreach ($header as $position => $name) {
            $chosen[] = (string) ($data->{"map_$position"} ?? '');
        }
        if (!$base->get('mapping') && $chosen === self::mapping($base, $header)) {
            return [];
        }
        $mapping = array_filter(array_combine($header, $chosen), fn(string $column): bool => $column !== '');
        $others = array_diff_key($base->get('mapping'), array_flip($header));
        return $mapping + array_diff($others, $mapping);
    }

    /**
     * Returns the options: those that differ from their defaults, and those that the processor does not declare.
     *
     * @param definition $base
     * @param \stdClass $data
     * @return array
     */
    private static function read_options(definition $base, \stdClass $data): array {
        $options = $base->get('options');
        foreach (processors::all()[$base->get('processor')]::options() as $name => $option) {
            $value = $option->read($data->{"option_$name"} ?? $option->default);
            if ($value !== $option->default || array_key_exists($name, $options)) {
                $options[$name] = $value;
            }
            if ($value === '' && $option->default === '') {
                unset($options[$name]);
            }
        }
        return $options;
    }

    /**
     * Returns the limits that were written; what is no number stays as it is, for a person to see.
     *
     * @param \stdClass $data
     * @return array
     */
    private static function read_limits(\stdClass $data): array {
        $limits = [];
        foreach (array_keys(limits::DEFAULTS) as $name) {
            $text = (string) ($data->{"limit_$name"} ?? '');
            if ($text !== '') {
                $limits[$name] = ctype_digit($text) && strlen($text) < 10 ? (int) $text : $text;
            }
        }
        return $limits;
    }
}

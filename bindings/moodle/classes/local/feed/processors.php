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

use tool_syncingest\local\feed\processor\processor;

/**
 * The processors that there are.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class processors {
    /** @var string[] classes by name that tests add */
    public static array $more = [];

    /**
     * Returns the classes.
     *
     * @return string[] by the word that names each
     */
    public static function all(): array {
        $classes = [];
        $there = \core_component::get_component_classes_in_namespace('tool_syncingest', 'local\feed\processor');
        foreach (array_keys($there) as $class) {
            if (is_subclass_of($class, processor::class) && !(new \ReflectionClass($class))->isAbstract()) {
                $classes[$class::name()] = $class;
            }
        }
        $classes += self::$more;
        ksort($classes);
        return $classes;
    }

    /**
     * Makes a processor.
     *
     * @param string $name
     * @param settings $settings
     * @return processor
     * @throws \moodle_exception when there is none of this name
     */
    public static function make(string $name, settings $settings): processor {
        $class = self::all()[$name] ?? throw new \moodle_exception('feed_noprocessor', 'tool_syncingest', '', $name);
        return new $class($settings);
    }
}

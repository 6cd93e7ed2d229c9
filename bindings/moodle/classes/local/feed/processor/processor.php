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

use tool_syncingest\local\feed\settings;

/**
 * What turns the files of a feed into changes in Moodle. Internal: its shape may change with any release.
 *
 * A class in this namespace that extends {@see row_processor} or {@see file_processor} is found by itself; its name is the
 * word by which feeds name it.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
abstract class processor {
    /**
     * Constructor.
     *
     * @param settings $settings the run's own copy of the feed's settings
     */
    public function __construct(
        /** @var settings the run's own copy of the feed's settings */
        protected readonly settings $settings,
    ) {
    }

    /**
     * Returns the word by which feeds name it.
     *
     * @return string
     */
    final public static function name(): string {
        return substr(strrchr(static::class, '\\'), 1);
    }

    /**
     * Returns a number to raise when the same row has another effect than before: everything is planned again then.
     *
     * @return int
     */
    public static function version(): int {
        return 1;
    }

    /**
     * Returns its options, for the form of the feed.
     *
     * @return option[] by name
     */
    public static function options(): array {
        return [];
    }

    /**
     * Returns the usual cases: what a new feed begins with. The string template_PROCESSOR_NAME is the label of each.
     *
     * @return array[] values of a definition by name, as {@see \tool_syncingest\local\feed\definition::DEFAULTS} has them
     */
    public static function templates(): array {
        return [];
    }

    /**
     * Returns what is wrong with the options of the feed.
     *
     * @return string[] codes; the string processor_problem_CODE explains each
     */
    public function problems(): array {
        return [];
    }

    /**
     * Returns the options that decide what becomes of a row.
     *
     * @return array
     */
    public function effects(): array {
        return $this->settings->options;
    }

    /**
     * Returns whose removal would be noticed as another extent: where the feed looks for who is gone.
     *
     * @return string
     */
    public function scope(): string {
        return '';
    }

    /**
     * Returns what the owner of the feed must be allowed to do.
     *
     * @return array[] pairs of a capability and the id of a context
     */
    public function capabilities(): array {
        return [];
    }
}

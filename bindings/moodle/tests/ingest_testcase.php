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

namespace tool_syncingest;

/**
 * What the tests of this plugin begin with: a drop folder that needs no waiting.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
abstract class ingest_testcase extends \advanced_testcase {
    /** @var \tool_syncingest_generator */
    protected \tool_syncingest_generator $agent;

    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
        // What is collected is committed.
        $this->preventResetByRollback();
        set_config('settle', '0', 'tool_syncingest');
        $this->agent = $this->getDataGenerator()->get_plugin_generator('tool_syncingest');
        $this->agent->make_folder();
    }

    /**
     * Returns a stored file of our area; null: there is none.
     *
     * @param string $name
     * @param string $path
     * @return \stored_file|null
     */
    protected function stored(string $name, string $path = '/'): ?\stored_file {
        $context = \context_system::instance()->id;
        return get_file_storage()->get_file($context, 'tool_syncingest', 'files', 0, $path, $name) ?: null;
    }

    /**
     * Returns the names of the stored files in a folder of our area.
     *
     * @param string $path
     * @return string[]
     */
    protected function names(string $path = '/'): array {
        $context = \context_system::instance()->id;
        $files = get_file_storage()->get_directory_files($context, 'tool_syncingest', 'files', 0, $path, false, false, 'filename');
        return array_values(array_map(fn(\stored_file $file): string => $file->get_filename(), $files));
    }

    /**
     * Returns the kinds of the active alarms.
     *
     * @return string[]
     */
    protected function alarms(): array {
        return array_values(array_unique(array_column(local\alarm\incidents::open(), 'kind')));
    }
}

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

namespace tool_syncingest\hook;

use tool_syncingest\local\store\area;

/**
 * Delivered files are in the file store. Dispatched once for each collection that has stored something, after its last commit and
 * outside of every lock, so a listener may fail. On a page a person waits for it: leave long work to an ad hoc task.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
#[\core\attribute\label('Delivered files have been stored in the file store.')]
#[\core\attribute\tags('file')]
final class files_collected {
    /**
     * Constructor.
     *
     * @param string[] $names of the files, in the order in which they were stored
     */
    public function __construct(
        /** @var string[] of the files, in the order in which they were stored */
        public readonly array $names,
    ) {
    }

    /**
     * Returns the files as they are stored now; without those that somebody has deleted meanwhile.
     *
     * @return \stored_file[] by name
     */
    public function files(): array {
        $area = new area();
        $files = [];
        foreach ($this->names as $name) {
            $file = get_file_storage()->get_file(...[...$area->place('/'), $name]);
            if ($file) {
                $files[$name] = $file;
            }
        }
        return $files;
    }
}

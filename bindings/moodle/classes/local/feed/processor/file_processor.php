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
 * A processor that takes a file as a whole. It cannot be planned: only the file is checked before.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
abstract class file_processor extends processor {
    /**
     * Hands the file over. May be called again for the same file when the process has died meanwhile.
     *
     * @param string $path the file as it was delivered
     * @param string $name its file name
     * @param bool $again whether an earlier call did not return
     * @return handed_over
     */
    abstract public function hand_over(string $path, string $name, bool $again): handed_over;
}

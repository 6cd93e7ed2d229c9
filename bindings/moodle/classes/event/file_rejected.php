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

namespace tool_syncingest\event;

/**
 * A delivered file was set aside for a person.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class file_rejected extends base {
    /**
     * Returns the event for one file.
     *
     * @param string $name bytes, as they were delivered
     * @param int $size
     * @param string $reason
     * @return self
     */
    public static function create_for(string $name, int $size, string $reason): self {
        return self::create(['other' => ['name' => fix_utf8($name), 'size' => $size, 'reason' => fix_utf8($reason)]]);
    }

    #[\Override]
    public function get_description() {
        return "The file '{$this->other['name']}' was rejected: {$this->other['reason']}";
    }
}

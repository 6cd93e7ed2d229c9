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
 * A delivered file is in the file store.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class file_collected extends base {
    /** @var string what it does to the data: c creates, d deletes */
    protected const CRUD = 'c';

    /**
     * Returns the event for one file.
     *
     * @param string $name bytes, as they were delivered
     * @param int $size
     * @param string $hash
     * @param string $storedas the name that Moodle has given it
     * @return self
     */
    public static function create_for(string $name, int $size, string $hash, string $storedas): self {
        return self::create(['other' => [
            'name' => fix_utf8($name), 'size' => $size, 'hash' => fix_utf8($hash), 'storedas' => $storedas,
        ]]);
    }

    #[\Override]
    public function get_description() {
        $storedas = $this->other['storedas'] ?? $this->other['name'];
        return "The file '{$this->other['name']}' ({$this->other['size']} bytes, SHA-1 {$this->other['hash']}) was collected"
            . ($storedas === $this->other['name'] ? '.' : ", and stored as '$storedas'.");
    }
}

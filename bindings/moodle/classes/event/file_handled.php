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
 * A person has done something with a file: the name of the class is what.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
abstract class file_handled extends base {
    /** @var string what was done, in the past tense */
    protected const DONE = '';

    /**
     * Returns the event for one file.
     *
     * @param string $name bytes, as they were delivered
     * @param array $more what else is known: size, hash, storedas
     * @param int|null $userid who has done it; null: the current user
     * @return static
     */
    public static function create_for(string $name, array $more = [], ?int $userid = null): static {
        $data = ['other' => ['name' => fix_utf8($name)] + $more];
        return static::create($userid === null ? $data : $data + ['userid' => $userid]);
    }

    #[\Override]
    public function get_description() {
        $as = isset($this->other['storedas']) ? " as '{$this->other['storedas']}'" : '';
        return "The user with id '$this->userid' has " . static::DONE . " the file '{$this->other['name']}'$as.";
    }
}

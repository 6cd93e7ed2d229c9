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
 * A person removed a lock.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class lock_removed extends base {
    /** @var string what it does to the data: c creates, d deletes */
    protected const CRUD = 'd';

    /**
     * Returns the event for one lock.
     *
     * @param string $kind collector or agent
     * @param int $userid who removed it
     * @return self
     */
    public static function create_for(string $kind, int $userid): self {
        return self::create(['userid' => $userid, 'other' => ['kind' => $kind]]);
    }

    #[\Override]
    public function get_description() {
        return "The user with id '$this->userid' removed the lock of the '{$this->other['kind']}'.";
    }
}

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

namespace tool_syncingest\local\drop;

use SyncIngest\LockKind;

/**
 * Removes a lock at the request of a person.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class unlock {
    /**
     * Removes a lock in this process or through the command line; whichever removes it writes the event into the log.
     *
     * @param string $kind collector or agent
     * @param bool $force remove it although it is not too old: the person knows that its owner is dead
     * @throws \moodle_exception when it is not there, not too old, or held by a live process
     */
    public static function remove(string $kind, bool $force = false): void {
        global $USER;
        $problem = library::problem();
        if ($problem === null || PHP_SAPI === 'cli') {
            self::remove_here($kind, $force, (int) $USER->id);
            return;
        }
        $answer = trim(command_line::unlock($kind, $force, $problem));
        if ($answer !== 'removed') {
            throw new \moodle_exception('cannotunlock', 'tool_syncingest', '', $answer);
        }
    }

    /**
     * Removes it in this process.
     *
     * @param string $kind
     * @param bool $force
     * @param int $userid who has asked for it
     * @throws \moodle_exception
     */
    public static function remove_here(string $kind, bool $force, int $userid): void {
        $folder = library::folder();
        $lock = $kind === 'agent' ? LockKind::Agent : LockKind::Collector;
        if (!$force && !in_array($lock, $folder->staleLocks(), true)) {
            throw new \moodle_exception('cannotunlock', 'tool_syncingest', '', get_string('locknotstale', 'tool_syncingest'));
        }
        try {
            $wasthere = $folder->unlock($lock);
        } catch (\SyncIngest\Exception\SyncIngestException $failure) {
            throw new \moodle_exception('cannotunlock', 'tool_syncingest', '', $failure->getMessage());
        }
        if (!$wasthere) {
            throw new \moodle_exception('cannotunlock', 'tool_syncingest', '', get_string('lockgone', 'tool_syncingest'));
        }
        \tool_syncingest\event\lock_removed::create_for($kind, $userid)->trigger();
    }
}

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
 * Removes a lock that is too old, because a person said so.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class unlock {
    /**
     * Removes it in this process or through the command line.
     *
     * @param string $kind collector or agent
     * @throws \moodle_exception when it is not there, not too old, or held by a live process
     */
    public static function remove(string $kind): void {
        $problem = library::problem();
        if ($problem !== null && PHP_SAPI !== 'cli') {
            $answer = trim(command_line::unlock($kind, $problem));
            if ($answer !== 'removed') {
                throw new \moodle_exception('cannotunlock', 'tool_syncingest', '', $answer);
            }
        } else {
            self::remove_here($kind);
        }
        \tool_syncingest\event\lock_removed::create_for($kind)->trigger();
    }

    /**
     * Removes it in this process.
     *
     * @param string $kind
     */
    public static function remove_here(string $kind): void {
        $folder = library::folder();
        $lock = $kind === 'agent' ? LockKind::Agent : LockKind::Collector;
        if (!in_array($lock, $folder->staleLocks(), true)) {
            throw new \moodle_exception('cannotunlock', 'tool_syncingest', '', get_string('locknotstale', 'tool_syncingest'));
        }
        try {
            $folder->unlock($lock);
        } catch (\SyncIngest\Exception\Failure $failure) {
            throw new \moodle_exception('cannotunlock', 'tool_syncingest', '', $failure->getMessage());
        }
    }
}

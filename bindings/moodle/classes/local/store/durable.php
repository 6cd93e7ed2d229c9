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

namespace tool_syncingest\local\store;

/**
 * Brings files and folders to the disk. Moodle never does, and a power cut would lose what was acknowledged.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class durable {
    /**
     * Syncs a file or a folder.
     *
     * @param string $path
     * @throws \RuntimeException
     */
    public static function sync(string $path): void {
        error_clear_last();
        $handle = @fopen($path, 'r');
        $done = $handle !== false && @fsync($handle);
        if ($handle !== false) {
            fclose($handle);
        }
        if (!$done) {
            throw new \RuntimeException("cannot sync $path: " . (error_get_last()['message'] ?? 'refused'));
        }
    }

    /**
     * Syncs the whole file system that this path lies on, with the program of the system that does that: for very many
     * folders this is faster than one after the other, and slower where neighbours have much to write.
     *
     * @param string $path
     * @return bool whether it was done; where it cannot be, each is to be synced by itself
     */
    public static function sync_file_system(string $path): bool {
        if (!function_exists('proc_open')) {
            return false;
        }
        $nothing = ['file', '/dev/null', 'r+'];
        $process = @proc_open(['sync', '--file-system', $path], [$nothing, $nothing, $nothing], $pipes);
        return is_resource($process) && proc_close($process) === 0;
    }
}

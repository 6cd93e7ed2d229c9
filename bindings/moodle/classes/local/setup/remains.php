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

namespace tool_syncingest\local\setup;

use tool_syncingest\local\config;

/**
 * What the plugin leaves on the host when it is uninstalled.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class remains {
    /**
     * Deletes our temporary copies, and the work area if nothing is left in it. The drop folder belongs to the agent.
     *
     * @return int[] the folders that stay, and how many files each holds: what waits to be collected, what was claimed or rejected
     */
    public static function clear(): array {
        config::clear_staging();
        @rmdir(config::staging());
        $kept = [];
        foreach ([config::folder(), config::work_area()] as $path) {
            $count = self::count($path);
            if ($count > 0) {
                $kept[$path] = $count;
            } else if ($path === config::work_area() && is_dir($path)) {
                self::remove_empty($path);
            }
        }
        return $kept;
    }

    /**
     * Returns how many files are in a folder and below it.
     *
     * @param string $path
     * @return int
     */
    private static function count(string $path): int {
        if (!is_dir($path)) {
            return 0;
        }
        $count = 0;
        foreach (self::below($path) as $entry) {
            // A link to a folder counts as a file: it is not followed.
            $count += $entry->isLink() || !$entry->isDir() ? 1 : 0;
        }
        return $count;
    }

    /**
     * Removes folders that hold nothing but empty folders.
     *
     * @param string $path
     */
    private static function remove_empty(string $path): void {
        foreach (self::below($path) as $entry) {
            @rmdir($entry->getPathname());
        }
        @rmdir($path);
    }

    /**
     * Returns the entries of a folder and its subfolders, the deepest first. Folders that cannot be opened are skipped.
     *
     * @param string $path
     * @return \RecursiveIteratorIterator
     */
    private static function below(string $path): \RecursiveIteratorIterator {
        return new \RecursiveIteratorIterator(
            new \RecursiveDirectoryIterator($path, \FilesystemIterator::SKIP_DOTS),
            \RecursiveIteratorIterator::CHILD_FIRST,
            \RecursiveIteratorIterator::CATCH_GET_CHILD
        );
    }
}

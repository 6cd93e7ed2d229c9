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

namespace tool_syncingest\local\tools;

/**
 * The process in which this runs.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class current_process {
    /** @var process|null it stays the same */
    private static ?process $process = null;

    /**
     * Returns the parameters that show which tool the process serves. Called on every page of the site.
     *
     * @return process
     */
    public static function get(): process {
        global $SCRIPT;
        return self::$process ??= CLI_SCRIPT ? new process(self::script(), array_slice($_SERVER['argv'] ?? [], 1))
            : new process(ltrim((string) $SCRIPT, '/'));
    }

    /**
     * Returns the script that was started on the command line, whatever folder it was started from.
     *
     * @return string
     */
    private static function script(): string {
        global $CFG;
        $path = get_included_files()[0];
        // From 5.1 on, the scripts of the command line lie outside of what the web server shows, too.
        $folders = [$CFG->dirroot, ...(basename($CFG->dirroot) === 'public' ? [dirname($CFG->dirroot)] : [])];
        foreach ($folders as $folder) {
            if (str_starts_with($path, "$folder/")) {
                return substr($path, strlen($folder) + 1);
            }
        }
        return $path;
    }
}

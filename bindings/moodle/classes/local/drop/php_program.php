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

/**
 * Where PHP's command line is. Debian leaves Moodle's setting empty, and it is where the web server's PHP was installed.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class php_program {
    /**
     * Returns the first program that exists.
     *
     * @param string $configured $CFG->pathtophp
     * @param string $bindir where this PHP was installed
     * @param string $version of this PHP, as in 8.2: hosts with several have one program for each
     * @param callable $isexecutable whether a path leads to a program
     * @return string|null
     */
    public static function find(string $configured, string $bindir, string $version, callable $isexecutable): ?string {
        foreach ([$configured, "$bindir/php$version", "$bindir/php"] as $path) {
            if (str_starts_with($path, '/') && $isexecutable($path)) {
                return $path;
            }
        }
        return null;
    }
}

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

namespace tool_syncingest\local\feed;

use tool_syncingest\local\drop\command_line;

/**
 * Starts one of our command line scripts in a process of its own and waits for nothing: what acts in somebody's name must not be a
 * web request. Where no process can be started, cron does the work.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class detached {
    /**
     * Starts a script.
     *
     * @param string ...$arguments the script and its options
     * @return bool whether it was started
     */
    public static function start(string ...$arguments): bool {
        $php = command_line::program();
        if ($php === null || PHPUNIT_TEST) {
            return false;
        }
        $arguments[0] = dirname(__DIR__, 3) . "/cli/$arguments[0]";
        $session = is_executable('/usr/bin/setsid') ? ['/usr/bin/setsid'] : [];
        $shell = ['/bin/sh', '-c', '"$@" </dev/null >/dev/null 2>&1 &', 'sh', ...$session, $php, ...$arguments];
        $null = ['file', '/dev/null', 'r+'];
        $process = @proc_open($shell, [$null, $null, $null], $pipes);
        return is_resource($process) && proc_close($process) === 0;
    }
}

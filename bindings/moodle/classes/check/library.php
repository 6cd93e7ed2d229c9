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

namespace tool_syncingest\check;

use core\check\result;
use tool_syncingest\local\alarm\incidents;
use tool_syncingest\local\drop\command_line;
use tool_syncingest\local\drop\library as the_library;

/**
 * Whether the library can be used, here and by cron.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class library extends base {
    #[\Override]
    public function get_result(): result {
        $problem = the_library::problem();
        if ($problem === null) {
            [$version, $path] = the_library::describe();
            return new result(result::OK, get_string('check_library_ok', 'tool_syncingest', [
                'version' => $version, 'path' => $path,
            ]));
        }
        $detail = nl2br(s($problem));
        if (isset(incidents::open()['library'])) {
            return new result(result::CRITICAL, get_string('check_library_missing', 'tool_syncingest'), $detail);
        }
        // Only this process may not use it, and cron may.
        if (PHP_SAPI === 'cli') {
            return new result(result::CRITICAL, get_string('check_library_missing', 'tool_syncingest'), $detail);
        }
        $php = command_line::program();
        return $php === null ? new result(result::WARNING, get_string('check_library_nophp', 'tool_syncingest'), $detail)
            : new result(result::INFO, get_string('check_library_web', 'tool_syncingest', s($php)), $detail);
    }
}

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
use tool_syncingest\local\config;
use tool_syncingest\local\alarm\explanation;
use tool_syncingest\local\drop\library;
use tool_syncingest\local\drop\survey;

/**
 * Whether the drop folder and the work area can be used.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class folder extends base {
    #[\Override]
    public function get_result(): result {
        $folder = config::folder();
        $detail = s($folder);
        if (!is_dir($folder)) {
            $status = config::is_default_folder() ? result::INFO : result::CRITICAL;
            return new result($status, get_string('check_folder_missing', 'tool_syncingest'), $detail);
        }
        $isusable = is_readable($folder) && is_writable($folder);
        $obstacles = array_map(explanation::obstacle(...), survey::take()['obstacles'] ?? []);
        if ($obstacles || !$isusable) {
            $problems = $obstacles ?: library::folder_problems();
            $lines = array_map(fn(string $problem): string => '<br>' . nl2br(s($problem)), $problems);
            $summary = get_string('check_folder_permissions', 'tool_syncingest');
            return new result(result::CRITICAL, $summary, $detail . implode($lines));
        }
        if (fileperms($folder) & 0002) {
            return new result(result::WARNING, get_string('check_folder_open', 'tool_syncingest'), $detail);
        }
        return new result(result::OK, get_string('check_folder_ok', 'tool_syncingest'), $detail);
    }
}

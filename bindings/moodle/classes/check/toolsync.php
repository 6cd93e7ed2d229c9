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

/**
 * Whether tool_sync still takes files by itself: it ignores lock.txt, and removes it.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class toolsync extends base {
    #[\Override]
    public function get_result(): result {
        if (!config::tool_sync_is_installed()) {
            return new result(result::NA, get_string('check_toolsync_none', 'tool_syncingest'));
        }
        $code = (string) @file_get_contents(\core_component::get_component_directory('tool_sync') . '/lib.php');
        if (str_contains($code, 'tool_syncingest\api::before_action')) {
            return new result(result::OK, get_string('check_toolsync_ok', 'tool_syncingest'));
        }
        return new result(
            result::CRITICAL,
            get_string('check_toolsync_conflict', 'tool_syncingest'),
            get_string('check_toolsync_advice', 'tool_syncingest')
        );
    }
}

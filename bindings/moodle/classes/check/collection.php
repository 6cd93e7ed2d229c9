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
use tool_syncingest\local\alarm\explanation;
use tool_syncingest\local\alarm\incidents;

/**
 * Whether collections take place, and what they complain of.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class collection extends base {
    #[\Override]
    public function get_result(): result {
        $last = (int) get_config('tool_syncingest', 'lastround');
        $open = incidents::open();
        $detail = implode('<br>', array_map(fn(\stdClass $incident): string => explanation::name_of($incident->kind), $open));
        if ($open) {
            return new result(result::ERROR, get_string('check_collection_alarms', 'tool_syncingest', count($open)), $detail);
        }
        if ($last === 0) {
            return new result(result::WARNING, get_string('check_collection_never', 'tool_syncingest'));
        }
        $age = format_time(max(1, time() - $last));
        if (time() - $last > HOURSECS) {
            return new result(result::WARNING, get_string('check_collection_old', 'tool_syncingest', $age));
        }
        return new result(result::OK, get_string('check_collection_ok', 'tool_syncingest', $age));
    }
}

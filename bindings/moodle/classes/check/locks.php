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
use tool_syncingest\local\drop\survey;

/**
 * Whether a lock is too old.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class locks extends base {
    #[\Override]
    public function get_result(): result {
        $survey = survey::take();
        if (isset($survey['problem'])) {
            return new result(result::UNKNOWN, get_string('check_unknown', 'tool_syncingest'), s($survey['problem']));
        }
        $lines = [];
        $stale = false;
        foreach ($survey['locks'] as $lock) {
            $stale = $stale || $lock['stale'];
            $lines[] = get_string('lockheld', 'tool_syncingest', [
                'name' => $lock['name'], 'holder' => s(explanation::holder($lock['holder'])),
                'age' => format_time(max(1, $lock['age'])),
            ]);
        }
        $key = $stale ? 'check_locks_stale' : ($lines ? 'check_locks_held' : 'check_locks_none');
        return new result($stale ? result::CRITICAL : result::OK, get_string($key, 'tool_syncingest'), implode('<br>', $lines));
    }
}

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
use tool_syncingest\local\feed\alarms;
use tool_syncingest\local\feed\feed;
use tool_syncingest\local\feed\feeds as all_feeds;
use tool_syncingest\local\feed\rules\stage;

/**
 * Whether feeds need a person.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class feeds extends base {
    #[\Override]
    public function get_result(): result {
        $feeds = array_filter(incidents::open(), fn(\stdClass $incident): bool => in_array($incident->kind, alarms::KINDS, true));
        $line = fn(\stdClass $incident): string => explanation::name_of($incident->kind) . ': ' . s($incident->detail);
        $lines = array_map($line, $feeds);
        if ($lines) {
            $summary = get_string('check_feeds_alarms', 'tool_syncingest', count($lines));
            return new result(result::ERROR, $summary, implode('<br>', $lines));
        }
        $live = count(array_filter(all_feeds::all(), fn(feed $feed): bool => $feed->stage === stage::LIVE));
        return $live ? new result(result::OK, get_string('check_feeds_ok', 'tool_syncingest', $live))
            : new result(result::NA, get_string('check_feeds_none', 'tool_syncingest'));
    }
}

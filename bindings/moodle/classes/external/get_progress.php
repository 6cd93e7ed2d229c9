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

namespace tool_syncingest\external;

use core_external\external_single_structure;
use core_external\external_value;
use tool_syncingest\local\feed\progress;
use tool_syncingest\local\feed\runs;

/**
 * Returns how far a run of a feed is: counts and words, no names.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class get_progress extends run_progress {
    /**
     * Returns how far the run is.
     *
     * @param int $runid
     * @return array
     */
    public static function execute(int $runid): array {
        return progress::of(runs::get(self::admit($runid)))->jsonSerialize();
    }

    /**
     * Returns what it answers.
     *
     * @return external_single_structure
     */
    public static function execute_returns(): external_single_structure {
        return new external_single_structure([
            'state' => new external_value(PARAM_ALPHANUMEXT, 'state of the run; gone: it was deleted'),
            'words' => new external_value(PARAM_TEXT, 'what it does, in the language of the reader'),
            'done' => new external_value(PARAM_INT, 'rows that were dealt with'),
            'total' => new external_value(PARAM_INT, 'rows to deal with; 0: not known yet'),
            'percent' => new external_value(PARAM_INT, 'done of total'),
            'moves' => new external_value(PARAM_BOOL, 'whether it goes on without a person'),
        ]);
    }
}

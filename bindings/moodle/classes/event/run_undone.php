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

namespace tool_syncingest\event;

use tool_syncingest\local\feed\undo\undo;

/**
 * A run was undone, as far as it can be.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class run_undone extends base {
    protected const TABLE = 'tool_syncingest_runs';

    /**
     * The event of a run.
     *
     * @param undo $undo
     * @param int[] $counts outcomes by what has become of them
     * @return self
     */
    public static function create_for(undo $undo, array $counts): self {
        return self::create([
            'objectid' => $undo->runid, 'userid' => $undo->userid,
            'other' => ['step' => $undo->step->value, 'counts' => $counts],
        ]);
    }

    #[\Override]
    public function get_description() {
        return "The user with id '$this->userid' undid the run with id '$this->objectid' ({$this->other['step']}): "
            . json_encode($this->other['counts']) . '.';
    }
}

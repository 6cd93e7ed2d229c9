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

use tool_syncingest\local\feed\run;

/**
 * A person has decided about a run: approved, refused, cancelled, stopped it, or had it run again.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class run_decided extends base {
    /** @var string the table of its object */
    protected const TABLE = 'tool_syncingest_runs';

    /**
     * Returns the event of a run.
     *
     * @param run $run
     * @param string $decision
     * @return self
     */
    public static function create_for(run $run, string $decision): self {
        return self::create([
            'objectid' => $run->id,
            'other' => ['feedid' => $run->feedid, 'name' => $run->row->filename, 'decision' => $decision],
        ]);
    }

    #[\Override]
    public function get_description() {
        ['name' => $name, 'decision' => $decision] = $this->other;
        return "The user with id '$this->userid' decided on the run with id '$this->objectid' of the file '$name': $decision.";
    }
}

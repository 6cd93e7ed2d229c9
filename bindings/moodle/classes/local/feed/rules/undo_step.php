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

namespace tool_syncingest\local\feed\rules;

/**
 * How far undoing a run has come.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
enum undo_step: string {
    /** It is looked up what can be undone. */
    case CHECKING = 'checking';

    /** That is known: a person decides. */
    case READY = 'ready';

    /** It is being undone. */
    case RUNNING = 'running';

    /** Whatever can be undone is. */
    case DONE = 'done';

    /** It could not go on. */
    case FAILED = 'failed';

    /**
     * Returns whether there is something to do without a person.
     *
     * @return bool
     */
    public function is_due(): bool {
        return in_array($this, [self::CHECKING, self::RUNNING], true);
    }
}

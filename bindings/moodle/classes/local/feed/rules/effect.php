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
 * What an outcome does to Moodle, as far as limits are concerned: it does not matter where the outcome came from.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
enum effect: string {
    /** Nothing is written. */
    case NONE = 'none';

    /** Something new is made, or somebody is added. */
    case ADDITION = 'addition';

    /** Something that is there gets other values, or is brought back. */
    case CHANGE = 'change';

    /** An account can no longer be used. */
    case SUSPENSION = 'suspension';

    /** Something is deleted. */
    case DELETION = 'deletion';

    /** An enrolment is deleted: what belongs to it cannot be brought back. */
    case UNENROLMENT = 'unenrolment';

    /** A role in a course is lost. */
    case ROLE_LOST = 'role_lost';

    /** A membership of a cohort or a group is lost. */
    case MEMBER_REMOVED = 'member_removed';

    /** A child process gets the whole file: what it does is not known. */
    case HANDED_OVER = 'handed_over';

    /**
     * Returns whether somebody loses something.
     *
     * @return bool
     */
    public function is_removal(): bool {
        return in_array($this, [self::SUSPENSION, self::DELETION, self::UNENROLMENT, self::ROLE_LOST, self::MEMBER_REMOVED], true);
    }
}

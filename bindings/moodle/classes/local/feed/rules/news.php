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
 * Which runs the recipients of a feed read of in their daily summary.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
enum news: string {
    /** None. */
    case NEVER = 'never';

    /** Those that need a person, or of which some rows failed. */
    case FAILURES = 'failures';

    /** All. */
    case ALL = 'all';

    /**
     * Returns whether a run is in the summary.
     *
     * @param state $state
     * @return bool
     */
    public function includes(state $state): bool {
        return match ($this) {
            self::NEVER => false,
            self::FAILURES => self::is_failure($state),
            self::ALL => true,
        };
    }

    /**
     * Returns whether a run needs a person.
     *
     * @param state $state
     * @return bool
     */
    public static function is_failure(state $state): bool {
        return in_array($state, [state::HELD, state::REFUSED, state::FAILED, state::DONE_WITH_ERRORS], true);
    }
}

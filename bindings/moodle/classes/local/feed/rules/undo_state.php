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
 * What becomes of one applied outcome when its run is undone.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
enum undo_state: string {
    /** The object is still as the run left it, and can be brought back. */
    case POSSIBLE = 'possible';

    /** It was brought back. */
    case UNDONE = 'undone';

    /** It is already as it was before the run: it only needs a pin. */
    case NEEDLESS = 'needless';

    /** It was already as it was before the run, and is pinned. */
    case PINNED = 'pinned';

    /** It is no longer as the run left it: it is left alone. */
    case CHANGED = 'changed';

    /** What was done to it cannot be undone. */
    case IMPOSSIBLE = 'impossible';

    /** Undoing it has failed. */
    case FAILED = 'failed';

    /**
     * Returns whether there is something to do.
     *
     * @return bool
     */
    public function is_due(): bool {
        return in_array($this, [self::POSSIBLE, self::NEEDLESS], true);
    }

    /**
     * Returns whether it was dealt with for good.
     *
     * @return bool
     */
    public function is_done(): bool {
        return in_array($this, [self::UNDONE, self::PINNED], true);
    }

    /**
     * Returns some of the states as they are stored.
     *
     * @param self ...$states
     * @return string[]
     */
    public static function words(self ...$states): array {
        return array_map(fn(self $state): string => $state->value, $states);
    }
}

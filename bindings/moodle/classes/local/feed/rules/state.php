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
 * The state of a run.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
enum state: string {
    /** It waits for its turn. */
    case QUEUED = 'queued';

    /** It is checked and planned. */
    case CHECKING = 'checking';

    /** It waits for a person. */
    case HELD = 'held';

    /** Its file is never used. */
    case REFUSED = 'refused';

    /** Its plan is applied. */
    case RUNNING = 'running';

    /** Every row was carried out. */
    case DONE = 'done';

    /** Some rows failed. */
    case DONE_WITH_ERRORS = 'done_with_errors';

    /** It could not go on. */
    case FAILED = 'failed';

    /** A person does not want it. */
    case CANCELLED = 'cancelled';

    /** A newer file of its part has taken its place. */
    case SUPERSEDED = 'superseded';

    /**
     * Returns the states that can follow.
     *
     * @return self[]
     */
    public function followers(): array {
        return match ($this) {
            self::QUEUED => [self::CHECKING, self::FAILED, self::CANCELLED, self::SUPERSEDED],
            // Back to the queue: the feed was edited meanwhile.
            self::CHECKING => [
                self::QUEUED, self::HELD, self::REFUSED, self::RUNNING, self::DONE, self::DONE_WITH_ERRORS, self::FAILED,
                self::CANCELLED,
            ],
            // An approved plan is made once more before it is applied: Moodle may have changed.
            self::HELD => [self::QUEUED, self::REFUSED, self::CANCELLED, self::SUPERSEDED],
            // Held: its owner may no longer do it.
            self::RUNNING => [self::HELD, self::DONE, self::DONE_WITH_ERRORS, self::FAILED, self::CANCELLED],
            self::FAILED => [self::QUEUED, self::CANCELLED],
            self::REFUSED, self::DONE, self::DONE_WITH_ERRORS, self::CANCELLED, self::SUPERSEDED => [],
        };
    }

    /**
     * Returns whether another state can follow.
     *
     * @param self $next
     * @return bool
     */
    public function may_become(self $next): bool {
        return in_array($next, $this->followers(), true);
    }

    /**
     * Returns whether the run is over, for better or worse.
     *
     * @return bool
     */
    public function is_over(): bool {
        return !in_array($this, [self::QUEUED, self::CHECKING, self::HELD, self::RUNNING], true);
    }

    /**
     * Returns whether cron can carry it on without a person.
     *
     * @return bool
     */
    public function is_due(): bool {
        return in_array($this, [self::QUEUED, self::CHECKING, self::RUNNING], true);
    }

    /**
     * Returns whether its rows are live in Moodle.
     *
     * @return bool
     */
    public function is_applied(): bool {
        return in_array($this, [self::DONE, self::DONE_WITH_ERRORS], true);
    }
}

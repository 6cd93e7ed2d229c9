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

namespace tool_syncingest\local\drop;

use tool_syncingest\outcome;

/**
 * Waits for files that are not ready yet, for a task that looks for them: at most once in a process in vain. Rules alone: the clock
 * and the collecting come from outside.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class patience {
    /** @var int seconds beyond the settle time: an upload that was going on, and the collection itself */
    public const BEYOND_SETTLING = 30;

    /** @var int seconds after which is looked again where nobody can say how long it takes */
    private const LOOK_AGAIN = 2;

    /** @var bool whether something was waited for in vain */
    private bool $exhausted = false;

    /**
     * Constructor.
     *
     * @param \Closure $clock
     * @param \Closure $sleep
     */
    public function __construct(
        /** @var \Closure gives seconds of a clock that only goes forward */
        private readonly \Closure $clock,
        /** @var \Closure takes seconds, and what is waited for */
        private readonly \Closure $sleep,
    ) {
    }

    /**
     * Collects until nothing is missing that is looked for, or until the time is up.
     *
     * @param \Closure $collect gives the outcome of one collection
     * @param \Closure $settle gives the settle time in seconds
     * @param string[]|null $files patterns as for fnmatch(); null: any file
     * @return outcome of all collections together
     */
    public function collect(\Closure $collect, \Closure $settle, ?array $files): outcome {
        $outcome = $collect();
        $until = null;
        while (!$this->exhausted && self::misses($outcome, $files)) {
            $until ??= ($this->clock)() + $settle() + self::BEYOND_SETTLING;
            $left = $until - ($this->clock)();
            if ($left <= 0) {
                $this->exhausted = true;
                break;
            }
            ($this->sleep)(max(1, min($outcome->readyin ?? self::LOOK_AGAIN, (int) ceil($left))), $outcome);
            $outcome = $outcome->followed_by($collect());
        }
        return $outcome;
    }

    /**
     * Returns whether something that is looked for may still come by itself.
     *
     * @param outcome $outcome
     * @param string[]|null $files
     * @return bool
     */
    private static function misses(outcome $outcome, ?array $files): bool {
        if ($files === [] || $outcome->stalelock !== null) {
            return false;
        }
        if ($outcome->state === outcome::AGENT_DELIVERING) {
            // Nobody can know what it delivers.
            return true;
        }
        if ($files === null || $outcome->unready > count($outcome->unreadynames)) {
            return $outcome->unready > 0;
        }
        foreach ($outcome->unreadynames as $name) {
            foreach ($files as $pattern) {
                if (fnmatch($pattern, $name)) {
                    return true;
                }
            }
        }
        return false;
    }
}

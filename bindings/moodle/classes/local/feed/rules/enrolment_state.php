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
 * What of an enrolment a feed decides about.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class enrolment_state {
    /**
     * Constructor.
     *
     * @param bool $suspended
     * @param int $start seconds since 1970; 0: always
     * @param int $end seconds since 1970; 0: never
     * @param int[] $roles ids of the roles in the course that no component owns
     */
    public function __construct(
        /** @var bool */
        public readonly bool $suspended = false,
        /** @var int seconds since 1970; 0: always */
        public readonly int $start = 0,
        /** @var int seconds since 1970; 0: never */
        public readonly int $end = 0,
        /** @var int[] ids of the roles in the course that no component owns */
        public readonly array $roles = [],
    ) {
    }

    /**
     * Returns whether the person can enter the course.
     *
     * @param int $now
     * @return bool
     */
    public function is_active(int $now): bool {
        return !$this->suspended && $this->start <= $now && ($this->end === 0 || $this->end > $now);
    }

    /**
     * Returns the state after a row. A role is taken away only if the feed has given it.
     *
     * @param bool|null $suspended null: as it is
     * @param int|null $start null: as it is
     * @param int|null $end null: as it is
     * @param int[]|null $roles null: as they are
     * @param int[] $given roles that the feed has given
     * @return self
     */
    public function after(?bool $suspended, ?int $start, ?int $end, ?array $roles, array $given): self {
        $kept = $roles === null ? $this->roles : array_diff($this->roles, array_diff($given, $roles));
        $all = array_values(array_unique([...$kept, ...$roles ?? []]));
        sort($all);
        return new self($suspended ?? $this->suspended, $start ?? $this->start, $end ?? $this->end, $all);
    }

    /**
     * Returns what it means for the person that this state follows another.
     *
     * @param self $before
     * @param int $now
     * @return effect
     */
    public function effect_after(self $before, int $now): effect {
        return match (true) {
            // An end in the past locks out as well.
            $before->is_active($now) && !$this->is_active($now), $this->suspended && !$before->suspended => effect::SUSPENSION,
            (bool) array_diff($before->roles, $this->roles) => effect::ROLE_LOST,
            $this == $before => effect::NONE,
            default => effect::CHANGE,
        };
    }
}

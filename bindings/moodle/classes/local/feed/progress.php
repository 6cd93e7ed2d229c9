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

namespace tool_syncingest\local\feed;

use tool_syncingest\local\feed\rules\state;

/**
 * How far a run is.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class progress implements \JsonSerializable {
    /**
     * Constructor.
     *
     * @param string $state
     * @param string $words
     * @param int $done
     * @param int $total 0: not known yet
     * @param bool $moves whether it goes on without a person
     */
    private function __construct(
        /** @var string */
        public readonly string $state,
        /** @var string */
        public readonly string $words,
        /** @var int */
        public readonly int $done = 0,
        /** @var int 0: not known yet */
        public readonly int $total = 0,
        /** @var bool whether it goes on without a person */
        public readonly bool $moves = false,
    ) {
    }

    /**
     * Returns how far a run is. What is planned is counted as it is written.
     *
     * @param run|null $run null: it was deleted
     * @return self
     */
    public static function of(?run $run): self {
        if ($run === null) {
            return new self('gone', get_string('run_gone', 'tool_syncingest'));
        }
        $ischecked = $run->state === state::CHECKING;
        $done = $ischecked ? results::count_of($run->id) : (int) $run->row->done;
        $total = $ischecked ? $run->facts()?->rows ?? 0 : (int) $run->row->total;
        $key = match (true) {
            (bool) $run->row->stopping && $run->state->is_due() => 'progress_stopping',
            $run->state === state::QUEUED => 'progress_queued',
            $ischecked => 'progress_checking',
            $run->state === state::RUNNING => 'progress_running',
            default => null,
        };
        $words = $key === null ? words::state($run->state) : get_string($key, 'tool_syncingest', ['done' => $done, 'total' => $total]);
        return new self($run->state->value, $words, $done, $total, $run->state->is_due());
    }

    /**
     * Returns how much of the whole is done.
     *
     * @return int 0 to 100
     */
    public function percent(): int {
        return $this->total > 0 ? min(100, intdiv($this->done * 100, $this->total)) : 0;
    }

    #[\Override]
    public function jsonSerialize(): array {
        return ['percent' => $this->percent()] + get_object_vars($this);
    }
}

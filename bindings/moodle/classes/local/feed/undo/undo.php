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

namespace tool_syncingest\local\feed\undo;

use tool_syncingest\local\feed\rules\reason;
use tool_syncingest\local\feed\rules\undo_step;

/**
 * Undoing one run, as it is stored.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class undo {
    /**
     * Constructor.
     *
     * @param int $id
     * @param int $runid
     * @param int $userid in whose name it is undone
     * @param undo_step $step
     * @param int $starts since the last progress
     * @param int $total outcomes of this step
     * @param int $done outcomes that were dealt with
     * @param reason[] $reasons why it has failed
     * @param int $timemodified
     * @param int|null $timefinished
     */
    private function __construct(
        /** @var int */
        public readonly int $id,
        /** @var int */
        public readonly int $runid,
        /** @var int in whose name it is undone */
        public readonly int $userid,
        /** @var undo_step */
        public readonly undo_step $step,
        /** @var int since the last progress */
        public readonly int $starts,
        /** @var int outcomes of this step */
        public readonly int $total,
        /** @var int outcomes that were dealt with */
        public readonly int $done,
        /** @var reason[] why it has failed */
        public readonly array $reasons,
        /** @var int */
        public readonly int $timemodified,
        /** @var int|null */
        public readonly ?int $timefinished,
    ) {
    }

    /**
     * Returns how much is done.
     *
     * @return int from 0 to 100
     */
    public function percent(): int {
        return $this->total > 0 ? min(100, intdiv(100 * $this->done, $this->total)) : 0;
    }

    /**
     * Reads a row of the table.
     *
     * @param \stdClass $row
     * @return self
     */
    public static function from_row(\stdClass $row): self {
        return new self(
            (int) $row->id,
            (int) $row->runid,
            (int) $row->userid,
            undo_step::from($row->step),
            (int) $row->starts,
            (int) $row->total,
            (int) $row->done,
            reason::read($row->reasons),
            (int) $row->timemodified,
            $row->timefinished === null ? null : (int) $row->timefinished,
        );
    }
}

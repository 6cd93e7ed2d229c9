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

namespace tool_syncingest\local\bulk;

use tool_syncingest\reportbuilder\local\matching_rows;

/**
 * Deals with all files of a list that matched its filter when the user was asked, in slices of bounded time. Where a slice ends
 * is plain data, with which the next request goes on.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class run {
    /** @var int how many files are dealt with between two looks at the clock */
    private const PIECE = 50;

    /** @var string[] why files of this slice stay as they are */
    public array $problems = [];

    /**
     * Constructor.
     *
     * @param listing $listing
     * @param string $action
     * @param matching_rows $rows
     * @param int $upto the greatest id when the user was asked
     * @param int $total how many files matched then
     * @param int $after the id up to which rows have been dealt with
     * @param int $done
     * @param int $failed
     */
    public function __construct(
        /** @var listing */
        private readonly listing $listing,
        /** @var string what is done */
        private readonly string $action,
        /** @var matching_rows */
        private readonly matching_rows $rows,
        /** @var int the greatest id when the user was asked */
        private readonly int $upto,
        /** @var int how many files matched then */
        public readonly int $total,
        /** @var int the id up to which rows have been dealt with */
        private int $after = 0,
        /** @var int how many files were dealt with */
        public int $done = 0,
        /** @var int how many files stay as they are */
        public int $failed = 0,
    ) {
    }

    /**
     * Returns a run with all files that match now.
     *
     * @param listing $listing
     * @param string $action
     * @param matching_rows $rows
     * @return self
     */
    public static function of_all(listing $listing, string $action, matching_rows $rows): self {
        return new self($listing, $action, $rows, $rows->last(), $rows->count());
    }

    /**
     * Deals with files until none is left or the time is up.
     *
     * @param float $seconds
     * @param \Closure $progress called after each piece, with this run
     * @return bool whether none is left
     */
    public function slice(float $seconds, \Closure $progress): bool {
        $until = microtime(true) + $seconds;
        do {
            $rows = $this->rows->next($this->after, $this->upto, self::PIECE);
            if (!$rows) {
                return true;
            }
            $this->after = (int) array_key_last($rows);
            [$done, $problems] = $this->listing->run($this->action, array_column($rows, 'itemkey'));
            $this->done += $done;
            $this->failed += count($problems);
            $this->problems = array_merge($this->problems, $problems);
            $progress($this);
        } while (microtime(true) < $until);
        return !$this->rows->next($this->after, $this->upto, 1);
    }

    /**
     * Returns the names of the first files.
     *
     * @param int $limit
     * @return string[]
     */
    public function first_names(int $limit): array {
        return array_column($this->rows->next($this->after, $this->upto, $limit), 'name');
    }

    /**
     * Returns what the next request needs to go on.
     *
     * @return array
     */
    public function parameters(): array {
        return [
            'list' => $this->listing->value, 'action' => $this->action, 'filter' => $this->rows->filter, 'upto' => $this->upto,
            'total' => $this->total, 'after' => $this->after, 'done' => $this->done, 'failed' => $this->failed, 'confirm' => 1,
        ];
    }
}

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

use tool_syncingest\local\feed\rules\approval;
use tool_syncingest\local\feed\rules\file_facts;
use tool_syncingest\local\feed\rules\name_parts;
use tool_syncingest\local\feed\rules\reason;
use tool_syncingest\local\feed\rules\state;
use tool_syncingest\local\feed\rules\tally;
use tool_syncingest\local\feed\rules\waiting;

/**
 * One delivery that goes through one feed, as it is stored.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class run {
    /** @var int value of dry: it is planned only, as long as its feed is in testing */
    public const TESTING = 1;

    /** @var int value of dry: a person wants to see its plan, and nothing of it is ever applied */
    public const PREVIEW = 2;

    /** @var int */
    public readonly int $id;

    /** @var int */
    public readonly int $feedid;

    /** @var state */
    public readonly state $state;

    /** @var name_parts what the pattern has found in the file name */
    public readonly name_parts $name;

    /**
     * Constructor.
     *
     * @param \stdClass $row of the table
     */
    public function __construct(
        /** @var \stdClass of the table */
        public readonly \stdClass $row,
    ) {
        $this->id = (int) $row->id;
        $this->feedid = (int) $row->feedid;
        $this->state = state::from($row->state);
        $this->name = new name_parts($row->part, $row->namedate, $row->nameseq === null ? null : (int) $row->nameseq);
    }

    /**
     * Returns the feed as it was when the run was made.
     *
     * @return definition
     */
    public function definition(): definition {
        return definition::read($this->row->definition);
    }

    /**
     * Returns what the check has found.
     *
     * @return file_facts|null null: it was not checked
     */
    public function facts(): ?file_facts {
        return file_facts::read($this->row->facts);
    }

    /**
     * Returns why it is held, refused or failed.
     *
     * @return reason[]
     */
    public function reasons(): array {
        return reason::read($this->row->reasons);
    }

    /**
     * Returns the counts of its plan.
     *
     * @return tally
     */
    public function planned(): tally {
        return tally::read($this->row->planned);
    }

    /**
     * Returns the counts of what was applied.
     *
     * @return tally
     */
    public function applied(): tally {
        return tally::read($this->row->applied);
    }

    /**
     * Returns which plan a person has approved.
     *
     * @return approval|null null: none
     */
    public function approval(): ?approval {
        return approval::read($this->row->approval);
    }

    /**
     * Returns whether it was applied before, and is in the queue again for rows that had failed.
     *
     * @return bool
     */
    public function is_again(): bool {
        return !$this->state->is_over() && $this->row->timefinished !== null;
    }

    /**
     * Returns as much of it as its turn depends on.
     *
     * @return waiting
     */
    public function waiting(): waiting {
        return new waiting($this->id, $this->state, $this->name, (int) $this->row->priority);
    }
}

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

use tool_syncingest\local\feed\processor\processor;
use tool_syncingest\local\feed\rules\file_facts;
use tool_syncingest\local\feed\rules\stage;

/**
 * A feed, as it is stored.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class feed {
    /**
     * Constructor.
     *
     * @param int $id
     * @param string $name how people and scripts call it
     * @param int $sortorder
     * @param stage $stage
     * @param definition $definition
     * @param file_facts|null $accepted what the accepted file was like; null: none was accepted yet
     * @param int[] $after ids of the feeds before it
     * @param int $ownerid who saved it last: it acts in that name
     * @param int $revision
     * @param int|null $lastarrival when its last file came, or since when it is live
     */
    public function __construct(
        /** @var int */
        public readonly int $id,
        /** @var string how people and scripts call it */
        public readonly string $name,
        /** @var int */
        public readonly int $sortorder,
        /** @var stage */
        public readonly stage $stage,
        /** @var definition */
        public readonly definition $definition,
        /** @var file_facts|null what the accepted file was like */
        public readonly ?file_facts $accepted,
        /** @var int[] ids of the feeds before it */
        public readonly array $after,
        /** @var int who saved it last */
        public readonly int $ownerid,
        /** @var int */
        public readonly int $revision,
        /** @var int|null when its last file came, or since when it is live */
        public readonly ?int $lastarrival,
    ) {
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
            $row->name,
            (int) $row->sortorder,
            stage::from($row->stage),
            definition::read($row->definition),
            file_facts::read($row->accepted),
            json_decode($row->afterfeeds, true),
            (int) $row->ownerid,
            (int) $row->revision,
            $row->lastarrival === null ? null : (int) $row->lastarrival,
        );
    }

    /**
     * Returns its processor.
     *
     * @return processor
     */
    public function processor(): processor {
        return $this->definition->processor($this->id, $this->ownerid);
    }
}

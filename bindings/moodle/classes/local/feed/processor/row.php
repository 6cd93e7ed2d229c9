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

namespace tool_syncingest\local\feed\processor;

/**
 * A row of a file, in the columns of the feed.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class row {
    /**
     * Constructor.
     *
     * @param int $line where it begins in the file, from 1
     * @param string[] $values by column
     * @param string $key its key as a person reads it
     * @param string $keyhash 32 hexadecimal digits
     * @param string $rowhash 32 hexadecimal digits
     * @param record|null $record what the feed knows of its key; null: nothing
     */
    public function __construct(
        /** @var int where it begins in the file, from 1 */
        public readonly int $line,
        /** @var string[] by column */
        public readonly array $values,
        /** @var string its key as a person reads it */
        public readonly string $key,
        /** @var string 32 hexadecimal digits */
        public readonly string $keyhash,
        /** @var string 32 hexadecimal digits */
        public readonly string $rowhash,
        /** @var record|null what the feed knows of its key; null: nothing */
        public readonly ?record $record = null,
    ) {
    }

    /**
     * Returns what the feed knows of its key, where that is about this object.
     *
     * @param string $type
     * @param int $objectid
     * @return record|null null: the feed knows nothing of the object under this key
     */
    public function record_of(string $type, int $objectid): ?record {
        $isabout = $this->record?->type === $type && $this->record->objectid === $objectid;
        return $isabout ? $this->record : null;
    }
}

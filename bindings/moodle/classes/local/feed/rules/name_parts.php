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
 * What a pattern has found in a file name.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class name_parts {
    /**
     * Constructor.
     *
     * @param string $part the value of {part}; empty: the pattern has none
     * @param string|null $date the value of {date} as YYYYMMDDHHMMSS; a date without a time is its midnight
     * @param int|null $seq the value of {seq}
     */
    public function __construct(
        /** @var string the value of {part} */
        public readonly string $part = '',
        /** @var string|null the value of {date} as YYYYMMDDHHMMSS */
        public readonly ?string $date = null,
        /** @var int|null the value of {seq} */
        public readonly ?int $seq = null,
    ) {
    }
}

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

namespace tool_syncingest\local\feed\now;

/**
 * One step from a delivered file to a person who can log in.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class step {
    /** @var string it is done */
    public const DONE = 'done';

    /** @var string it goes on by itself */
    public const GOING = 'going';

    /** @var string a person must do something */
    public const MISSING = 'missing';

    /** @var string its turn has not come */
    public const LATER = 'later';

    /**
     * Constructor.
     *
     * @param string $name the string now_NAME names it
     * @param string $state
     * @param string[] $notes what is to be known: plain text
     */
    public function __construct(
        /** @var string the string now_NAME names it */
        public readonly string $name,
        /** @var string */
        public readonly string $state,
        /** @var string[] what is to be known */
        public readonly array $notes = [],
    ) {
    }
}

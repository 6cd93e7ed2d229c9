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
 * As much of a run as its turn depends on.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class waiting {
    /**
     * Constructor.
     *
     * @param int $id the older delivery has the lower one
     * @param state $state
     * @param name_parts $name
     * @param int $priority higher first, where the order is free
     */
    public function __construct(
        /** @var int the older delivery has the lower one */
        public readonly int $id,
        /** @var state where it is */
        public readonly state $state,
        /** @var name_parts what its file name holds */
        public readonly name_parts $name = new name_parts(),
        /** @var int higher first, where the order is free */
        public readonly int $priority = 0,
    ) {
    }
}

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
 * As much of an object in Moodle as ownership depends on.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class target {
    /**
     * Constructor.
     *
     * @param owned|null $owned ownership in the feed's record of it; null: the feed has none
     * @param bool $administrator
     * @param bool $guest
     * @param bool $feedowner whether it is the person in whose name the feed acts
     * @param bool $systemrole whether it has a role in the system context
     * @param string $component who else owns it; empty: nobody
     * @param bool $pinned whether a person has brought it back, and it must stay
     */
    public function __construct(
        /** @var owned|null ownership in the feed's record of it; null: the feed has none */
        public readonly ?owned $owned = null,
        /** @var bool */
        public readonly bool $administrator = false,
        /** @var bool */
        public readonly bool $guest = false,
        /** @var bool whether it is the person in whose name the feed acts */
        public readonly bool $feedowner = false,
        /** @var bool whether it has a role in the system context */
        public readonly bool $systemrole = false,
        /** @var string who else owns it */
        public readonly string $component = '',
        /** @var bool whether a person has brought it back, and it must stay */
        public readonly bool $pinned = false,
    ) {
    }
}

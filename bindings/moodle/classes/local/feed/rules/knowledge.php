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
 * What is known of a feed before a plan: its limits are measured against this.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class knowledge {
    /**
     * Constructor.
     *
     * @param int $known how many keys it has records of
     * @param int $owned how many objects it owns
     * @param int $removed how many removals it has carried out within the last 24 hours
     * @param int[] $members how many objects it owns in each scope that the plan takes from
     * @param bool $sameextent whether mode, key, pattern, scope and processor are those of the last applied run; true: none was
     * @param int $removedweek how many removals it has carried out within the last seven days
     */
    public function __construct(
        /** @var int how many keys it has records of */
        public readonly int $known = 0,
        /** @var int how many objects it owns */
        public readonly int $owned = 0,
        /** @var int how many removals it has carried out within the last 24 hours */
        public readonly int $removed = 0,
        /** @var int[] how many objects it owns in each scope that the plan takes from */
        public readonly array $members = [],
        /** @var bool whether what decides who is gone is as it was */
        public readonly bool $sameextent = true,
        /** @var int how many removals it has carried out within the last seven days */
        public readonly int $removedweek = 0,
    ) {
    }
}

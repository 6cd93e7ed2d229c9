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
 * How long work will take, from how long it has taken.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class pace {
    /**
     * Returns how long something will take.
     *
     * @param int $amount
     * @param array[] $earlier pairs of an amount and its seconds
     * @return int|null seconds; null: there is nothing to go by
     */
    public static function estimate(int $amount, array $earlier): ?int {
        $done = array_sum(array_column($earlier, 0));
        $seconds = array_sum(array_column($earlier, 1));
        return $done > 0 ? (int) ceil($amount * $seconds / $done) : null;
    }
}

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
use tool_syncingest\local\feed\processor\row_processor;
use tool_syncingest\local\feed\rules\knowledge;
use tool_syncingest\local\feed\rules\limits;
use tool_syncingest\local\feed\rules\tally;

/**
 * Finds out what limits are measured against.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class knowing {
    /**
     * Returns what is known of the feed and the part of a run.
     *
     * @param run $run
     * @param tally $plan
     * @param processor $processor
     * @param string $extent fingerprint of what decides who is gone
     * @param string $stamp fingerprint of what decides the effect of a row
     * @return knowledge
     */
    public static function of(run $run, tally $plan, processor $processor, string $extent, string $stamp): knowledge {
        $records = new records($run->feedid, $run->name->part, $stamp);
        [$known, $owned] = $records->count();
        $last = runs::last_applied($run)?->row->extent;
        return new knowledge(
            $known,
            $owned,
            chunks::removals_since($run, time() - limits::DAY),
            self::members(array_keys($plan->scopes()), $records, $processor),
            $last === null || $last === $extent,
            chunks::removals_since($run, time() - limits::WEEK),
        );
    }

    /**
     * Returns how many members scopes have: those that the feed knows, or fewer where some of them have left since.
     *
     * @param string[] $scopes
     * @param records $records
     * @param processor $processor
     * @return int[] by scope
     */
    private static function members(array $scopes, records $records, processor $processor): array {
        $known = $records->count_scopes($scopes);
        $there = $scopes && $processor instanceof row_processor ? $processor->count_members($scopes) : [];
        return array_combine($scopes, array_map(
            fn(int|string $scope): int => min($known[$scope] ?? $there[$scope] ?? 0, $there[$scope] ?? PHP_INT_MAX),
            $scopes
        ));
    }
}

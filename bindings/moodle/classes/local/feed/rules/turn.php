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
 * Whose turn it is: within a feed, and between feeds.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class turn {
    /**
     * Returns the runs of one feed that may go on now, at most one for each part. Within a part they go strictly in turn:
     * by the date and the number in their names, then as they arrived. A held or failed run of a feed whose rows say what is
     * to be done blocks all later ones of the feed.
     *
     * @param waiting[] $runs of one feed: those that are not over, and those that failed
     * @param mode $mode
     * @return waiting[]
     */
    public static function next(array $runs, mode $mode): array {
        usort($runs, self::compare(...));
        $next = [];
        $seen = [];
        foreach ($runs as $run) {
            if ($mode === mode::ROWS && in_array($run->state, [state::HELD, state::FAILED], true)) {
                break;
            }
            if ($run->state->is_over() || isset($seen[$run->name->part])) {
                continue;
            }
            $seen[$run->name->part] = true;
            if ($run->state->is_due()) {
                $next[] = $run;
            }
        }
        usort($next, fn(waiting $a, waiting $b): int => [$b->priority, $a->id] <=> [$a->priority, $b->id]);
        return $next;
    }

    /**
     * Returns the run that blocks later ones of its feed; null: there is none.
     *
     * @param waiting[] $runs as for next()
     * @param mode $mode
     * @return waiting|null
     */
    public static function blocker(array $runs, mode $mode): ?waiting {
        usort($runs, self::compare(...));
        foreach ($runs as $number => $run) {
            if ($mode === mode::ROWS && in_array($run->state, [state::HELD, state::FAILED], true)) {
                return isset($runs[$number + 1]) ? $run : null;
            }
        }
        return null;
    }

    /**
     * Returns the runs whose place a new one takes: in full mode those of the same part that are queued or held, unless their
     * name makes them newer.
     *
     * @param waiting $new
     * @param waiting[] $others of the same feed
     * @param mode $mode
     * @return waiting[]
     */
    public static function superseded(waiting $new, array $others, mode $mode): array {
        if ($mode !== mode::FULL) {
            return [];
        }
        return array_values(array_filter($others, fn(waiting $run): bool => $run->id !== $new->id
            && $run->name->part === $new->name->part && in_array($run->state, [state::QUEUED, state::HELD], true)
            && self::compare($run, $new) < 0));
    }

    /**
     * Returns whether a feed waits for those before it: while one of them has a run that is queued, running or held.
     *
     * @param int[] $predecessors ids of feeds
     * @param state[][] $states of the runs of each feed, by its id
     * @return int|null the feed that is waited for
     */
    public static function waits_for(array $predecessors, array $states): ?int {
        foreach ($predecessors as $feed) {
            foreach ($states[$feed] ?? [] as $state) {
                if (!$state->is_over()) {
                    return $feed;
                }
            }
        }
        return null;
    }

    /**
     * Returns why a feed cannot come after others.
     *
     * @param int $feed 0: a new one
     * @param int[] $predecessors
     * @param array $feeds [stage, predecessors] of each feed that there is, by its id
     * @return string[] codes: unknown, paused, testing, cycle
     */
    public static function problems(int $feed, array $predecessors, array $feeds): array {
        $problems = [];
        foreach ($predecessors as $predecessor) {
            [$stage] = $feeds[$predecessor] ?? [null];
            $problems[] = match ($stage) {
                null => 'unknown',
                stage::PAUSED => 'paused',
                stage::TESTING => 'testing',
                stage::LIVE => null,
            };
        }
        $reached = [];
        $ahead = $predecessors;
        while ($ahead) {
            $next = array_shift($ahead);
            if (!isset($reached[$next])) {
                $reached[$next] = true;
                array_push($ahead, ...($feeds[$next][1] ?? []));
            }
        }
        $problems[] = isset($reached[$feed]) ? 'cycle' : null;
        return array_values(array_unique(array_filter($problems)));
    }

    /**
     * The order of the runs of a feed.
     *
     * @param waiting $a
     * @param waiting $b
     * @return int
     */
    private static function compare(waiting $a, waiting $b): int {
        // Where only one has a date, both have not been named by one pattern: as they arrived.
        $named = ($a->name->date === null) === ($b->name->date === null) && ($a->name->seq === null) === ($b->name->seq === null);
        $key = fn(waiting $run): array => $named
            ? [$run->name->date ?? '', $run->name->seq ?? 0, $run->id] : [$run->id];
        return $key($a) <=> $key($b);
    }
}

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

use tool_syncingest\local\feed\rules\reason;
use tool_syncingest\local\feed\rules\stage;
use tool_syncingest\local\feed\rules\state;
use tool_syncingest\local\feed\rules\turn;
use tool_syncingest\local\feed\rules\waiting;

/**
 * What happens every minute: the runs whose turn it is are carried on, as far as the time goes. Never throws: a scheduled task that
 * fails is delayed, at last by a day.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class round {
    /** @var float seconds after which the rest is left for the next round */
    public const BUDGET = 240.0;

    /** @var string[] what was done, for the log of the task: counts only */
    private array $log = [];

    /**
     * Constructor.
     *
     * @param float|null $until when the time is up; null: never
     */
    private function __construct(
        /** @var float|null when the time is up */
        private readonly ?float $until,
    ) {
    }

    /**
     * One round.
     *
     * @param float|null $budget seconds; null: as long as it takes
     * @return string[] what was done, for a log
     */
    public static function run(?float $budget = self::BUDGET): array {
        $round = new self($budget === null ? null : microtime(true) + $budget);
        try {
            site_guard::check();
            $round->work();
            working_files::remove_leftovers();
        } catch (\Throwable $failure) {
            $round->log[] = get_string('feed_interrupted', 'tool_syncingest', $failure->getMessage());
        }
        try {
            alarms::observe();
        } catch (\Throwable $failure) {
            $round->log[] = get_string('feed_interrupted', 'tool_syncingest', $failure->getMessage());
        }
        return $round->log;
    }

    /**
     * Carries on whatever can go on, each run once.
     */
    private function work(): void {
        foreach (undo\undos::running() as $runid) {
            if ($this->until === null || microtime(true) < $this->until) {
                $undo = (new undo\undoer($this->until))->carry_on($runid);
                $this->log[] = $undo === null ? '' : get_string('undo_log', 'tool_syncingest', [
                    'id' => $runid, 'state' => words::undo_step($undo->step), 'done' => $undo->done, 'total' => $undo->total,
                ]);
            }
        }
        $tried = [];
        while ($next = self::next($tried)) {
            if ($this->until !== null && microtime(true) >= $this->until) {
                return;
            }
            $tried[$next] = true;
            $run = (new worker($this->until))->carry_on($next);
            if ($run !== null && $run->state !== state::QUEUED) {
                $this->log[] = self::line($run);
            }
            if ($run !== null && $run->state->is_applied()) {
                self::release_gaps($run);
                $tried = array_diff_key($tried, array_flip(retries::after($run)));
            }
        }
    }

    /**
     * Returns whether it is the turn of a run. What is planned only has no turn.
     *
     * @param run $run
     * @return bool
     */
    public static function is_turn_of(run $run): bool {
        return $run->row->dry || in_array($run->id, self::due(), true);
    }

    /**
     * The run whose turn is next.
     *
     * @param bool[] $tried runs that had their turn in this round, by id
     * @return int|null null: there is none
     */
    private static function next(array $tried): ?int {
        foreach (self::due() as $run) {
            if (!isset($tried[$run])) {
                return $run;
            }
        }
        return null;
    }

    /**
     * The runs that can go on.
     *
     * @return int[] in the order of the feeds; what is planned only comes last
     */
    private static function due(): array {
        $open = runs::open();
        $dry = runs::open(true);
        $states = array_map(fn(array $runs): array => array_map(fn(run $run): state => $run->state, $runs), $open);
        $due = $planned = [];
        foreach ($open || $dry ? feeds::all() : [] as $feed) {
            if ($feed->stage === stage::PAUSED) {
                continue;
            }
            foreach ($dry[$feed->id] ?? [] as $run) {
                $planned[] = $run->state->is_due() ? $run->id : null;
            }
            if (turn::waits_for($feed->after, $states) === null) {
                $waiting = array_map(fn(run $run) => $run->waiting(), $open[$feed->id] ?? []);
                array_push($due, ...array_map(fn(waiting $run): int => $run->id, turn::next($waiting, $feed->definition->mode())));
            }
        }
        return [...$due, ...array_filter($planned)];
    }

    /**
     * After a run was applied: what was held because a number before it was missing is planned again.
     *
     * @param run $applied
     */
    private static function release_gaps(run $applied): void {
        foreach (runs::open()[$applied->feedid] ?? [] as $run) {
            $codes = array_map(fn(reason $reason): string => $reason->code, $run->reasons());
            if ($run->state === state::HELD && $codes === ['gap'] && $run->name->part === $applied->name->part) {
                runs::become($run, state::QUEUED);
            }
        }
    }

    /**
     * A line of a log: no names, no values.
     *
     * @param run $run
     * @return string
     */
    private static function line(run $run): string {
        $values = ['id' => $run->id, 'state' => words::state($run->state), 'done' => $run->row->done, 'total' => $run->row->total];
        return get_string('feed_log', 'tool_syncingest', $values);
    }
}

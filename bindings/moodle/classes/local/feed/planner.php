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

use tool_syncingest\local\feed\processor\file_processor;
use tool_syncingest\local\feed\processor\overlay;
use tool_syncingest\local\feed\processor\processor;
use tool_syncingest\local\feed\processor\row_processor;
use tool_syncingest\local\feed\rules\effect;
use tool_syncingest\local\feed\rules\file_facts;
use tool_syncingest\local\feed\rules\file_rules;
use tool_syncingest\local\feed\rules\limits;
use tool_syncingest\local\feed\rules\mode;
use tool_syncingest\local\feed\rules\reason;
use tool_syncingest\local\feed\rules\sequence;
use tool_syncingest\local\feed\rules\state;
use tool_syncingest\local\feed\rules\tally;
use tool_syncingest\local\feed\table\refused;

/**
 * Checks the file of a run and plans it: what would become of each row. Reads Moodle alone; what it writes is the plan.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class planner {
    /** @var definition */
    private readonly definition $definition;

    /** @var processor */
    private readonly processor $processor;

    /** @var bool whether it is not known who is gone */
    private bool $unknown = false;

    /**
     * Constructor.
     *
     * @param feed $feed
     * @param run $run that is being checked
     */
    public function __construct(
        /** @var feed */
        private readonly feed $feed,
        /** @var run that is being checked */
        private run $run,
    ) {
        $this->definition = $run->definition();
        $this->processor = $this->definition->processor($feed->id, $feed->ownerid);
    }

    /**
     * Plans the run, and decides how it goes on.
     *
     * @return run
     */
    public function plan(): run {
        // What was applied before was in order, and its file was accepted.
        $again = $this->run->is_again();
        $order = $again ? sequence::NEXT : sequence::judge($this->run->name, runs::highest_name($this->run));
        if ($order === sequence::OLDER) {
            return runs::give_up($this->run, state::REFUSED, new reason('older'));
        }
        $reasons = array_filter([
            owner::objection($this->feed->ownerid, $this->processor),
            $order === sequence::GAP ? new reason('gap') : null,
        ]);
        try {
            $table = working_files::open($this->run, $this->feed);
            $facts = $table->check();
        } catch (refused $refusal) {
            $values = ['reason' => $refusal->reason, 'line' => $refusal->place, 'byte' => $refusal->byte];
            return runs::give_up($this->run, state::REFUSED, new reason('unreadable', $values));
        }
        runs::update($this->run->id, ['facts' => json_encode($facts, JSON_UNESCAPED_UNICODE)]);
        $mode = $this->definition->mode();
        $reasons = [...$reasons, ...($again ? [] : file_rules::judge($facts, $this->feed->accepted, $mode))];
        if ($mode === mode::FULL && !$again) {
            $reasons[] = $this->definition->limits()->judge_rows($facts->rows, $this->earlier_rows());
        }
        $reasons = array_values(array_filter($reasons));
        $plan = new plan($this->run, $facts);
        $this->write_plan($plan, $table, $facts);
        return runs::write_as_its_planner($this->run, fn(): run => $this->decide($plan, $facts, $reasons));
    }

    /**
     * Writes the plan.
     *
     * @param plan $plan
     * @param table\table $table
     * @param file_facts $facts
     */
    private function write_plan(plan $plan, table\table $table, file_facts $facts): void {
        $full = $this->definition->mode() === mode::FULL;
        $lines = $this->run->is_again() && !$full ? retries::lines($this->run) : null;
        $plan->begin($lines !== null);
        foreach ($lines === null ? $table->bad_rows() : [] as $bad) {
            $plan->add_bad($bad);
        }
        if ($this->processor instanceof file_processor) {
            $plan->hand_over($facts->rows - $facts->bad);
        } else if ($this->processor instanceof row_processor) {
            $stamp = $this->definition->stamp($this->processor);
            $records = new records($this->feed->id, $this->run->name->part, $stamp);
            $overlay = $this->run->row->dry ? planned_before::of($this->feed) : new overlay();
            $rows = new row_planner($this->processor, $records, $overlay, $plan, $lines !== null);
            owner::act($this->feed->ownerid, $this->definition, function () use ($rows, $table, $records, $full, $lines): void {
                $rows->plan_rows(self::only($table->changes($full ? $records->hashes() : null), $lines), !$full);
                if ($full) {
                    $gone = $table->gone();
                    $this->unknown = $gone === null;
                    $rows->plan_gone($gone, $this->definition->get('all_scopes'));
                }
            });
        }
        $plan->end();
    }

    /**
     * Decides how a planned run goes on.
     *
     * @param plan $plan
     * @param file_facts $facts
     * @param reason[] $reasons why the file alone needs a person
     * @return run
     */
    private function decide(plan $plan, file_facts $facts, array $reasons): run {
        $tally = $plan->tally();
        $extent = $this->definition->extent($this->processor);
        $stamp = $this->definition->stamp($this->processor);
        $knowledge = knowing::of($this->run, $tally, $this->processor, $extent, $stamp);
        $limits = $this->definition->limits();
        $reasons = $this->named([...$reasons, ...$limits->judge($tally, $knowledge), ...$limits::irreversible($tally)]);
        if ($this->run->is_again()) {
            $reasons = array_values(array_filter($reasons, fn(reason $reason): bool => $reason->code !== 'failed'));
            $this->count_again($tally);
        }
        $values = [
            'planned' => json_encode($tally), 'total' => $plan->done() + $plan->to_apply(),
            'done' => $plan->done(), 'planhash' => $plan->hash(),
            'extent' => $extent, 'starts' => 0,
        ];
        $notes = $this->unknown ? [new reason('removals_unknown', ['line' => $facts->unreadable])] : [];
        $words = fn(array $reasons): array => ['reasons' => json_encode([...$reasons, ...$notes], JSON_UNESCAPED_UNICODE)];
        $approval = $this->run->approval();
        if ($this->run->row->dry) {
            return runs::become($this->run, $tally->failed || $notes ? state::DONE_WITH_ERRORS : state::DONE, $values + $words($reasons));
        }
        if ($reasons && !($approval?->admits($plan->hash(), $plan->removals(), $reasons) ?? false)) {
            return runs::become($this->run, state::HELD, $values + $words($reasons) + ['approval' => null]);
        }
        if ($approval !== null) {
            if ($approval->extent === $approval::KEEP) {
                $withheld = results::withhold_removals($this->run->id);
                $values['total'] -= $withheld;
                $notes[] = new reason('removals_withheld', ['count' => $withheld]);
            }
            feeds::accept($this->feed->id, $facts);
        }
        return runs::become($this->run, state::RUNNING, $values + $words([]) + ['timestarted' => time()]);
    }

    /**
     * Leaves out rows that are not tried again.
     *
     * @param iterable $rows of table_row
     * @param bool[]|null $lines null: all are planned
     * @return iterable
     */
    private static function only(iterable $rows, ?array $lines): iterable {
        foreach ($rows as $row) {
            if ($lines === null || isset($lines[$row->line])) {
                yield $row;
            }
        }
    }

    /**
     * Calls scopes what people call them.
     *
     * @param reason[] $reasons
     * @return reason[]
     */
    private function named(array $reasons): array {
        return array_map(fn(reason $reason): reason => $reason->code === 'emptied' && $this->processor instanceof row_processor
            ? new reason('emptied', ['scope' => $this->processor::scope_name($reason->values['scope'])] + $reason->values)
            : $reason, $reasons);
    }

    /**
     * Counts what was applied before, and what failed before and is planned once more not twice.
     *
     * @param tally $tally of the plan
     */
    private function count_again(tally $tally): void {
        $tally->failed = results::count($this->run->id, results::FAILED);
        foreach (results::count_applied($this->run->id) as $effect => $count) {
            $tally->add(effect::from($effect), '', $count);
        }
        $applied = $this->run->applied();
        $applied->failed = 0;
        runs::update($this->run->id, ['applied' => json_encode($applied)]);
    }

    /**
     * The rows of the last files of this part.
     *
     * @return int[] newest first
     */
    private function earlier_rows(): array {
        $runs = runs::applied_before($this->run, limits::FILES);
        return array_map(fn(run $run): int => $run->facts()?->rows ?? 0, $runs);
    }
}

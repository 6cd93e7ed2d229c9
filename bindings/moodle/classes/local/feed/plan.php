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

use tool_syncingest\local\feed\processor\outcome;
use tool_syncingest\local\feed\processor\record;
use tool_syncingest\local\feed\rules\effect;
use tool_syncingest\local\feed\rules\file_facts;
use tool_syncingest\local\feed\rules\tally;
use tool_syncingest\local\feed\table\bad_row;

/**
 * The plan of a run, while it is written: row results, the cells that are needed to apply them, counts, and a hash of it all.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class plan {
    /** @var int how many outcomes are written at once */
    private const BATCH = 500;

    /** @var tally */
    private readonly tally $tally;

    /** @var cells */
    private readonly cells $cells;

    /** @var \HashContext */
    private \HashContext $hash;

    /** @var outcome[] not written yet */
    private array $waiting = [];

    /** @var int outcomes to apply */
    private int $apply = 0;

    /** @var int outcomes that were applied before the run was planned again */
    private int $done = 0;

    /** @var bool whether only some lines are planned once more */
    private bool $again = false;

    /**
     * Constructor.
     *
     * @param run $run
     * @param file_facts $facts
     */
    public function __construct(
        /** @var run */
        private readonly run $run,
        file_facts $facts,
    ) {
        $this->tally = new tally();
        $this->tally->rows = $facts->rows;
        $this->cells = new cells($run->id);
        $this->hash = hash_init('sha256');
    }

    /**
     * Begins, without what an earlier try has left.
     *
     * @param bool $again whether only some lines are planned once more, and the others stay as they are
     */
    public function begin(bool $again = false): void {
        $this->again = $again;
        $this->done = $again ? results::count($this->run->id, results::DONE)
            : runs::write_as_its_planner($this->run, fn(): int => results::delete_plan($this->run->id));
        $this->cells->begin();
    }

    /**
     * Adds a row that cannot be used.
     *
     * @param bad_row $bad
     */
    public function add_bad(bad_row $bad): void {
        $this->push(new outcome($bad->line, '', '', '', outcome::FAIL, effect::NONE, code: "table_$bad->code"));
    }

    /**
     * Adds the outcome of a row or of a record.
     *
     * @param outcome $outcome
     * @param string[] $values the cells of its row
     */
    public function add(outcome $outcome, array $values = []): void {
        if ($values && !$outcome->is_failure()) {
            $this->cells->add($outcome->line, $values);
        }
        $this->push($outcome);
    }

    /**
     * Adds that all rows are handed over.
     *
     * @param int $rows
     */
    public function hand_over(int $rows): void {
        $this->push(new outcome(0, '', '', '', effect::HANDED_OVER->value, effect::HANDED_OVER, values: [
            'count' => $rows, 'content' => $this->run->row->contenthash,
        ]), $rows);
    }

    /**
     * Ends: everything is written.
     */
    public function end(): void {
        $this->flush();
        $this->cells->end();
    }

    /**
     * Returns the counts.
     *
     * @return tally
     */
    public function tally(): tally {
        return $this->tally;
    }

    /**
     * Returns how many outcomes are to be applied.
     *
     * @return int
     */
    public function to_apply(): int {
        return $this->apply;
    }

    /**
     * Returns how many outcomes were applied before the run was planned again.
     *
     * @return int
     */
    public function done(): int {
        return $this->done;
    }

    /**
     * Returns the hash of the plan: another one means another plan.
     *
     * @return string
     */
    public function hash(): string {
        return substr(hash_final(hash_copy($this->hash)), 0, 32);
    }

    /**
     * Returns digests of what is taken away.
     *
     * @return string[]
     */
    public function removals(): array {
        return results::removals($this->run->id);
    }

    /**
     * Returns which objects rows of the file lead to.
     *
     * @param record[] $records up to 500
     * @return string[] the code in_this_file for each, by {@see record::object()}
     */
    public function named(array $records): array {
        $this->flush();
        return results::named($this->run->id, $records);
    }

    /**
     * Counts an outcome and lets it wait for others.
     *
     * @param outcome $outcome
     * @param int $count how many rows it summarises
     */
    private function push(outcome $outcome, int $count = 1): void {
        if ($outcome->is_failure()) {
            $this->tally->failed++;
        } else {
            $this->tally->add($outcome->effect, $outcome->scope, $count);
            $this->apply += $outcome->effect === effect::HANDED_OVER ? 0 : 1;
        }
        hash_update($this->hash, $outcome->digest());
        $this->waiting[] = $outcome;
        if (count($this->waiting) >= self::BATCH) {
            $this->flush();
        }
    }

    /**
     * Writes what waits.
     */
    private function flush(): void {
        if (!$this->waiting) {
            return;
        }
        $write = fn() => $this->again ? results::replace($this->run->id, $this->waiting) : results::add($this->run->id, $this->waiting);
        runs::write_as_its_planner($this->run, $write);
        $this->waiting = [];
    }
}

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

use tool_syncingest\local\feed\processor\applied;
use tool_syncingest\local\feed\processor\outcome;
use tool_syncingest\local\feed\processor\row_failure;
use tool_syncingest\local\feed\processor\row_processor;
use tool_syncingest\local\feed\rules\effect;
use tool_syncingest\local\feed\rules\tally;

/**
 * One transaction: effects, row results, records, and the row of the chunk.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class chunk {
    /** @var float seconds after which a chunk ends with the row that it is at */
    private const SECONDS = 0.5;

    /** @var marked_transaction */
    private readonly marked_transaction $transaction;

    /** @var tally what this chunk has done */
    private tally $tally;

    /** @var int how many outcomes it has dealt with */
    private int $amount = 0;

    /** @var array[] what was applied and is not written down yet: row result, outcome, applied */
    private array $applied = [];

    /**
     * Constructor.
     *
     * @param int $runid
     * @param row_processor $processor
     * @param records $records
     */
    public function __construct(
        /** @var int */
        private readonly int $runid,
        /** @var row_processor */
        private readonly row_processor $processor,
        /** @var records */
        private readonly records $records,
    ) {
        $this->transaction = new marked_transaction($runid, $processor);
        $this->tally = new tally();
    }

    /**
     * Applies outcomes in a transaction. Where one throws, nothing of the chunk has happened.
     *
     * @param \stdClass[] $rows row results
     * @param array[] $values the cells of each, by the id of its result
     * @param bool $doubtful whether an earlier try may have been committed in part: what is done already is looked up by key
     * @return int how many rows, from the first, were dealt with
     * @throws interrupted when the process must end
     * @throws \Throwable what a row has thrown
     */
    public function apply(array $rows, array $values, bool $doubtful = false): int {
        $this->begin();
        $this->transaction->run(function (int $id) use ($rows, $values, $doubtful): void {
            $this->ensure_planned($rows);
            $this->ensure_removable($rows);
            $outcomes = array_map(results::outcome(...), $rows);
            $this->processor->prepare(array_filter($outcomes, fn(outcome $outcome): bool => $outcome->has_effect()));
            $until = microtime(true) + self::SECONDS;
            foreach ($rows as $position => $row) {
                $this->apply_outcome($row, $outcomes[$position], $values[$row->id], $doubtful);
                marked_transaction::ensure($id);
                if (microtime(true) >= $until) {
                    break;
                }
            }
            if (!chunks::exists($id)) {
                // Nothing is written down outside of the transaction.
                throw new swallowed();
            }
            $this->write_down();
            chunks::finish($id, $this->amount, $this->tally->removals());
            $this->count();
        });
        return $this->amount;
    }

    /**
     * Applies an outcome that no transaction can hold: it happens at least once, behind a mark that is committed before.
     *
     * @param \stdClass $row
     * @param string[] $values
     * @param int|null $mark of an earlier try that did not end; null: there was none
     */
    public function apply_alone(\stdClass $row, array $values, ?int $mark): void {
        $again = $mark !== null;
        $mark ??= chunks::begin($this->runid, chunks::next_number($this->runid), false);
        $this->begin();
        $outcome = results::outcome($row);
        try {
            $this->ensure_removable([$row]);
            $this->processor->prepare([$outcome]);
            $applied = $again ? $this->processor->find_applied($outcome, $values) : null;
            $applied ??= $this->processor->apply($outcome, $values);
        } catch (row_failure $failure) {
            $this->fail($row, $failure->reason, $failure->values, $mark);
            return;
        } catch (\Throwable $failure) {
            $this->transaction->roll_back();
            $this->fail($row, 'exception', self::explain($failure), $mark);
            return;
        }
        $this->in_transaction(function () use ($row, $outcome, $applied, $mark): void {
            $this->ensure_planned([$row]);
            $this->finish_row($row, $outcome, $applied);
            $this->write_down();
            chunks::finish($mark, 1, $this->tally->removals());
        });
        $this->purge();
    }

    /**
     * Writes down that a row has failed.
     *
     * @param \stdClass $row
     * @param string $code
     * @param array $values
     * @param int|null $mark the chunk that was begun for it; null: none
     */
    public function fail(\stdClass $row, string $code, array $values, ?int $mark = null): void {
        $this->begin();
        $this->in_transaction(function () use ($row, $code, $values, $mark): void {
            $mark ??= chunks::begin($this->runid, chunks::next_number($this->runid));
            $this->ensure_planned([$row]);
            results::fail($row, $code, $values);
            $this->tally->failed++;
            $this->amount = 1;
            chunks::finish($mark, 1, 0);
        });
    }

    /**
     * Returns the message of an exception, for the person who reads why a row failed.
     *
     * @param \Throwable $failure
     * @return array
     */
    public static function explain(\Throwable $failure): array {
        $detail = $failure instanceof \moodle_exception && !empty($failure->debuginfo) ? $failure->debuginfo : '';
        return ['message' => self::line($failure->getMessage()), 'detail' => self::line($detail)];
    }

    /**
     * Begins to count.
     */
    private function begin(): void {
        $this->tally = new tally();
        $this->amount = 0;
        $this->applied = [];
    }

    /**
     * Ends the process when another one has dealt with these rows meanwhile: it has this run. The row of the chunk, which only
     * one transaction can insert, has made the two wait for each other before.
     *
     * @param \stdClass[] $rows
     * @throws interrupted
     */
    private function ensure_planned(array $rows): void {
        if (!results::are_planned(array_column($rows, 'id'))) {
            throw new interrupted('another process has this run');
        }
    }

    /**
     * Looks once more, before something is taken away because its key is gone, whether the feed still owns it, whether a person
     * has pinned it, and whether another feed has come to claim it since it was planned.
     *
     * @param \stdClass[] $rows
     * @throws row_failure
     */
    private function ensure_removable(array $rows): void {
        $gone = array_filter($rows, fn(\stdClass $row): bool => (int) $row->line === 0 && effect::from($row->effect)->is_removal());
        foreach ($gone ? $this->records->objections(array_column($gone, 'keyhash')) : [] as $objection) {
            throw new row_failure('protected', ['reason' => $objection]);
        }
    }

    /**
     * Applies one outcome.
     *
     * @param \stdClass $row
     * @param outcome $outcome
     * @param string[] $values
     * @param bool $doubtful
     */
    private function apply_outcome(\stdClass $row, outcome $outcome, array $values, bool $doubtful): void {
        $applied = null;
        if ($outcome->effect === effect::NONE) {
            $applied = new applied(
                $outcome->type,
                (int) $outcome->objectid,
                $outcome->owned,
                $outcome->scope,
                given: $outcome->data['given'] ?? null
            );
        } else if ($doubtful) {
            $applied = $this->processor->find_applied($outcome, $values);
        }
        $this->finish_row($row, $outcome, $applied ?? $this->processor->apply($outcome, $values));
    }

    /**
     * Remembers what became of an outcome.
     *
     * @param \stdClass $row
     * @param outcome $outcome
     * @param applied $applied
     */
    private function finish_row(\stdClass $row, outcome $outcome, applied $applied): void {
        $this->applied[] = [$row, $outcome, $applied];
        $this->tally->add($outcome->effect);
        $this->amount++;
    }

    /**
     * Writes down what became of all outcomes: one statement for many, because those of core are cheap as well.
     */
    private function write_down(): void {
        $known = array_filter($this->applied, fn(array $one): bool => $one[1]->keyhash !== '' && $one[2]->type !== '');
        $this->records->write(array_map(fn(array $one): array => [$one[1], $one[2]], array_values($known)));
        results::done(array_map(fn(array $one): array => [$one[0], $one[2]], $this->applied));
        $this->applied = [];
    }

    /**
     * Does something in a transaction of its own, and adds it to the counts of the run.
     *
     * @param callable $work
     * @throws interrupted when the database does not take it
     */
    private function in_transaction(callable $work): void {
        global $DB;
        $transaction = $DB->start_delegated_transaction();
        try {
            $work();
            $this->count();
            $transaction->allow_commit();
        } catch (interrupted $failure) {
            $this->transaction->roll_back();
            throw $failure;
        } catch (\Throwable $failure) {
            $this->transaction->roll_back();
            throw new interrupted($failure->getMessage(), 0, $failure);
        }
    }

    /**
     * Adds what this chunk has done to the counts of its run: they are progress.
     */
    private function count(): void {
        global $DB;
        $run = $DB->get_record(runs::TABLE, ['id' => $this->runid], 'id, applied, done', MUST_EXIST);
        $sum = tally::read($run->applied);
        $sum->failed += $this->tally->failed;
        foreach (effect::cases() as $effect) {
            if ($this->tally->of($effect)) {
                $sum->add($effect, '', $this->tally->of($effect));
            }
        }
        runs::update($this->runid, ['applied' => json_encode($sum), 'done' => $run->done + $this->amount, 'starts' => 0]);
    }

    /**
     * Purges the caches that hold what the processor changes.
     */
    public function purge(): void {
        $this->transaction->purge();
    }

    /**
     * One line of a text.
     *
     * @param string $text
     * @return string
     */
    private static function line(string $text): string {
        return \core_text::substr(preg_replace('/\s+/', ' ', fix_utf8($text)), 0, 500);
    }
}

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
use tool_syncingest\local\feed\processor\row_failure;
use tool_syncingest\local\feed\processor\row_processor;
use tool_syncingest\local\feed\rules\effect;
use tool_syncingest\local\feed\rules\mode;
use tool_syncingest\local\feed\rules\state;
use tool_syncingest\local\feed\rules\tally;

/**
 * Carries out the plan of a run, chunk by chunk, as far as its time goes.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class applier {
    /** @var int outcomes of a chunk */
    private const CHUNK = 50;

    /** @var definition */
    private readonly definition $definition;

    /**
     * Constructor.
     *
     * @param feed $feed
     * @param run $run that is running
     */
    public function __construct(
        /** @var feed */
        private readonly feed $feed,
        /** @var run that is running */
        private run $run,
    ) {
        $this->definition = $run->definition();
    }

    /**
     * Goes on with the run.
     *
     * @param callable $pauses asked before each chunk: whether to leave the rest for later
     * @return run
     */
    public function apply(callable $pauses): run {
        $processor = $this->definition->processor($this->feed->id, $this->feed->ownerid);
        if ($processor instanceof file_processor) {
            return $this->hand_over($processor);
        }
        $finished = owner::act($this->feed->ownerid, $this->definition, fn(): bool => $this->apply_rows($processor, $pauses));
        $this->run = runs::get($this->run->id) ?? throw new interrupted('the run was deleted');
        return $finished && $this->run->state === state::RUNNING ? $this->finish() : $this->run;
    }

    /**
     * Applies chunks until none is left.
     *
     * @param row_processor $processor
     * @param callable $pauses
     * @return bool whether none is left
     */
    private function apply_rows(row_processor $processor, callable $pauses): bool {
        $stamp = $this->definition->stamp($processor);
        $records = new records($this->feed->id, $this->run->name->part, $stamp);
        $chunk = new chunk($this->run->id, $processor, $records);
        $cells = $this->cells();
        // A process that died after its last commit may not have purged.
        $chunk->purge();
        $mark = chunks::unfinished($this->run->id);
        while (true) {
            $rows = results::next($this->run->id, self::CHUNK);
            if (!$rows) {
                return true;
            }
            if ($pauses()) {
                return false;
            }
            $alone = fn(\stdClass $row): bool => in_array((int) $row->phase, [results::ALONE, results::DELETIONS], true);
            $first = reset($rows);
            if ($alone($first)) {
                $chunk->apply_alone($first, $cells->of((int) $first->line), $mark);
                $mark = null;
                continue;
            }
            $rows = array_filter($rows, fn(\stdClass $row): bool => $row->phase === $first->phase);
            $this->apply_chunk($chunk, $rows, array_map(fn(\stdClass $row): array => $cells->of((int) $row->line), $rows));
        }
    }

    /**
     * Applies some outcomes together; where one throws, each by itself.
     *
     * @param chunk $chunk
     * @param \stdClass[] $rows
     * @param array[] $values
     */
    private function apply_chunk(chunk $chunk, array $rows, array $values): void {
        try {
            $chunk->apply($rows, $values);
            return;
        } catch (interrupted $failure) {
            throw $failure;
        } catch (\Throwable $failure) {
            $this->ensure_connection($failure);
            $doubtful = $failure instanceof swallowed;
        }
        foreach ($rows as $row) {
            try {
                $chunk->apply([$row->id => $row], $values, $doubtful);
            } catch (interrupted $failure) {
                throw $failure;
            } catch (row_failure $failure) {
                $chunk->fail($row, $failure->reason, $failure->values);
            } catch (\Throwable $failure) {
                $this->ensure_connection($failure);
                $chunk->fail($row, 'exception', chunk::explain($failure));
            }
        }
    }

    /**
     * Ends the process when the database no longer answers, or when another runner has this run.
     *
     * @param \Throwable $failure
     * @throws interrupted
     */
    private function ensure_connection(\Throwable $failure): void {
        try {
            $run = runs::get($this->run->id);
        } catch (\Throwable $dead) {
            throw new interrupted($dead->getMessage(), 0, $failure);
        }
        if ($run === null || $run->state !== state::RUNNING) {
            throw new interrupted('another process has this run', 0, $failure);
        }
    }

    /**
     * The cells of the rows; where the working file is missing, it is made again.
     *
     * @return cells
     */
    private function cells(): cells {
        $cells = new cells($this->run->id);
        if (!$cells->exist()) {
            $table = working_files::open($this->run, $this->feed);
            $table->check();
            $cells->begin();
            foreach ($table->changes(null) as $row) {
                $cells->add($row->line, $row->values);
            }
            $cells->end();
        }
        return $cells;
    }

    /**
     * Hands the file over, behind a mark.
     *
     * @param file_processor $processor
     * @return run
     */
    private function hand_over(file_processor $processor): run {
        $mark = chunks::unfinished($this->run->id);
        $again = $mark !== null;
        $mark ??= chunks::begin($this->run->id, chunks::next_number($this->run->id), false);
        $path = (new working_files($this->run->id))->original();
        $end = $processor->hand_over($path, $this->run->row->filename, $again);
        $tally = new tally();
        $tally->add(effect::HANDED_OVER, '', $this->run->planned()->of(effect::HANDED_OVER));
        chunks::finish($mark, 1, 0);
        $values = ['applied' => json_encode($tally)];
        $reason = new rules\reason($end->failure ?? 'handed_over', $end->values);
        $values['reasons'] = json_encode([$reason], JSON_UNESCAPED_UNICODE | JSON_INVALID_UTF8_SUBSTITUTE);
        $this->run = runs::must_get($this->run->id);
        if ($end->failure !== null) {
            return runs::become($this->run, state::FAILED, $values);
        }
        runs::update($this->run->id, $values);
        return $this->finish();
    }

    /**
     * Ends the run.
     *
     * @return run
     */
    private function finish(): run {
        global $DB;
        $failed = $DB->record_exists(results::TABLE, ['runid' => $this->run->id, 'state' => results::FAILED]);
        $noted = array_filter($this->run->reasons(), fn(rules\reason $reason): bool => $reason->code === 'removals_unknown');
        // Together: a process that dies in between would leave a feed that compares the next file with nothing.
        $transaction = $DB->start_delegated_transaction();
        $run = runs::become($this->run, $failed || $noted ? state::DONE_WITH_ERRORS : state::DONE);
        $facts = $run->facts();
        if ($facts !== null) {
            $accepted = feeds::get($this->feed->id)?->accepted;
            feeds::accept($this->feed->id, $accepted === null ? $facts : $accepted->with_counts_of($facts));
        }
        $transaction->allow_commit();
        if ($this->definition->mode() === mode::FULL) {
            table\hash_files::keep($run->feedid, $run->name->part, (new working_files($run->id))->hashes());
        }
        working_files::remove($run->id);
        return $run;
    }
}

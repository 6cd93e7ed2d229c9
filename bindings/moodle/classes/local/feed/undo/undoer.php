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

namespace tool_syncingest\local\feed\undo;

use tool_syncingest\local\feed\chunk;
use tool_syncingest\local\feed\feed;
use tool_syncingest\local\feed\feeds;
use tool_syncingest\local\feed\interrupted;
use tool_syncingest\local\feed\owner;
use tool_syncingest\local\feed\processor\outcome;
use tool_syncingest\local\feed\processor\reversal;
use tool_syncingest\local\feed\processor\row_failure;
use tool_syncingest\local\feed\processor\row_processor;
use tool_syncingest\local\feed\records;
use tool_syncingest\local\feed\results;
use tool_syncingest\local\feed\rules\reason;
use tool_syncingest\local\feed\rules\undo_step;
use tool_syncingest\local\feed\run;
use tool_syncingest\local\feed\runs;

/**
 * Looks up what of a run can be undone, and undoes it, alone on all web servers, as far as the time goes. It acts in the name of
 * the person who undoes the run.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class undoer {
    /** @var int outcomes that are looked up at once */
    private const CHECKED = 500;

    /** @var int outcomes of a chunk */
    private const CHUNK = 50;

    /** @var int starts without progress after which it is given up */
    private const STARTS = 3;

    /**
     * Constructor.
     *
     * @param float|null $until when the time is up; null: never
     */
    public function __construct(
        /** @var float|null when the time is up */
        private readonly ?float $until,
    ) {
    }

    /**
     * Goes on.
     *
     * @param int $runid
     * @return undo|null as it is now; null: nobody has asked, or the feed is gone
     * @throws interrupted when this process must end
     */
    public function carry_on(int $runid): ?undo {
        $run = runs::get($runid);
        $feed = $run ? feeds::get($run->feedid) : null;
        if (!$feed) {
            return null;
        }
        $lock = feeds::try_lock($feed);
        if (!$lock) {
            return undos::get($runid);
        }
        try {
            // The process that had the lock before may have changed it.
            $undo = undos::get($runid);
            return $undo && $undo->step->is_due() ? $this->work($feed, $run, $undo) : $undo;
        } finally {
            $lock->release();
        }
    }

    /**
     * Does what is next.
     *
     * @param feed $feed
     * @param run $run
     * @param undo $undo
     * @return undo
     */
    private function work(feed $feed, run $run, undo $undo): undo {
        global $USER;
        if ($undo->starts >= self::STARTS) {
            return undos::give_up($undo, new reason('three_starts'));
        }
        undos::count_start($undo);
        try {
            $processor = $run->definition()->processor($feed->id, $undo->userid);
            $objection = owner::objection($undo->userid, $processor);
            if ($objection !== null) {
                return undos::give_up($undo, $objection);
            }
            $work = fn(): bool => $undo->step === undo_step::CHECKING
                ? $this->check($processor, $run->id) : $this->undo($processor, $run);
            // Who looks at the page stays who they are.
            $isfinished = (int) $USER->id === $undo->userid ? $work() : owner::act($undo->userid, $run->definition(), $work);
        } catch (interrupted $failure) {
            throw $failure;
        } catch (\Throwable $failure) {
            return $this->fail($run->id, $failure);
        }
        $undo = undos::get($run->id) ?? throw new interrupted('the run was deleted');
        $next = $undo->step === undo_step::CHECKING ? undo_step::READY : undo_step::DONE;
        return $isfinished ? undos::become($undo, $next, ['starts' => 0]) : $undo;
    }

    /**
     * Looks up what can be undone. Reads Moodle alone; what it writes are the row results of the run.
     *
     * @param row_processor $processor
     * @param int $runid
     * @return bool whether everything was looked up
     */
    private function check(row_processor $processor, int $runid): bool {
        while ($rows = undo_rows::unchecked($runid, self::CHECKED)) {
            $outcomes = array_map(results::outcome(...), $rows);
            $held = array_filter($outcomes, fn(outcome $outcome): bool => $outcome->transactional);
            $reversals = array_map(fn(): reversal => reversal::impossible('no_transaction'), $outcomes);
            undo_rows::write($rows, ($held ? $processor->plan_undo($held) : []) + $reversals);
            undos::progress($runid, count($rows));
            if ($this->is_time_up()) {
                return !undo_rows::count_unchecked($runid);
            }
        }
        return true;
    }

    /**
     * Undoes chunks until none is left.
     *
     * @param row_processor $processor
     * @param run $run
     * @return bool whether none is left
     */
    private function undo(row_processor $processor, run $run): bool {
        $records = new records($run->feedid, $run->name->part, $run->definition()->stamp($processor));
        $chunk = new undo_chunk($run->id, $processor, $records);
        // A process that died may not have purged them after its last commit.
        $chunk->purge();
        while ($rows = undo_rows::due($run->id, self::CHUNK)) {
            if ($this->is_time_up()) {
                return false;
            }
            $this->undo_chunk($chunk, $rows, $run->id);
        }
        return true;
    }

    /**
     * Undoes some outcomes together; where one throws, each by itself.
     *
     * @param undo_chunk $chunk
     * @param \stdClass[] $rows
     * @param int $runid
     */
    private function undo_chunk(undo_chunk $chunk, array $rows, int $runid): void {
        try {
            $chunk->undo($rows);
            return;
        } catch (interrupted $failure) {
            throw $failure;
        } catch (\Throwable $failure) {
            $this->ensure_connection($runid, $failure);
        }
        foreach ($rows as $row) {
            try {
                $chunk->undo([$row]);
            } catch (interrupted $failure) {
                throw $failure;
            } catch (row_failure $failure) {
                $chunk->fail($row, $failure->reason, $failure->values);
            } catch (\Throwable $failure) {
                $this->ensure_connection($runid, $failure);
                $chunk->fail($row, 'exception', chunk::explain($failure));
            }
        }
    }

    /**
     * Ends the process when the database no longer answers, or when the run is gone.
     *
     * @param int $runid
     * @param \Throwable $failure
     * @throws interrupted
     */
    private function ensure_connection(int $runid, \Throwable $failure): void {
        try {
            $step = undos::get($runid)?->step;
        } catch (\Throwable $dead) {
            throw new interrupted($dead->getMessage(), 0, $failure);
        }
        if ($step !== undo_step::RUNNING) {
            throw new interrupted('another process has this run', 0, $failure);
        }
    }

    /**
     * Gives up what cannot go on.
     *
     * @param int $runid
     * @param \Throwable $failure
     * @return undo
     * @throws interrupted when not even that can be written down
     */
    private function fail(int $runid, \Throwable $failure): undo {
        global $DB;
        try {
            $DB->force_transaction_rollback();
            $undo = undos::get($runid) ?? throw new interrupted('the run was deleted', 0, $failure);
            return undos::give_up($undo, new reason('exception', chunk::explain($failure)));
        } catch (interrupted $interrupted) {
            throw $interrupted;
        } catch (\Throwable $dead) {
            throw new interrupted($failure->getMessage(), 0, $dead);
        }
    }

    /**
     * Returns whether the time is up.
     *
     * @return bool
     */
    private function is_time_up(): bool {
        return $this->until !== null && microtime(true) >= $this->until;
    }
}

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

use tool_syncingest\local\feed\chunks;
use tool_syncingest\local\feed\interrupted;
use tool_syncingest\local\feed\marked_transaction;
use tool_syncingest\local\feed\processor\applied;
use tool_syncingest\local\feed\processor\outcome;
use tool_syncingest\local\feed\processor\row_processor;
use tool_syncingest\local\feed\records;
use tool_syncingest\local\feed\results;
use tool_syncingest\local\feed\rules\undo_state;

/**
 * One transaction that undoes some outcomes: what is brought back, pins, row results, and progress.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class undo_chunk {
    /** @var float seconds after which a chunk ends with the row that it is at */
    private const SECONDS = 0.5;

    /** @var marked_transaction */
    private readonly marked_transaction $transaction;

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
    }

    /**
     * Undoes outcomes in a transaction. Where one throws, nothing of the chunk has happened.
     *
     * @param \stdClass[] $rows row results
     * @throws interrupted when the process must end
     * @throws \Throwable what a row has thrown
     */
    public function undo(array $rows): void {
        $this->transaction->run(function (int $mark) use ($rows): void {
            $until = microtime(true) + self::SECONDS;
            $amount = 0;
            foreach ($rows as $row) {
                $this->undo_row($row);
                $amount++;
                marked_transaction::ensure($mark);
                if (microtime(true) >= $until) {
                    break;
                }
            }
            $this->finish($mark, $amount);
        });
    }

    /**
     * Writes down that an outcome could not be undone.
     *
     * @param \stdClass $row
     * @param string $code
     * @param array $values
     * @throws interrupted when the database does not take it
     */
    public function fail(\stdClass $row, string $code, array $values): void {
        try {
            $this->transaction->run(function (int $mark) use ($row, $code, $values): void {
                undo_rows::mark($row, undo_state::FAILED, $code, $values);
                $this->finish($mark, 1);
            });
        } catch (\Throwable $failure) {
            throw new interrupted($failure->getMessage(), 0, $failure);
        }
    }

    /**
     * Purges the caches that hold what the processor changes.
     */
    public function purge(): void {
        $this->transaction->purge();
    }

    /**
     * Undoes one outcome, if its object is still as the run left it.
     *
     * @param \stdClass $row
     */
    private function undo_row(\stdClass $row): void {
        $outcome = results::outcome($row);
        $reversal = $this->processor->plan_undo([$outcome])[0];
        if ($reversal->state === undo_state::POSSIBLE) {
            $this->pin($outcome, $this->processor->undo($outcome));
            undo_rows::mark($row, undo_state::UNDONE);
        } else if ($reversal->state === undo_state::NEEDLESS) {
            $this->pin($outcome, new applied($outcome->type, (int) $outcome->objectid, $outcome->owned, $outcome->scope));
            undo_rows::mark($row, undo_state::PINNED);
        } else {
            undo_rows::mark($row, $reversal->state, $reversal->code, $reversal->values);
        }
    }

    /**
     * Pins the key of an outcome.
     *
     * @param outcome $outcome
     * @param applied $applied
     */
    private function pin(outcome $outcome, applied $applied): void {
        if ($outcome->keyhash !== '' && $applied->type !== '') {
            $this->records->pin($outcome, $applied);
        }
    }

    /**
     * Writes down how much was done: that is progress. It takes nothing away, as far as limits are concerned.
     *
     * @param int $mark
     * @param int $amount
     */
    private function finish(int $mark, int $amount): void {
        chunks::finish($mark, $amount, 0);
        undos::progress($this->runid, $amount);
    }
}

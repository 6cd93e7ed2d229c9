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

use tool_syncingest\local\feed\processor\row_processor;

/**
 * A transaction with the row of a chunk, which is inserted first and read back last: that catches a second runner, a commit whose
 * answer was lost, and a deadlock that somebody has swallowed.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class marked_transaction {
    /**
     * Constructor.
     *
     * @param int $runid
     * @param row_processor $processor whose caches are purged
     */
    public function __construct(
        /** @var int */
        private readonly int $runid,
        /** @var row_processor whose caches are purged */
        private readonly row_processor $processor,
    ) {
    }

    /**
     * Does something. Where it throws, nothing of it has happened.
     *
     * @param callable $work gets the id of the chunk
     * @throws interrupted when the process must end
     * @throws \Throwable what it has thrown
     */
    public function run(callable $work): void {
        global $DB;
        $transaction = $DB->start_delegated_transaction();
        try {
            $id = chunks::begin($this->runid, chunks::next_number($this->runid));
            $work($id);
            if (!chunks::exists($id)) {
                throw new swallowed();
            }
        } catch (\Throwable $failure) {
            $this->roll_back();
            throw $failure;
        }
        try {
            $transaction->allow_commit();
        } catch (\Throwable $failure) {
            $this->roll_back();
            throw new interrupted($failure->getMessage(), 0, $failure);
        }
        $this->purge();
    }

    /**
     * Asked after each row: whether the transaction is still there.
     *
     * @param int $id of the chunk
     * @throws swallowed
     */
    public static function ensure(int $id): void {
        global $DB;
        if ($DB->get_dbfamily() === 'mysql' && !chunks::exists($id)) {
            // A deadlock has ended the transaction, and somebody has swallowed its exception.
            throw new swallowed();
        }
    }

    /**
     * Rolls everything back, whatever transactions others have left open, and with them what caches have learned.
     */
    public function roll_back(): void {
        global $DB;
        $DB->force_transaction_rollback();
        $this->purge();
    }

    /**
     * Purges the caches that hold what the processor changes: a page that read between an invalidation and the commit has put the
     * old state back.
     */
    public function purge(): void {
        foreach ($this->processor->caches() as [$component, $area]) {
            \cache_helper::purge_by_definition($component, $area);
        }
        foreach ($this->processor->invalidations() as $event) {
            \cache_helper::purge_by_event($event);
        }
    }
}

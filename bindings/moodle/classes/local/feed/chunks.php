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

/**
 * The chunks of runs. The row of a chunk is inserted first in its transaction and read back last: that catches a second runner, a
 * commit whose answer was lost, and a deadlock that somebody has swallowed.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class chunks {
    /** @var string */
    private const TABLE = 'tool_syncingest_chunks';

    /**
     * Returns the number of the next chunk.
     *
     * @param int $runid
     * @return int
     */
    public static function next_number(int $runid): int {
        global $DB;
        return 1 + (int) $DB->get_field(self::TABLE, 'MAX(number)', ['runid' => $runid]);
    }

    /**
     * Inserts the row of a chunk. A second runner fails here.
     *
     * @param int $runid
     * @param int $number
     * @param bool $finished false: what no transaction can hold is about to be done
     * @return int
     */
    public static function begin(int $runid, int $number, bool $finished = true): int {
        global $DB;
        return $DB->insert_record(self::TABLE, [
            'runid' => $runid, 'number' => $number, 'finished' => (int) $finished, 'timecreated' => time(),
        ]);
    }

    /**
     * Writes how much a chunk has done.
     *
     * @param int $id
     * @param int $amount outcomes
     * @param int $removals
     */
    public static function finish(int $id, int $amount, int $removals): void {
        global $DB;
        $DB->update_record(self::TABLE, ['id' => $id, 'finished' => 1, 'amount' => $amount, 'removals' => $removals]);
    }

    /**
     * Returns whether the row of a chunk is there: within a transaction, whether the transaction still is.
     *
     * @param int $id
     * @return bool
     */
    public static function exists(int $id): bool {
        global $DB;
        return $DB->record_exists(self::TABLE, ['id' => $id]);
    }

    /**
     * Returns the chunk that was started and not finished: its process died.
     *
     * @param int $runid
     * @return int|null its id; null: there is none
     */
    public static function unfinished(int $runid): ?int {
        global $DB;
        return (int) $DB->get_field(self::TABLE, 'MAX(id)', ['runid' => $runid, 'finished' => 0]) ?: null;
    }

    /**
     * Returns how many removals a feed has carried out in the part of a run.
     *
     * @param run $run
     * @param int $since
     * @return int
     */
    public static function removals_since(run $run, int $since): int {
        global $DB;
        return (int) $DB->get_field_sql(
            'SELECT SUM(c.removals) FROM {' . self::TABLE . '} c JOIN {' . runs::TABLE . '} r ON r.id = c.runid'
                . ' WHERE r.feedid = ? AND r.part = ? AND c.timecreated > ?',
            [$run->feedid, $run->name->part, $since]
        );
    }
}

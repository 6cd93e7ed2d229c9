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

use tool_syncingest\local\feed\processor\reversal;
use tool_syncingest\local\feed\results;
use tool_syncingest\local\feed\rules\effect;
use tool_syncingest\local\feed\rules\undo_state;

/**
 * The row results of a run, as far as undoing it is concerned: outcomes that were applied and had an effect.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class undo_rows {
    /** @var string */
    private const APPLIED = "runid = ? AND state = 'done' AND effect <> 'none'";

    /**
     * Returns whether a run has changed anything of which is known what.
     *
     * @param int $runid
     * @return bool
     */
    public static function exist(int $runid): bool {
        global $DB;
        return $DB->record_exists_select(results::TABLE, self::APPLIED, [$runid]);
    }

    /**
     * Forgets what was looked up, apart from what was undone.
     *
     * @param int $runid
     */
    public static function forget_checks(int $runid): void {
        global $DB;
        $final = undo_state::words(undo_state::UNDONE, undo_state::PINNED);
        $DB->set_field_select(
            results::TABLE,
            'reversal',
            null,
            self::APPLIED . ' AND reversal IS NOT NULL AND reversal NOT IN (?, ?)',
            [$runid, ...$final]
        );
    }

    /**
     * Returns how many outcomes have not been looked up.
     *
     * @param int $runid
     * @return int
     */
    public static function count_unchecked(int $runid): int {
        global $DB;
        return $DB->count_records_select(results::TABLE, self::APPLIED . ' AND reversal IS NULL', [$runid]);
    }

    /**
     * Returns outcomes that have not been looked up.
     *
     * @param int $runid
     * @param int $limit
     * @return \stdClass[] by id
     */
    public static function unchecked(int $runid, int $limit): array {
        global $DB;
        return $DB->get_records_select(results::TABLE, self::APPLIED . ' AND reversal IS NULL', [$runid], 'id', '*', 0, $limit);
    }

    /**
     * Returns how many outcomes are to be undone or pinned.
     *
     * @param int $runid
     * @return int
     */
    public static function count_due(int $runid): int {
        global $DB;
        return $DB->count_records_select(
            results::TABLE,
            self::APPLIED . ' AND reversal IN (?, ?)',
            [$runid, ...undo_state::words(undo_state::POSSIBLE, undo_state::NEEDLESS)]
        );
    }

    /**
     * Returns the next outcomes to undo: those that were applied last come first.
     *
     * @param int $runid
     * @param int $limit
     * @return \stdClass[] by id
     */
    public static function due(int $runid, int $limit): array {
        global $DB;
        return $DB->get_records_select(
            results::TABLE,
            self::APPLIED . ' AND reversal IN (?, ?)',
            [$runid, ...undo_state::words(undo_state::POSSIBLE, undo_state::NEEDLESS)],
            'phase DESC, id DESC',
            '*',
            0,
            $limit
        );
    }

    /**
     * Writes down what was looked up, with one statement for all that can be undone.
     *
     * @param \stdClass[] $rows
     * @param reversal[] $reversals by the id of the row
     */
    public static function write(array $rows, array $reversals): void {
        global $DB;
        $same = [];
        foreach ($rows as $row) {
            $reversal = $reversals[$row->id];
            if ($reversal->code === '' && !isset(self::detail($row)['undo'])) {
                $same[$reversal->state->value][] = $row->id;
            } else {
                self::mark($row, $reversal->state, $reversal->code, $reversal->values);
            }
        }
        foreach ($same as $state => $ids) {
            [$in, $values] = $DB->get_in_or_equal($ids);
            $DB->set_field_select(results::TABLE, 'reversal', $state, "id $in", $values);
        }
    }

    /**
     * Writes down what has become of an outcome.
     *
     * @param \stdClass $row
     * @param undo_state $state
     * @param string $code why it is not undone; empty: it is
     * @param array $values
     */
    public static function mark(\stdClass $row, undo_state $state, string $code = '', array $values = []): void {
        global $DB;
        $detail = self::detail($row);
        unset($detail['undo']);
        if ($code !== '') {
            $detail['undo'] = ['code' => $code, 'values' => $values];
        }
        $json = json_encode($detail, JSON_UNESCAPED_UNICODE | JSON_INVALID_UTF8_SUBSTITUTE | JSON_PARTIAL_OUTPUT_ON_ERROR);
        $DB->update_record(results::TABLE, ['id' => $row->id, 'reversal' => $state->value, 'detail' => $detail ? $json : null]);
    }

    /**
     * Returns how many outcomes are in each state.
     *
     * @param int $runid
     * @return int[] by state
     */
    public static function counts(int $runid): array {
        $counts = [];
        foreach (self::counts_by_action($runid) as $states) {
            foreach ($states as $state => $count) {
                $counts[$state] = ($counts[$state] ?? 0) + $count;
            }
        }
        ksort($counts);
        return $counts;
    }

    /**
     * Returns how many outcomes of each action are in each state.
     *
     * @param int $runid
     * @return int[][] by action and state
     */
    public static function counts_by_action(int $runid): array {
        global $DB;
        $sql = "SELECT action, reversal, COUNT(*) AS amount FROM {" . results::TABLE . "} WHERE " . self::APPLIED
            . ' AND reversal IS NOT NULL GROUP BY action, reversal ORDER BY action, reversal';
        $counts = [];
        $rows = $DB->get_recordset_sql($sql, [$runid]);
        foreach ($rows as $row) {
            $counts[$row->action][$row->reversal] = (int) $row->amount;
        }
        $rows->close();
        return $counts;
    }

    /**
     * Returns the outcomes that are not undone, and why.
     *
     * @param int $runid
     * @param undo_state[] $states
     * @return \Generator arrays: line, key, action, state, code, values
     */
    public static function rest(int $runid, array $states): \Generator {
        global $DB;
        [$in, $values] = $DB->get_in_or_equal(undo_state::words(...$states));
        $rows = $DB->get_recordset_select(results::TABLE, self::APPLIED . " AND reversal $in", [$runid, ...$values], 'phase, id');
        try {
            foreach ($rows as $row) {
                $why = self::detail($row)['undo'] ?? ['code' => '', 'values' => []];
                yield ['line' => (int) $row->line, 'key' => $row->keytext, 'action' => $row->action, 'state' => $row->reversal] + $why;
            }
        } finally {
            $rows->close();
        }
    }

    /**
     * What is stored about a row besides its columns.
     *
     * @param \stdClass $row
     * @return array
     */
    private static function detail(\stdClass $row): array {
        return json_decode($row->detail ?? '', true) ?: [];
    }
}

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

use tool_syncingest\event\run_finished;
use tool_syncingest\local\feed\rules\file_facts;
use tool_syncingest\local\feed\rules\name_parts;
use tool_syncingest\local\feed\rules\reason;
use tool_syncingest\local\feed\rules\stage;
use tool_syncingest\local\feed\rules\state;

/**
 * The runs of the site.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class runs {
    /** @var string */
    public const TABLE = 'tool_syncingest_runs';

    /** @var string[] states whose runs cron looks at */
    private const OPEN = ['queued', 'checking', 'held', 'running'];

    /**
     * Returns a run.
     *
     * @param int $id
     * @return run|null null: there is none
     */
    public static function get(int $id): ?run {
        global $DB;
        $row = $DB->get_record(self::TABLE, ['id' => $id]);
        return $row ? new run($row) : null;
    }

    /**
     * Returns a run, for what cannot go on without.
     *
     * @param int $id
     * @return run
     * @throws \moodle_exception
     */
    public static function must_get(int $id): run {
        return self::get($id) ?? throw new \moodle_exception('run_notfound', 'tool_syncingest', '', $id);
    }

    /**
     * Returns the latest runs.
     *
     * @param int $limit
     * @param int|null $feedid null: of all feeds
     * @return run[] newest first
     */
    public static function latest(int $limit, ?int $feedid = null): array {
        global $DB;
        $where = $feedid === null ? null : ['feedid' => $feedid];
        return array_map(fn(\stdClass $row): run => new run($row), array_values($DB->get_records(self::TABLE, $where, 'id DESC', '*', 0, $limit)));
    }

    /**
     * Returns the runs that are not over, and those that failed and block later ones.
     *
     * @param bool $dry whether those that are only planned are wanted, or the others
     * @return run[][] by feed
     */
    public static function open(bool $dry = false): array {
        global $DB;
        [$in, $values] = $DB->get_in_or_equal([...self::OPEN, 'failed']);
        $open = [];
        $dry = $dry ? 'dry > 0' : 'dry = 0';
        foreach ($DB->get_records_select(self::TABLE, "state $in AND $dry", $values, 'id') as $row) {
            $open[(int) $row->feedid][] = new run($row);
        }
        return $open;
    }

    /**
     * Returns the last run of a part that was applied.
     *
     * @param run $run whose part it is
     * @return run|null
     */
    public static function last_applied(run $run): ?run {
        return self::applied_before($run, 1)[0] ?? null;
    }

    /**
     * Returns the last runs of a part that were applied.
     *
     * @param run $run whose part it is
     * @param int $limit
     * @return run[] newest first
     */
    public static function applied_before(run $run, int $limit): array {
        global $DB;
        $rows = $DB->get_records_select(
            self::TABLE,
            "feedid = ? AND part = ? AND dry = 0 AND id <> ? AND state IN ('done', 'done_with_errors')",
            [$run->feedid, $run->name->part, $run->id],
            'timefinished DESC, id DESC',
            '*',
            0,
            $limit
        );
        return array_map(fn(\stdClass $row): run => new run($row), array_values($rows));
    }

    /**
     * Returns the highest name of a part that was applied: the one that later files must not be older than.
     *
     * @param run $run whose part it is
     * @return name_parts|null null: none was
     */
    public static function highest_name(run $run): ?name_parts {
        global $DB;
        $rows = $DB->get_records_select(
            self::TABLE,
            "feedid = ? AND part = ? AND dry = 0 AND id <> ? AND state IN ('done', 'done_with_errors')",
            [$run->feedid, $run->name->part, $run->id],
            "COALESCE(namedate, '') DESC, COALESCE(nameseq, 0) DESC, id DESC",
            '*',
            0,
            1
        );
        return $rows ? (new run(reset($rows)))->name : null;
    }

    /**
     * Returns what the last file that was checked was like.
     *
     * @param int $feedid
     * @return file_facts|null
     */
    public static function last_facts(int $feedid): ?file_facts {
        global $DB;
        $rows = $DB->get_records_select(self::TABLE, 'feedid = ? AND facts IS NOT NULL', [$feedid], 'id DESC', 'id, facts', 0, 1);
        return $rows ? file_facts::read(reset($rows)->facts) : null;
    }

    /**
     * Changes a run without changing its state.
     *
     * @param int $id
     * @param array $values by column
     */
    public static function update(int $id, array $values): void {
        global $DB;
        $DB->update_record(self::TABLE, ['id' => $id, 'timemodified' => time()] + $values);
    }

    /**
     * Changes the state, if it is still what it was.
     *
     * @param run $run
     * @param state $state
     * @param array $values other columns
     * @return run as it is now
     * @throws \moodle_exception when somebody else has changed it meanwhile
     */
    public static function become(run $run, state $state, array $values = []): run {
        global $DB;
        if (!$run->state->may_become($state)) {
            throw new \coding_exception("a run that is {$run->state->value} cannot be $state->value");
        }
        $now = time();
        $values += ['state' => $state->value, 'timemodified' => $now];
        if ($state->is_over()) {
            $values += ['timefinished' => $now, 'maildue' => $now, 'receiptdue' => $now];
        } else if ($state === state::HELD) {
            $values += ['maildue' => $now, 'receiptdue' => $now];
        }
        $set = implode(', ', array_map(fn(string $column): string => "$column = ?", array_keys($values)));
        // Of two persons, or a person and cron, one wins: the row that is read back is that of the quicker one.
        $transaction = $DB->start_delegated_transaction();
        $DB->execute('UPDATE {' . self::TABLE . "} SET $set WHERE id = ? AND state = ?", [...array_values($values), $run->id, $run->state->value]);
        $new = self::get($run->id);
        $transaction->allow_commit();
        foreach ($values as $column => $value) {
            if ($new === null || (string) $new->row->$column !== (string) $value) {
                throw new \moodle_exception($new === null ? 'run_notfound' : 'run_moved', 'tool_syncingest', '', $run->id);
            }
        }
        if ($state->is_over()) {
            run_finished::create_for($new)->trigger();
        }
        return $new;
    }

    /**
     * Writes for a run that is being planned, unless another process has started it meanwhile: its lock may have been lost.
     *
     * @param run $run as it was after its start was counted
     * @param callable $work
     * @return mixed what the work returns
     * @throws interrupted when the run is another process's
     */
    public static function write_as_its_planner(run $run, callable $work): mixed {
        global $DB;
        $transaction = $DB->start_delegated_transaction();
        try {
            // A process that starts it meanwhile waits for the end of this transaction.
            $DB->execute('UPDATE {' . self::TABLE . '} SET timemodified = ? WHERE id = ?', [time(), $run->id]);
            $now = self::get($run->id);
            if ($now === null || $now->state !== state::CHECKING || $now->row->starts !== $run->row->starts) {
                throw new interrupted('another process has this run');
            }
            $result = $work();
            $transaction->allow_commit();
            return $result;
        } catch (\Throwable $failure) {
            $DB->force_transaction_rollback();
            throw $failure;
        }
    }

    /**
     * Puts a run into the queue again that was applied, apart from some rows. It is over for everybody else: nothing but what
     * those rows waited for brings it back.
     *
     * @param run $run that is done with errors
     * @param feed $feed as it is now
     * @return bool false: somebody else has changed it meanwhile
     */
    public static function reopen(run $run, feed $feed): bool {
        global $DB;
        $DB->execute(
            'UPDATE {' . self::TABLE . "} SET state = 'queued', starts = 0, stopping = 0, reasons = NULL, approval = NULL, definition = ?,"
                . " revision = ?, timemodified = ? WHERE id = ? AND state = 'done_with_errors'",
            [json_encode($feed->definition, JSON_UNESCAPED_UNICODE), $feed->revision, time(), $run->id]
        );
        return self::must_get($run->id)->state === state::QUEUED;
    }

    /**
     * Ends a run that cannot go on.
     *
     * @param run $run
     * @param state $state refused or failed
     * @param reason $reason
     * @return run
     */
    public static function give_up(run $run, state $state, reason $reason): run {
        return self::become($run, $state, ['reasons' => json_encode([$reason], JSON_UNESCAPED_UNICODE | JSON_INVALID_UTF8_SUBSTITUTE)]);
    }

    /**
     * Gives queued and held runs the feed as it is now: they are planned again. A preview stays one.
     *
     * @param feed $feed
     */
    public static function adopt_definition(feed $feed): void {
        global $DB;
        $DB->execute(
            'UPDATE {' . self::TABLE . "} SET definition = ?, revision = ?, dry = CASE WHEN dry = ? THEN dry ELSE ? END, starts = 0, state = 'queued' "
                . "WHERE feedid = ? AND state IN ('queued', 'held')",
            [json_encode($feed->definition, JSON_UNESCAPED_UNICODE), $feed->revision, run::PREVIEW, $feed->stage === stage::TESTING ? run::TESTING : 0, $feed->id]
        );
    }

    /**
     * Deletes the runs of a feed, with everything that belongs to them.
     *
     * @param int $feedid
     */
    public static function delete_of(int $feedid): void {
        global $DB;
        foreach ($DB->get_fieldset_select(self::TABLE, 'id', 'feedid = ?', [$feedid]) as $id) {
            self::delete((int) $id);
        }
    }

    /**
     * Deletes a run, with its results, its chunks, its content and its working files.
     *
     * @param int $id
     */
    public static function delete(int $id): void {
        global $DB;
        results::delete_of($id);
        undo\undos::delete_of($id);
        $DB->delete_records('tool_syncingest_chunks', ['runid' => $id]);
        content::delete($id);
        $DB->delete_records(self::TABLE, ['id' => $id]);
        working_files::remove($id);
    }
}

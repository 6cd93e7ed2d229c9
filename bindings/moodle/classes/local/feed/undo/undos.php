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

use tool_syncingest\event\run_decided;
use tool_syncingest\event\run_undone;
use tool_syncingest\local\feed\feeds;
use tool_syncingest\local\feed\owner;
use tool_syncingest\local\feed\processor\row_processor;
use tool_syncingest\local\feed\rules\reason;
use tool_syncingest\local\feed\rules\state;
use tool_syncingest\local\feed\rules\undo_step;
use tool_syncingest\local\feed\run;
use tool_syncingest\local\feed\runs;
use tool_syncingest\local\feed\words;

/**
 * The runs that a person brings back: first it is looked up what of a run can be undone, then a person decides, then it is undone.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class undos {
    /** @var string */
    public const TABLE = 'tool_syncingest_undos';

    /**
     * Returns how far undoing a run has come.
     *
     * @param int $runid
     * @return undo|null null: nobody has asked
     */
    public static function get(int $runid): ?undo {
        global $DB;
        $row = $DB->get_record(self::TABLE, ['runid' => $runid]);
        return $row ? undo::from_row($row) : null;
    }

    /**
     * Returns the runs that are being undone.
     *
     * @return int[] ids, the first one first
     */
    public static function running(): array {
        global $DB;
        $ids = $DB->get_fieldset_select(self::TABLE, 'runid', 'step = ? ORDER BY id', [undo_step::RUNNING->value]);
        return array_map('intval', $ids);
    }

    /**
     * Returns why nothing of a run can be undone by a person.
     *
     * @param run $run
     * @param int $userid
     * @return reason|null null: it can be looked up what can
     */
    public static function objection(run $run, int $userid): ?reason {
        $feed = feeds::get($run->feedid);
        if ($run->row->dry || !$run->state->is_over()) {
            return new reason($run->row->dry ? 'undo_dry' : 'undo_not_over');
        }
        $processor = $run->definition()->processor($feed->id, $userid);
        if (!$processor instanceof row_processor) {
            return new reason('undo_handed_over');
        }
        if (!undo_rows::exist($run->id)) {
            return new reason($run->applied()->has_effect() ? 'undo_forgotten' : 'undo_nothing');
        }
        foreach (runs::open()[$run->feedid] ?? [] as $other) {
            if ($other->state === state::RUNNING) {
                return new reason('undo_busy', ['id' => $other->id]);
            }
        }
        return owner::objection($userid, $processor);
    }

    /**
     * Begins to look up what of a run can be undone; whatever was looked up before is looked up once more.
     *
     * @param run $run
     * @return undo
     * @throws \moodle_exception when nothing can, or it is being undone
     */
    public static function check(run $run): undo {
        global $DB, $USER;
        self::refuse(self::objection($run, (int) $USER->id));
        $old = self::get($run->id);
        if ($old?->step === undo_step::RUNNING) {
            throw new \moodle_exception('undo_moved', 'tool_syncingest', '', $run->id);
        }
        $transaction = $DB->start_delegated_transaction();
        undo_rows::forget_checks($run->id);
        $now = time();
        $row = [
            'userid' => $USER->id, 'step' => undo_step::CHECKING->value, 'starts' => 0, 'done' => 0, 'reasons' => null,
            'total' => undo_rows::count_unchecked($run->id), 'timemodified' => $now,
        ];
        if ($old) {
            $DB->update_record(self::TABLE, ['id' => $old->id] + $row);
        } else {
            $DB->insert_record(self::TABLE, ['runid' => $run->id, 'timecreated' => $now] + $row);
        }
        $transaction->allow_commit();
        return self::get($run->id);
    }

    /**
     * Begins to undo a run, and pauses its feed.
     *
     * @param run $run
     * @return undo
     * @throws \moodle_exception when it cannot be undone, or it is not known yet what can
     */
    public static function begin(run $run): undo {
        global $DB, $USER;
        self::refuse(self::objection($run, (int) $USER->id));
        $undo = self::get($run->id);
        $total = undo_rows::count_due($run->id);
        if ($undo?->step !== undo_step::READY || $total === 0) {
            throw new \moodle_exception($total === 0 ? 'undo_none' : 'undo_moved', 'tool_syncingest', '', $run->id);
        }
        $transaction = $DB->start_delegated_transaction();
        $undo = self::become($undo, undo_step::RUNNING, ['userid' => $USER->id, 'total' => $total, 'done' => 0, 'starts' => 0]);
        feeds::pause(feeds::get($run->feedid));
        run_decided::create_for($run, 'undo')->trigger();
        $transaction->allow_commit();
        return $undo;
    }

    /**
     * Changes the step, if it is still what it was.
     *
     * @param undo $undo
     * @param undo_step $step
     * @param array $values other columns
     * @return undo as it is now
     * @throws \moodle_exception when somebody else has changed it meanwhile
     */
    public static function become(undo $undo, undo_step $step, array $values = []): undo {
        global $DB;
        $over = in_array($step, [undo_step::DONE, undo_step::FAILED], true);
        $values += ['step' => $step->value, 'timemodified' => time(), 'timefinished' => $over ? time() : null];
        $set = implode(', ', array_map(fn(string $column): string => "$column = ?", array_keys($values)));
        $DB->execute('UPDATE {' . self::TABLE . "} SET $set WHERE id = ? AND step = ?", [...array_values($values), $undo->id, $undo->step->value]);
        $new = self::get($undo->runid);
        if ($new?->step !== $step) {
            throw new \moodle_exception('undo_moved', 'tool_syncingest', '', $undo->runid);
        }
        if ($over) {
            run_undone::create_for($new, undo_rows::counts($undo->runid))->trigger();
        }
        return $new;
    }

    /**
     * Ends what cannot go on.
     *
     * @param undo $undo
     * @param reason $reason
     * @return undo
     */
    public static function give_up(undo $undo, reason $reason): undo {
        return self::become($undo, undo_step::FAILED, ['reasons' => json_encode([$reason], JSON_UNESCAPED_UNICODE | JSON_INVALID_UTF8_SUBSTITUTE)]);
    }

    /**
     * Adds to the progress.
     *
     * @param int $runid
     * @param int $amount outcomes that were dealt with
     */
    public static function progress(int $runid, int $amount): void {
        global $DB;
        $DB->execute('UPDATE {' . self::TABLE . '} SET done = done + ?, starts = 0, timemodified = ? WHERE runid = ?', [$amount, time(), $runid]);
    }

    /**
     * Counts a start, before anything is done.
     *
     * @param undo $undo
     */
    public static function count_start(undo $undo): void {
        global $DB;
        $DB->execute('UPDATE {' . self::TABLE . '} SET starts = starts + 1 WHERE id = ?', [$undo->id]);
    }

    /**
     * Deletes what is known of undoing a run.
     *
     * @param int $runid
     */
    public static function delete_of(int $runid): void {
        global $DB;
        $DB->delete_records(self::TABLE, ['runid' => $runid]);
    }

    /**
     * Refuses what cannot be undone.
     *
     * @param reason|null $objection
     * @throws \moodle_exception
     */
    private static function refuse(?reason $objection): void {
        if ($objection !== null) {
            throw new \moodle_exception('undo_refused', 'tool_syncingest', '', words::reason($objection));
        }
    }
}

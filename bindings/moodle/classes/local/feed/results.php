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
use tool_syncingest\local\feed\processor\record;
use tool_syncingest\local\feed\rules\effect;
use tool_syncingest\local\feed\rules\owned;

/**
 * Row results: the outcomes of a plan, and what became of each.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class results {
    /** @var string */
    public const TABLE = 'tool_syncingest_rows';

    /** @var string it is to be applied */
    public const PLANNED = 'planned';

    /** @var string it was applied */
    public const DONE = 'done';

    /** @var string it failed, in the plan or when it was applied */
    public const FAILED = 'failed';

    /** @var string a person has let everything else go, and not this */
    public const WITHHELD = 'withheld';

    /** @var string a child process has it */
    public const HANDED_OVER = 'handed_over';

    /** @var int bad rows of the file, and whatever is not applied */
    public const NEVER = 0;

    /** @var int what a transaction holds */
    public const FIRST = 1;

    /** @var int what no transaction holds */
    public const ALONE = 2;

    /** @var int removals that a transaction holds */
    public const REMOVALS = 3;

    /** @var int removals that no transaction holds */
    public const DELETIONS = 4;

    /**
     * Deletes the results of a run.
     *
     * @param int $runid
     */
    public static function delete_of(int $runid): void {
        global $DB;
        $DB->delete_records(self::TABLE, ['runid' => $runid]);
    }

    /**
     * Deletes the plan of a run, apart from what was applied already.
     *
     * @param int $runid
     * @return int how many were applied
     */
    public static function delete_plan(int $runid): int {
        global $DB;
        $DB->delete_records_select(self::TABLE, 'runid = ? AND state <> ?', [$runid, self::DONE]);
        return $DB->count_records(self::TABLE, ['runid' => $runid]);
    }

    /**
     * Writes the outcomes of a plan.
     *
     * @param int $runid
     * @param outcome[] $outcomes
     */
    public static function add(int $runid, array $outcomes): void {
        global $DB;
        if ($outcomes) {
            $DB->insert_records(self::TABLE, array_map(fn(outcome $outcome): array => self::row($runid, $outcome), array_values($outcomes)));
        }
    }

    /**
     * Writes the outcomes of lines in place of those that they had.
     *
     * @param int $runid
     * @param outcome[] $outcomes
     */
    public static function replace(int $runid, array $outcomes): void {
        global $DB;
        if (!$outcomes) {
            return;
        }
        [$in, $lines] = $DB->get_in_or_equal(array_map(fn(outcome $outcome): int => $outcome->line, array_values($outcomes)));
        $transaction = $DB->start_delegated_transaction();
        $DB->delete_records_select(self::TABLE, "runid = ? AND line $in", [$runid, ...$lines]);
        self::add($runid, $outcomes);
        $transaction->allow_commit();
    }

    /**
     * Returns how many outcomes of a run are in a state.
     *
     * @param int $runid
     * @param string $state
     * @return int
     */
    public static function count(int $runid, string $state): int {
        global $DB;
        return $DB->count_records(self::TABLE, ['runid' => $runid, 'state' => $state]);
    }

    /**
     * Returns how many outcomes of a run were applied.
     *
     * @param int $runid
     * @return int[] by effect
     */
    public static function count_applied(int $runid): array {
        global $DB;
        $sql = 'SELECT effect, COUNT(*) FROM {' . self::TABLE . '} WHERE runid = ? AND state = ? GROUP BY effect';
        return array_map('intval', $DB->get_records_sql_menu($sql, [$runid, self::DONE]));
    }

    /**
     * Returns whether a run may have made or changed something since it was started last.
     *
     * @param run $run
     * @return bool
     */
    public static function has_made_something(run $run): bool {
        global $DB;
        $where = 'runid = ? AND state = ? AND effect IN (?, ?) AND timemodified >= ?';
        $effects = [effect::ADDITION->value, effect::CHANGE->value];
        // What a child process has made is not known.
        return $run->applied()->of(effect::HANDED_OVER) > 0 || $DB->record_exists_select(self::TABLE, $where, [$run->id, self::DONE, ...$effects, (int) $run->row->timestarted]);
    }

    /**
     * Returns the next outcomes to apply.
     *
     * @param int $runid
     * @param int $limit
     * @return \stdClass[] by id, in order
     */
    public static function next(int $runid, int $limit): array {
        global $DB;
        return $DB->get_records(self::TABLE, ['runid' => $runid, 'state' => self::PLANNED], 'phase, id', '*', 0, $limit);
    }

    /**
     * Returns the results of a run.
     *
     * @param int $runid
     * @param string|null $state null: all
     * @return \moodle_recordset
     */
    public static function of(int $runid, ?string $state = null): \moodle_recordset {
        global $DB;
        return $DB->get_recordset(self::TABLE, ['runid' => $runid] + ($state === null ? [] : ['state' => $state]), 'phase, id');
    }

    /**
     * Returns how many results a run has.
     *
     * @param int $runid
     * @return int
     */
    public static function count_of(int $runid): int {
        global $DB;
        return $DB->count_records(self::TABLE, ['runid' => $runid]);
    }

    /**
     * Reads an outcome back.
     *
     * @param \stdClass $row
     * @return outcome
     */
    public static function outcome(\stdClass $row): outcome {
        $detail = json_decode($row->detail ?? '', true) ?: [];
        return new outcome(
            (int) $row->line,
            $row->keytext,
            $row->keyhash,
            $row->rowhash,
            $row->action,
            effect::from($row->effect),
            $row->objecttype,
            $row->objectid === null ? null : (int) $row->objectid,
            owned::from($row->owned),
            $row->scope,
            $detail['old'] ?? [],
            $detail['new'] ?? [],
            $detail['data'] ?? [],
            $detail['warnings'] ?? [],
            $row->code,
            $detail['values'] ?? [],
            !in_array((int) $row->phase, [self::ALONE, self::DELETIONS], true),
        );
    }

    /**
     * Returns whether all of these are still to be applied.
     *
     * @param int[] $ids
     * @return bool
     */
    public static function are_planned(array $ids): bool {
        global $DB;
        [$in, $values] = $DB->get_in_or_equal($ids);
        return $DB->count_records_select(self::TABLE, "id $in AND state = ?", [...$values, self::PLANNED]) === count($ids);
    }

    /**
     * Returns which objects rows of a file lead to.
     *
     * @param int $runid
     * @param record[] $records up to 500
     * @return string[] the code in_this_file for each, by {@see record::object()}
     */
    public static function named(int $runid, array $records): array {
        global $DB;
        $bytype = $named = [];
        foreach ($records as $record) {
            $bytype[$record->type][] = $record->objectid;
        }
        foreach ($bytype as $type => $ids) {
            [$in, $values] = $DB->get_in_or_equal($ids);
            $where = "runid = ? AND line > 0 AND objecttype = ? AND objectid $in";
            $rows = $DB->get_recordset_select(self::TABLE, $where, [$runid, $type, ...$values], '', 'objectid, scope');
            foreach ($rows as $row) {
                $named[record::name_object($type, (int) $row->objectid, $row->scope)] = 'in_this_file';
            }
            $rows->close();
        }
        return $named;
    }

    /**
     * Outcomes were applied.
     *
     * @param array[] $applied pairs of a row result and what its outcome has become
     */
    public static function done(array $applied): void {
        global $DB;
        $bytype = [];
        foreach ($applied as [$row, $object]) {
            $bytype[$object->type][(int) $row->id] = $object->objectid;
        }
        foreach ($bytype as $type => $objects) {
            // Numbers of our own: as parameters they would be text in a CASE.
            $cases = implode(' ', array_map(fn(int $id, int $objectid): string => "WHEN $id THEN $objectid", array_keys($objects), $objects));
            [$in, $values] = $DB->get_in_or_equal(array_keys($objects));
            $DB->execute(
                'UPDATE {' . self::TABLE . "} SET state = ?, objecttype = ?, timemodified = ?, objectid = CASE id $cases END WHERE id $in",
                [self::DONE, (string) $type, time(), ...$values]
            );
        }
    }

    /**
     * An outcome failed.
     *
     * @param \stdClass $row
     * @param string $code
     * @param array $values
     */
    public static function fail(\stdClass $row, string $code, array $values): void {
        global $DB;
        $detail = ['values' => $values] + (json_decode($row->detail ?? '', true) ?: []);
        $DB->update_record(self::TABLE, [
            'id' => $row->id, 'state' => self::FAILED, 'code' => $code, 'detail' => self::json($detail), 'timemodified' => time(),
        ]);
    }

    /**
     * Returns digests of what a plan takes away.
     *
     * @param int $runid
     * @return string[]
     */
    public static function removals(int $runid): array {
        $digests = [];
        $rows = self::of($runid, self::PLANNED);
        foreach ($rows as $row) {
            if (effect::from($row->effect)->is_removal()) {
                $digests[] = self::outcome($row)->removal();
            }
        }
        $rows->close();
        return $digests;
    }

    /**
     * Leaves out all removals of a plan.
     *
     * @param int $runid
     * @return int how many
     */
    public static function withhold_removals(int $runid): int {
        global $DB;
        $removals = array_filter(effect::cases(), fn(effect $effect): bool => $effect->is_removal());
        [$in, $effects] = $DB->get_in_or_equal(array_column($removals, 'value'));
        $where = "runid = ? AND state = ? AND effect $in";
        $values = [$runid, self::PLANNED, ...$effects];
        $count = $DB->count_records_select(self::TABLE, $where, $values);
        $DB->set_field_select(self::TABLE, 'state', self::WITHHELD, $where, $values);
        return $count;
    }

    /**
     * The row of an outcome.
     *
     * @param int $runid
     * @param outcome $outcome
     * @return array
     */
    private static function row(int $runid, outcome $outcome): array {
        $state = match (true) {
            $outcome->effect === effect::HANDED_OVER => self::HANDED_OVER,
            $outcome->is_failure() => self::FAILED,
            default => self::PLANNED,
        };
        $phase = match (true) {
            $state !== self::PLANNED => self::NEVER,
            $outcome->effect->is_removal() => $outcome->transactional ? self::REMOVALS : self::DELETIONS,
            default => $outcome->transactional ? self::FIRST : self::ALONE,
        };
        $detail = array_filter([
            'old' => $outcome->old, 'new' => $outcome->new, 'data' => $outcome->data, 'warnings' => $outcome->warnings,
            'values' => $outcome->values,
        ]);
        return [
            'runid' => $runid, 'line' => $outcome->line, 'phase' => $phase, 'state' => $state, 'action' => $outcome->action,
            'effect' => $outcome->effect->value, 'keytext' => \core_text::substr(fix_utf8($outcome->key), 0, 255),
            'keyhash' => $outcome->keyhash, 'rowhash' => $outcome->rowhash, 'objecttype' => $outcome->type,
            'objectid' => ($outcome->objectid ?? 0) > 0 ? $outcome->objectid : null, 'scope' => $outcome->scope,
            'owned' => $outcome->owned->value, 'code' => $outcome->code, 'detail' => $detail ? self::json($detail) : null,
            'digest' => $outcome->digest(), 'timemodified' => time(),
        ];
    }

    /**
     * JSON of whatever a file may hold.
     *
     * @param array $data
     * @return string
     */
    private static function json(array $data): string {
        return json_encode($data, JSON_UNESCAPED_UNICODE | JSON_INVALID_UTF8_SUBSTITUTE | JSON_PARTIAL_OUTPUT_ON_ERROR);
    }
}

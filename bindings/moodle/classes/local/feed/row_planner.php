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

use tool_syncingest\local\feed\processor\outcome;
use tool_syncingest\local\feed\processor\overlay;
use tool_syncingest\local\feed\processor\record;
use tool_syncingest\local\feed\processor\row;
use tool_syncingest\local\feed\processor\row_processor;
use tool_syncingest\local\feed\rules\effect;
use tool_syncingest\local\feed\rules\owned;
use tool_syncingest\local\feed\rules\ownership;
use tool_syncingest\local\feed\rules\target;
use tool_syncingest\local\feed\table\key_set;
use tool_syncingest\local\feed\table\table_row;

/**
 * Lets the processor plan rows and records, some hundred at a time, and sees to it that nothing is planned which a feed may not do.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class row_planner {
    /** @var int how many rows are planned at once */
    private const CHUNK = 500;

    /** @var string[] how often each scope is named by rows of this plan */
    private array $scopes = [];

    /**
     * Constructor.
     *
     * @param row_processor $processor
     * @param records $records
     * @param overlay $overlay
     * @param plan $plan
     * @param bool $complete whether even what is so already is written into the plan
     */
    public function __construct(
        /** @var row_processor */
        private readonly row_processor $processor,
        /** @var records */
        private readonly records $records,
        /** @var overlay */
        private readonly overlay $overlay,
        /** @var plan */
        private readonly plan $plan,
        /** @var bool whether even what is so already is written into the plan */
        private readonly bool $complete = false,
    ) {
    }

    /**
     * Plans rows.
     *
     * @param iterable $rows of table_row
     * @param bool $all whether unchanged rows are among them
     */
    public function plan_rows(iterable $rows, bool $all): void {
        $chunk = [];
        foreach ($rows as $row) {
            $chunk[] = $row;
            if (count($chunk) === self::CHUNK) {
                $this->plan_chunk($chunk, $all);
                $chunk = [];
            }
        }
        if ($chunk) {
            $this->plan_chunk($chunk, $all);
        }
    }

    /**
     * Plans what becomes of keys that are gone.
     *
     * @param iterable|null $keys null: it is not known
     * @param bool $allscopes whether scopes that the file does not name lose members, too
     */
    public function plan_gone(?iterable $keys, bool $allscopes): void {
        $gone = key_set::of($keys ?? []);
        $emptied = $allscopes ? [] : $this->unnamed_scopes($gone);
        foreach ($gone->pieces(self::CHUNK) as $chunk) {
            $records = array_filter(
                $this->records->of_keys($chunk),
                fn(record $record): bool => !isset($emptied[$record->scope])
            );
            $claims = $this->plan->named($records) + $this->records->claims($records, $gone);
            $mine = [];
            foreach ($records as $record) {
                if ($this->objection($record, $claims) === null) {
                    $mine[] = $record;
                } else if ($record->missing === null) {
                    // It stays as it is; since when it is missing is remembered.
                    $this->plan->add(outcome::gone_nothing($record));
                }
            }
            foreach ($mine ? $this->processor->plan_gone($mine, $this->overlay) : [] as $position => $outcome) {
                if ($outcome->has_effect() || $outcome->is_failure() || $mine[$position]->missing === null) {
                    $this->plan->add($outcome);
                }
            }
        }
    }

    /**
     * Plans a chunk.
     *
     * @param table_row[] $chunk
     * @param bool $all
     */
    private function plan_chunk(array $chunk, bool $all): void {
        $keys = array_map(fn(table_row $row): string => $row->keyhash, $chunk);
        $records = $this->records->of_keys($keys);
        $rows = array_map(fn(table_row $row): row => new row(
            $row->line,
            $row->values,
            $row->key,
            $row->keyhash,
            $row->rowhash,
            $records[$row->keyhash] ?? null
        ), $chunk);
        $stored = $all ? $this->records->unchanged(array_column($chunk, 'rowhash', 'keyhash')) : [];
        $pinned = array_filter($rows, fn(row $row): bool => $row->record?->pinned ?? false);
        $free = array_diff_key($rows, $pinned);
        $outcomes = array_map(self::leave_alone(...), $pinned) + ($free ? $this->processor->plan($free, $this->overlay) : []);
        ksort($outcomes);
        foreach ($outcomes as $position => $outcome) {
            if (!$all) {
                $this->note($outcome);
            }
            $iswritten = $this->complete || $outcome->has_effect() || $outcome->is_failure();
            if ($iswritten || !$this->is_recorded($outcome, $rows[$position], $stored)) {
                $this->plan->add($outcome, $rows[$position]->values);
            }
        }
    }

    /**
     * The outcome of a row whose object a person has brought back.
     *
     * @param row $row
     * @return outcome
     */
    private static function leave_alone(row $row): outcome {
        return outcome::of(
            $row,
            outcome::NOTHING,
            effect::NONE,
            type: $row->record->type,
            objectid: $row->record->objectid,
            owned: $row->record->owned,
            scope: $row->record->scope,
            warnings: [['pinned', []]]
        );
    }

    /**
     * Returns whether an outcome without an effect has nothing to write down, either.
     *
     * @param outcome $outcome
     * @param row $row
     * @param bool[] $stored
     * @return bool
     */
    private function is_recorded(outcome $outcome, row $row, array $stored): bool {
        if ($outcome->type === '' || $outcome->objectid === null) {
            return true;
        }
        $record = $row->record;
        return isset($stored[$row->keyhash]) && $record !== null && $record->objectid === $outcome->objectid
            && $record->type === $outcome->type && $record->owned === $outcome->owned;
    }

    /**
     * Remembers the scope that a row names.
     *
     * @param outcome $outcome
     */
    private function note(outcome $outcome): void {
        if ($outcome->scope !== '') {
            $this->scopes[$outcome->scope] = $outcome->scope;
        }
    }

    /**
     * Returns why a record whose key is gone must be left alone.
     *
     * @param record $record
     * @param string[] $claims
     * @return string|null
     */
    private function objection(record $record, array $claims): ?string {
        $claim = $claims[$record->object()] ?? null;
        return ownership::removal_objection(new target($record->owned, pinned: $record->pinned), $claim === 'in_this_file', $claim !== null);
    }

    /**
     * Returns the scopes all of whose keys are gone, and which no row of the file names.
     *
     * @param key_set $gone
     * @return bool[] by scope
     */
    private function unnamed_scopes(key_set $gone): array {
        $lost = [];
        foreach ($gone->pieces(self::CHUNK) as $chunk) {
            foreach ($this->records->of_keys($chunk) as $record) {
                if ($record->scope !== '' && $record->missing === null) {
                    $lost[$record->scope] = ($lost[$record->scope] ?? 0) + 1;
                }
            }
        }
        $members = $this->records->count_scopes(array_keys($lost));
        return array_filter(
            array_map(
                fn(int|string $scope): bool => !isset($this->scopes[$scope]) && $lost[$scope] >= ($members[$scope] ?? 0),
                array_combine(array_keys($lost), array_keys($lost))
            )
        );
    }
}

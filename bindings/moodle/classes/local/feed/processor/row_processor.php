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

namespace tool_syncingest\local\feed\processor;

/**
 * A processor that understands rows. A plan reads alone; what it finds out is carried out later, perhaps by another process,
 * from the outcomes and the values of their rows.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
abstract class row_processor extends processor {
    /** @var array|null the defaults of its options, by name: to find them may take a query */
    private ?array $defaults = null;

    #[\Override]
    public function effects(): array {
        return $this->settings->options + $this->defaults();
    }

    /**
     * Returns an option of the feed, or its default.
     *
     * @param string $name
     * @return mixed
     */
    protected function option(string $name): mixed {
        return $this->settings->options[$name] ?? $this->defaults()[$name];
    }

    /**
     * Returns the defaults of its options.
     *
     * @return array by name
     */
    private function defaults(): array {
        return $this->defaults ??= array_map(fn(option $option): mixed => $option->default, static::options());
    }

    /**
     * Returns the columns that it understands.
     *
     * @return column[] by name
     */
    abstract public static function columns(): array;

    /**
     * Returns the keys that lead from a row to an object, for the form of the feed.
     *
     * @return string[][] columns of each key
     */
    public static function keys(): array {
        return array_map(fn(column $column): array => [$column->name], array_values(static::columns()));
    }

    /**
     * Plans up to 500 rows. Reads alone: no database row is written, no session, mail or event is made, no other system is
     * asked. What one query can prefetch for all rows is read once.
     *
     * @param row[] $rows by position
     * @param overlay $overlay what earlier rows of this plan would create
     * @return outcome[] one for each row, by the same position
     */
    abstract public function plan(array $rows, overlay $overlay): array;

    /**
     * Plans what becomes of objects whose keys are no longer in a full file. The engine has left out what the feed does not own,
     * what a person has pinned, and what another live feed or another row of this file leads to.
     *
     * @param record[] $records up to 500
     * @param overlay $overlay
     * @return outcome[] one for each record, by the same position
     */
    public function plan_gone(array $records, overlay $overlay): array {
        return array_map(fn(record $record): outcome => outcome::gone_nothing($record), $records);
    }

    /**
     * Returns how many members scopes have in Moodle, also those that others have added: a scope that would lose all is held.
     *
     * @param string[] $scopes
     * @return int[] by scope; one that is left out: as many as the feed has records of
     */
    public function count_members(array $scopes): array {
        return [];
    }

    /**
     * Called with the outcomes of a chunk before they are applied, within its transaction, and again after a rollback: what one
     * query can look up for all of them is read here. What it keeps is valid until the next call.
     *
     * @param outcome[] $outcomes
     */
    public function prepare(array $outcomes): void {
    }

    /**
     * Carries out one outcome, within a transaction of the engine. Throw {@see row_failure} for what a person must read; any
     * other exception fails the row as well. Do not catch database exceptions: the engine must see a deadlock.
     *
     * @param outcome $outcome as it was planned, with an action other than nothing and without a failure
     * @param string[] $values the cells of its row by column; empty for what is gone
     * @return applied
     */
    abstract public function apply(outcome $outcome, array $values): applied;

    /**
     * Whether what an outcome would do has been done already, for outcomes that no transaction can hold: asked after a death,
     * by key, before it is done again.
     *
     * @param outcome $outcome
     * @param string[] $values
     * @return applied|null null: it has not been done
     */
    public function find_applied(outcome $outcome, array $values): ?applied {
        return null;
    }

    /**
     * Returns for each of some applied outcomes whether it can be undone: only where the object is still as the run left it.
     * Reads alone. It is asked for a preview, and once more within the transaction that undoes the outcome.
     *
     * @param outcome[] $outcomes up to 500 that a transaction holds, with the ids of their objects; by position
     * @return reversal[] one for each outcome, by the same position
     */
    public function plan_undo(array $outcomes): array {
        return array_map(fn(outcome $outcome): reversal => reversal::impossible('no_undo'), $outcomes);
    }

    /**
     * Undoes one applied outcome, for which {@see self::plan_undo()} has just answered that it is possible, within a transaction
     * of the engine. Throw {@see row_failure} for what a person must read. Do not catch database exceptions. The engine pins the
     * key: later files leave its object alone until a person removes the pin.
     *
     * @param outcome $outcome as it was applied
     * @return applied the object as it is now; one that no longer exists keeps its old id, and is gone
     */
    public function undo(outcome $outcome): applied {
        throw new row_failure('no_undo');
    }

    /**
     * Returns the failures that end when another feed has made what was missing: after each run of another feed that has made
     * something, rows that failed for one of these reasons are tried again.
     *
     * @return string[] codes
     */
    public static function waits_for(): array {
        return [];
    }

    /**
     * Notes what a planned outcome would make, where feeds that come later look for it.
     *
     * @param outcome $outcome
     * @param overlay $overlay
     */
    public static function announce(outcome $outcome, overlay $overlay): void {
    }

    /**
     * Returns what people call a scope.
     *
     * @param string $scope
     * @return string
     */
    public static function scope_name(string $scope): string {
        return $scope;
    }

    /**
     * Returns the application caches that hold what it changes: they are purged after each commit and rollback.
     *
     * @return array[] pairs of a component and an area
     */
    public function caches(): array {
        return [];
    }

    /**
     * Returns the events that invalidate caches of sessions, which cannot be purged from here: they are raised after each commit
     * and rollback.
     *
     * @return string[]
     */
    public function invalidations(): array {
        return [];
    }
}

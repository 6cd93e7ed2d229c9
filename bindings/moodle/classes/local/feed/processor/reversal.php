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

use tool_syncingest\local\feed\rules\undo_state;

/**
 * Whether one applied outcome can be undone, and what it would bring back.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class reversal {
    /**
     * Constructor.
     *
     * @param undo_state $state
     * @param string $code why it is not possible, which the string undo_CODE explains; empty: the state is enough
     * @param array $values what belongs to the code
     * @param array $old values as they are now, by column
     * @param array $new values afterwards, by column
     */
    private function __construct(
        /** @var undo_state */
        public readonly undo_state $state,
        /** @var string why it is not possible */
        public readonly string $code = '',
        /** @var array what belongs to the code */
        public readonly array $values = [],
        /** @var array values as they are now, by column */
        public readonly array $old = [],
        /** @var array values afterwards, by column */
        public readonly array $new = [],
    ) {
    }

    /**
     * The object is still as the run left it.
     *
     * @param array $old values as they are now, by column
     * @param array $new values afterwards, by column
     * @return self
     */
    public static function possible(array $old, array $new): self {
        return new self(undo_state::POSSIBLE, old: $old, new: $new);
    }

    /**
     * The object is already as it was before the run.
     *
     * @return self
     */
    public static function needless(): self {
        return new self(undo_state::NEEDLESS);
    }

    /**
     * The object is no longer as the run left it.
     *
     * @param string $code
     * @param array $values
     * @return self
     */
    public static function changed(string $code, array $values = []): self {
        return new self(undo_state::CHANGED, $code, $values);
    }

    /**
     * What was done cannot be undone.
     *
     * @param string $code
     * @param array $values
     * @return self
     */
    public static function impossible(string $code, array $values = []): self {
        return new self(undo_state::IMPOSSIBLE, $code, $values);
    }

    /**
     * Compares an object with what the run left and with what was there before. Values are compared as text.
     *
     * @param array $now values by column; a column that is missing is empty
     * @param array $left values as the run left them, by column
     * @param array $before values before the run, with the same columns
     * @return self possible, needless or changed
     */
    public static function compare(array $now, array $left, array $before): self {
        $differing = fn(array $values): array => array_keys(array_filter(
            $values,
            fn(mixed $value, string $column): bool => (string) ($now[$column] ?? '') !== (string) $value,
            ARRAY_FILTER_USE_BOTH
        ));
        $columns = $differing($left);
        return match (true) {
            !$columns => self::possible($left, $before),
            !$differing($before) => self::needless(),
            default => self::changed('changed_since', ['columns' => $columns]),
        };
    }
}

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

namespace tool_syncingest\local\feed\rules;

/**
 * The values that a row has for an account, and which of them are changes.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class user_values {
    /** @var string[] */
    private const TRUE = ['1', 'true', 'yes', 'y', 'oui', 'o', 'vrai', 'x'];

    /** @var string[] */
    private const FALSE = ['0', 'false', 'no', 'n', 'non', 'faux'];

    /**
     * Returns the value of a cell that holds yes or no.
     *
     * @param string $cell
     * @return bool|null null: neither
     */
    public static function flag(string $cell): ?bool {
        $word = mb_strtolower(trim($cell));
        return match (true) {
            in_array($word, self::TRUE, true) => true,
            in_array($word, self::FALSE, true) => false,
            default => null,
        };
    }

    /**
     * Returns the day that a cell names: 2026-09-01, 2026/09/01, 01.09.2026 or 01/09/2026, the day before the month.
     *
     * @param string $cell
     * @return int[]|null year, month and day; null: none that exists
     */
    public static function day(string $cell): ?array {
        if (preg_match('~^\s*(\d{4})([-/.])(\d{1,2})\2(\d{1,2})\s*$~', $cell, $match)) {
            $day = [(int) $match[1], (int) $match[3], (int) $match[4]];
        } else if (preg_match('~^\s*(\d{1,2})([-/.])(\d{1,2})\2(\d{4})\s*$~', $cell, $match)) {
            $day = [(int) $match[4], (int) $match[3], (int) $match[1]];
        } else {
            return null;
        }
        return checkdate($day[1], $day[2], $day[0]) ? $day : null;
    }

    /**
     * Returns the names in a cell that holds several, between |.
     *
     * @param string $cell
     * @return string[] each once
     */
    public static function several(string $cell): array {
        $names = array_map('trim', explode('|', $cell));
        return array_values(array_unique(array_filter($names, fn(string $name): bool => $name !== '')));
    }

    /**
     * Returns the first value that is too long to be stored whole.
     *
     * @param string[] $values by column
     * @param int[] $longest how long each may be, in characters
     * @return array|null its column and how long it may be; null: none
     */
    public static function too_long(array $values, array $longest = user_columns::LONGEST): ?array {
        foreach ($values as $column => $value) {
            if (isset($longest[$column]) && mb_strlen($value) > $longest[$column]) {
                return ['column' => $column, 'longest' => $longest[$column]];
            }
        }
        return null;
    }

    /**
     * Returns what a row changes, and what it would change if it were allowed to.
     *
     * @param string[] $there values now, by column
     * @param string[] $wanted values of the row, by column
     * @param bool $owned whether the object belongs to the feed
     * @param string[] $allowed guarded columns that the feed may write
     * @param string[] $once columns that are written at creation only
     * @param bool $erasing whether an empty cell erases what is there
     * @param string[] $needed columns that are never erased
     * @return array[] old values, new values, columns that stay although the row has another value
     */
    public static function changes(
        array $there,
        array $wanted,
        bool $owned,
        array $allowed = [],
        array $once = [],
        bool $erasing = false,
        array $needed = user_columns::NEEDED
    ): array {
        [$old, $new, $kept] = [[], [], []];
        foreach ($wanted as $column => $value) {
            $now = (string) ($there[$column] ?? '');
            $iskept = $value === '' && (!$erasing || in_array($column, $needed, true));
            if ($value === $now || $iskept || in_array($column, $once, true)) {
                continue;
            }
            if (!ownership::may_write($column, $owned, $allowed)) {
                $kept[] = $column;
                continue;
            }
            $old[$column] = $now;
            $new[$column] = $value;
        }
        return [$old, $new, $kept];
    }
}

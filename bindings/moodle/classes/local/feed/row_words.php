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
 * What a row result holds, in the language of its reader. Plain text.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class row_words {
    /**
     * Returns what changes: the old value, and the new one.
     *
     * @param string|null $detail JSON
     * @return string[] a line for each column
     */
    public static function changes(?string $detail): array {
        $data = json_decode($detail ?? '', true) ?: [];
        $old = $data['old'] ?? [];
        $lines = [];
        foreach ($data['new'] ?? [] as $column => $value) {
            $new = self::value($value);
            $was = self::value($old[$column] ?? '');
            $values = ['column' => $column, 'old' => $was, 'new' => $new];
            $lines[] = $was === '' ? "$column: $new" : get_string('changed', 'tool_syncingest', $values);
        }
        return $lines;
    }

    /**
     * Returns why a row failed, and what else is to be known of it.
     *
     * @param string|null $detail JSON
     * @param string $code why it failed; empty: it did not
     * @return string[]
     */
    public static function notes(?string $detail, string $code): array {
        $data = json_decode($detail ?? '', true) ?: [];
        $lines = $code === '' ? [] : [words::row($code, $data['values'] ?? [])];
        foreach ($data['warnings'] ?? [] as [$warning, $values]) {
            $lines[] = words::warning($warning, $values);
        }
        return $lines;
    }

    /**
     * Returns a value as text.
     *
     * @param mixed $value
     * @return string
     */
    private static function value(mixed $value): string {
        return is_scalar($value) ? (string) $value : json_encode($value, JSON_UNESCAPED_UNICODE);
    }
}

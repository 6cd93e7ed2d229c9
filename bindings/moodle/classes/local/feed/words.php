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

use tool_syncingest\local\feed\rules\reason;
use tool_syncingest\local\feed\rules\state;

/**
 * Words for what is stored as codes, in the language of the reader.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class words {
    /**
     * A state.
     *
     * @param state $state
     * @return string
     */
    public static function state(state $state): string {
        return get_string("state_$state->value", 'tool_syncingest');
    }

    /**
     * Why a run is held, refused or failed.
     *
     * @param reason $reason
     * @return string
     */
    public static function reason(reason $reason): string {
        return self::text("reason_$reason->code", $reason->code, self::flat($reason->values));
    }

    /**
     * Why a row failed.
     *
     * @param string $code
     * @param array $values
     * @return string
     */
    public static function row(string $code, array $values): string {
        return self::text("row_$code", $code, self::flat($values));
    }

    /**
     * What is wrong with a feed.
     *
     * @param string $problem a code, perhaps with : and a name behind it
     * @return string
     */
    public static function problem(string $problem): string {
        [$code, $name] = explode(':', $problem, 2) + [1 => ''];
        return self::text("feed_problem_$code", $code, $name);
    }

    /**
     * A string, or the code where a newer processor knows more.
     *
     * @param string $key
     * @param string $code
     * @param mixed $values
     * @return string
     */
    private static function text(string $key, string $code, mixed $values): string {
        return get_string_manager()->string_exists($key, 'tool_syncingest') ? get_string($key, 'tool_syncingest', $values) : $code;
    }

    /**
     * Values that a string can name.
     *
     * @param array $values
     * @return string[]
     */
    private static function flat(array $values): array {
        return array_map(fn(mixed $value): string => is_array($value) ? implode(', ', $value) : (string) $value, $values);
    }
}

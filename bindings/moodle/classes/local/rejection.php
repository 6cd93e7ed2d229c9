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

namespace tool_syncingest\local;

/**
 * Why a delivered file is never stored. What is written down beside the file is a code and an English sentence; a person reads
 * it in the own language.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class rejection {
    /** @var string Moodle keeps no such bytes */
    public const NOT_UTF8 = 'name_not_utf8';

    /** @var string nothing of the name would be left */
    public const FORBIDDEN = 'name_forbidden';

    /** @var string Moodle would store it under another name */
    public const RENAMED = 'name_renamed';

    /** @var string the files table has no room for the name */
    public const TOO_LONG = 'name_too_long';

    /** @var string the antivirus has found something */
    public const INFECTED = 'infected';

    /** @var string a newer file of this name has come; the library says so */
    private const SUPERSEDED = 'superseded';

    /** @var string storing it has killed the collection too often; the library says so */
    private const STORE_DIED = 'store_died';

    /** @var string[] all of them */
    public const ALL = [
        self::NOT_UTF8, self::FORBIDDEN, self::RENAMED, self::TOO_LONG, self::INFECTED, self::SUPERSEDED, self::STORE_DIED,
    ];

    /**
     * What is written down beside the file.
     *
     * @param string $code one of the constants
     * @param string|null $a what the sentence names
     * @return string
     */
    public static function reason(string $code, ?string $a = null): string {
        return "$code: " . get_string_manager()->get_string("rejection_$code", 'tool_syncingest', $a, 'en');
    }

    /**
     * What was written down, in the current language. Other words than ours stay as they are.
     *
     * @param string $name of the file
     * @param string $reason
     * @return string
     */
    public static function explain(string $name, string $reason): string {
        if (preg_match('/^the store died (\d+) times/', $reason, $found) === 1) {
            return get_string('rejection_store_died', 'tool_syncingest', $found[1]);
        }
        [$code, $words] = explode(': ', $reason, 2) + [1 => ''];
        return match (true) {
            !in_array($code, self::ALL, true) => $reason,
            // The scanner has said it in the language of the site.
            $code === self::INFECTED => get_string('rejection_infected', 'tool_syncingest', self::finding($words)),
            default => get_string("rejection_$code", 'tool_syncingest', clean_param($name, PARAM_FILE)),
        };
    }

    /**
     * Whether this reason has that code.
     *
     * @param string $reason
     * @param string $code
     * @return bool
     */
    public static function is(string $reason, string $code): bool {
        return str_starts_with($reason, "$code: ");
    }

    /**
     * What the scanner has said, out of the English sentence that was written down.
     *
     * @param string $words
     * @return string
     */
    private static function finding(string $words): string {
        $frame = get_string_manager()->get_string('rejection_infected', 'tool_syncingest', "\n", 'en');
        [$before, $after] = explode("\n", $frame);
        return str_starts_with($words, $before) && str_ends_with($words, $after)
            ? substr($words, strlen($before), strlen($words) - strlen($before) - strlen($after)) : $words;
    }
}

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

namespace tool_syncingest\local\drop;

use SyncIngest\NotStored;
use SyncIngest\RejectReason;

/**
 * Why a delivered file is not stored. What we write down beside a file that we reject is a code and an English sentence; a person
 * reads it in the own language.
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

    /** @var string Moodle would store it under the name of another file */
    public const TAKEN = 'name_taken';

    /** @var string the antivirus has found something */
    public const INFECTED = 'infected';

    /** @var string[] all of them */
    public const ALL = [self::NOT_UTF8, self::FORBIDDEN, self::RENAMED, self::TOO_LONG, self::TAKEN, self::INFECTED];

    /** @var string[] our strings for the library's own reasons, by their names */
    public const OF_THE_LIBRARY = [
        'Superseded' => 'rejection_superseded', 'StoreDied' => 'rejection_store_died', 'NotAFile' => 'rejection_not_a_file',
        'Dropped' => 'putback_dropped', 'NotAnswered' => 'putback_not_answered', 'NotOffered' => 'putback_not_offered',
    ];

    /**
     * Returns the reason as it is recorded beside the file.
     *
     * @param string $code one of the constants
     * @param string|null $a what the sentence names
     * @return string
     */
    public static function reason(string $code, ?string $a = null): string {
        return "$code: " . get_string_manager()->get_string("rejection_$code", 'tool_syncingest', $a, 'en');
    }

    /**
     * Returns why a file is not stored, in the current language. Reasons of other programs stay as they are.
     *
     * @param string $name of the file
     * @param string $reason in words
     * @param string $kind as the library's enum names it
     * @param int $deaths how often the process died while storing it
     * @return string
     */
    public static function explain(string $name, string $reason, string $kind = 'Store', int $deaths = 0): string {
        if (isset(self::OF_THE_LIBRARY[$kind])) {
            return get_string(self::OF_THE_LIBRARY[$kind], 'tool_syncingest', $deaths);
        }
        [$code, $words] = explode(': ', $reason, 2) + [1 => ''];
        return match (true) {
            $kind !== 'Store' || !in_array($code, self::ALL, true) => $reason,
            // The scanner's message is in the language of the site.
            $code === self::INFECTED => get_string('rejection_infected', 'tool_syncingest', self::finding($words)),
            default => get_string("rejection_$code", 'tool_syncingest', clean_param($name, PARAM_FILE)),
        };
    }

    /**
     * Returns the same for a file from facts or outcomes.
     *
     * @param array $file
     * @return string
     */
    public static function explain_file(array $file): string {
        return self::explain($file['name'], $file['reason'], $file['kind'] ?? 'Store', $file['deaths'] ?? 0);
    }

    /**
     * Returns whether a file was rejected for this reason of ours.
     *
     * @param NotStored $file
     * @param string $code
     * @return bool
     */
    public static function is(NotStored $file, string $code): bool {
        return $file->kind === RejectReason::Store && str_starts_with($file->reason, "$code: ");
    }

    /**
     * Returns the scanner's finding from the English sentence that was recorded.
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

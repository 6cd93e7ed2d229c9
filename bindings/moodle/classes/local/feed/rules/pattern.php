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
 * The file names that a feed wants: literal text, and {date}, {seq}, {part}, {any}.
 *
 * - {date}: a day, YYYYMMDD or with one of - _ . between its parts, also with a time HHMM or HHMMSS behind it;
 * - {seq}: a number of up to 18 digits;
 * - {part}: 1 to 100 characters, which name the part of the whole that the file is about (a school);
 * - {any}: any characters, also none.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class pattern {
    /** @var string[] regular expressions of the wildcards */
    private const WILDCARDS = [
        'date' => '(?<date>\d{4}([-_.]?)\d{2}\g{-1}\d{2}(?:[-_.T ]?\d{2}[-_.:]?\d{2}(?:[-_.:]?\d{2})?)?)',
        'seq' => '(?<seq>\d{1,18})',
        'part' => '(?<part>.{1,100}?)',
        'any' => '.*?',
    ];

    /** @var string the regular expression */
    private readonly string $expression;

    /**
     * Constructor.
     *
     * @param string $text a pattern without problems
     */
    public function __construct(
        /** @var string as a person wrote it */
        public readonly string $text,
    ) {
        $expression = '';
        foreach (self::pieces($text) as $piece) {
            $expression .= self::WILDCARDS[trim($piece, '{}')] ?? preg_quote($piece, '~');
        }
        $this->expression = "~^$expression\$~sDu";
    }

    /**
     * Returns why a pattern cannot be used.
     *
     * @param string $text
     * @param mode $mode
     * @return string[] codes: empty, folder, never_collected, unknown_wildcard, repeated_wildcard, whole_without_part, encoding
     */
    public static function problems(string $text, mode $mode): array {
        if (preg_match('//u', $text) !== 1) {
            return ['encoding'];
        }
        $problems = [];
        $names = [];
        foreach (self::pieces($text) as $piece) {
            if (!str_contains($piece, '{') && !str_contains($piece, '}')) {
                continue;
            }
            $name = substr($piece, 1, -1);
            if (!isset(self::WILDCARDS[$name]) || $piece !== '{' . $name . '}') {
                $problems[] = 'unknown_wildcard';
            } else if ($name !== 'any' && in_array($name, $names, true)) {
                $problems[] = 'repeated_wildcard';
            }
            $names[] = $name;
        }
        if (trim($text) === '') {
            $problems[] = 'empty';
        }
        if (str_contains($text, '/') || str_contains($text, "\0")) {
            $problems[] = 'folder';
        }
        if (preg_match('/^[._]/', $text)) {
            $problems[] = 'never_collected';
        }
        if ($mode === mode::FULL && in_array('any', $names, true) && !in_array('part', $names, true)) {
            $problems[] = 'whole_without_part';
        }
        return array_values(array_unique($problems));
    }

    /**
     * Returns what is in a name; null: the feed does not want it.
     *
     * @param string $name bytes
     * @return name_parts|null
     */
    public function match(string $name): ?name_parts {
        if (preg_match($this->expression, $name, $found) !== 1) {
            return null;
        }
        $date = null;
        if (($found['date'] ?? '') !== '') {
            $date = self::date($found['date']);
            if ($date === null) {
                return null;
            }
        }
        $seq = ($found['seq'] ?? '') === '' ? null : (int) $found['seq'];
        return new name_parts($found['part'] ?? '', $date, $seq);
    }

    /**
     * Returns a day and time in digits; null: the calendar or the clock has no such one.
     *
     * @param string $text
     * @return string|null
     */
    private static function date(string $text): ?string {
        $digits = str_pad(preg_replace('/\D/', '', $text), 14, '0');
        [$year, $month, $day, $hour, $minute, $second] = array_map('intval', [
            substr($digits, 0, 4), substr($digits, 4, 2), substr($digits, 6, 2),
            substr($digits, 8, 2), substr($digits, 10, 2), substr($digits, 12, 2),
        ]);
        return $year > 0 && checkdate($month, $day, $year) && $hour < 24 && $minute < 60 && $second < 60 ? $digits : null;
    }

    /**
     * Splits a pattern into literal text and wildcards.
     *
     * @param string $text
     * @return string[]
     */
    private static function pieces(string $text): array {
        return preg_split('/(\{[^{}]*\}|[{}])/', $text, -1, PREG_SPLIT_DELIM_CAPTURE | PREG_SPLIT_NO_EMPTY);
    }
}

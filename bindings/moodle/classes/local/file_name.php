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
 * A file name that somebody else has chosen, for a person to read: nothing in it can hide, turn the line round or be taken for a
 * formula. Pure.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class file_name {
    /** @var int how long a name may be in our tables, in characters */
    private const LONGEST = 255;

    /** @var string characters that show nothing, or change how others are shown */
    private const UNSEEN = '/[\p{Cc}\p{Zl}\p{Zp}\x{61C}\x{200B}-\x{200F}\x{202A}-\x{202E}\x{2060}-\x{206F}\x{FEFF}'
        . '\x{FFF9}-\x{FFFB}]/u';

    /** @var string[] what spreadsheets take for the beginning of a formula */
    private const FORMULA = ['=', '+', '-', '@', "\t", "\r"];

    /**
     * Returns a name with everything visible: invalid UTF-8 as \xNN, invisible characters as \u{NNNN}.
     *
     * @param string $name bytes
     * @return string valid UTF-8 in one line; plain text, so still to be escaped for HTML
     */
    public static function visible(string $name): string {
        $text = '';
        // Pieces that are valid, and single bytes that are not.
        preg_match_all('/(?:[\x00-\x7F]|[\xC2-\xDF][\x80-\xBF]|\xE0[\xA0-\xBF][\x80-\xBF]|[\xE1-\xEC\xEE\xEF][\x80-\xBF]{2}'
            . '|\xED[\x80-\x9F][\x80-\xBF]|\xF0[\x90-\xBF][\x80-\xBF]{2}|[\xF1-\xF3][\x80-\xBF]{3}'
            . '|\xF4[\x80-\x8F][\x80-\xBF]{2})+|./s', $name, $pieces);
        foreach ($pieces[0] as $piece) {
            $text .= preg_match('//u', $piece) === 1 ? $piece : sprintf('\x%02X', ord($piece));
        }
        return preg_replace_callback(
            self::UNSEEN,
            fn(array $found): string => sprintf('\u{%04X}', mb_ord($found[0], 'UTF-8')),
            $text
        );
    }

    /**
     * Returns the same, short enough for a column of our tables; a longer name loses its middle.
     *
     * @param string $name bytes
     * @return string
     */
    public static function to_keep(string $name): string {
        $text = self::visible($name);
        $half = intdiv(self::LONGEST, 2);
        return mb_strlen($text, 'UTF-8') <= self::LONGEST ? $text
            : mb_substr($text, 0, $half, 'UTF-8') . '…' . mb_substr($text, -$half, null, 'UTF-8');
    }

    /**
     * Returns a cell that is safe in a spreadsheet, where =cmd|… must be text.
     *
     * @param string $text
     * @return string
     */
    public static function cell(string $text): string {
        return in_array(substr($text, 0, 1), self::FORMULA, true) ? "'$text" : $text;
    }
}

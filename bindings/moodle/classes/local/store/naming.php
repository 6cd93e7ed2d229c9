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

namespace tool_syncingest\local\store;

use tool_syncingest\local\drop\rejection;

/**
 * Names: which ones Moodle keeps as they are, and how replaced versions are called.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class naming {
    /** @var int how long a name may be in the files table, in characters */
    private const LONGEST = 255;

    /**
     * Returns why Moodle would not keep this name as it is; null: it would. A file under another name than its own would not be
     * found, or would overwrite one that is really called so.
     *
     * @param string $name bytes, as they were delivered
     * @param bool $mayrename whether the site wants files stored under the name that Moodle gives them
     * @return string|null the reason
     */
    public static function objection(string $name, bool $mayrename = false): ?string {
        if (preg_match('//u', $name) !== 1) {
            return rejection::reason(rejection::NOT_UTF8);
        }
        $stored = self::stored($name);
        if ($stored === '') {
            return rejection::reason(rejection::FORBIDDEN);
        }
        if ($stored !== $name && !$mayrename) {
            return rejection::reason(rejection::RENAMED, $stored);
        }
        if (max(\core_text::strlen($name), \core_text::strlen($stored)) > self::LONGEST) {
            return rejection::reason(rejection::TOO_LONG);
        }
        return null;
    }

    /**
     * Returns the name that Moodle gives a file; empty: Moodle allows no such name.
     *
     * @param string $name
     * @return string
     */
    public static function stored(string $name): string {
        return clean_param($name, PARAM_FILE);
    }

    /**
     * Returns the name under which a stored file was delivered.
     *
     * @param \stored_file $file
     * @return string
     */
    public static function delivered(\stored_file $file): string {
        $source = (string) $file->get_source();
        // What a person has put there may have come from anywhere.
        return self::stored($source) === $file->get_filename() ? $source : $file->get_filename();
    }

    /**
     * Returns the name of a collected file for a person, with the name that Moodle has given it if it differs.
     *
     * @param string $name as it was delivered
     * @return string plain text
     */
    public static function shown(string $name): string {
        $stored = self::stored($name);
        return $stored === $name ? $name : "$name (" . get_string('storedas', 'tool_syncingest', $stored) . ')';
    }

    /**
     * Returns the name that Moodle gives a file, whatever it is called.
     *
     * @param string $name bytes, as they were delivered
     * @return string empty where nothing of the name is left
     */
    public static function given(string $name): string {
        return self::end_of(self::stored(fix_utf8($name)), self::LONGEST);
    }

    /**
     * Returns the name under which a replaced version is kept.
     *
     * @param string $name
     * @param int $time when it was replaced
     * @param int $number 1 for the first of this name and second
     * @return string
     */
    public static function archived(string $name, int $time, int $number): string {
        $prefix = gmdate('Ymd-His', $time) . ($number > 1 ? "-$number" : '') . '_';
        return $prefix . self::end_of($name, self::LONGEST - strlen($prefix));
    }

    /**
     * Returns as much of a name as there is room for. A long name loses its beginning: the extension shows what it is.
     *
     * @param string $name
     * @param int $room in characters
     * @return string
     */
    private static function end_of(string $name, int $room): string {
        return \core_text::substr($name, -$room);
    }
}

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
 * Accounts and groups of this host by name: numbers mean nothing to a reader.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class account {
    /**
     * Returns the name of an account.
     *
     * @param int $user its number
     * @return string|null null: this host knows none
     */
    public static function user(int $user): ?string {
        $entry = function_exists('posix_getpwuid') ? posix_getpwuid($user) : false;
        return $entry ? $entry['name'] : null;
    }

    /**
     * Returns the name of a group.
     *
     * @param int $group its number
     * @return string|null null: this host knows none
     */
    public static function group(int $group): ?string {
        $entry = function_exists('posix_getgrgid') ? posix_getgrgid($group) : false;
        return $entry ? $entry['name'] : null;
    }

    /**
     * Returns the group of this process: the web server's, in a page as in cron.
     *
     * @return string its name, or its number where it has none
     */
    public static function own_group(): string {
        $group = function_exists('posix_getegid') ? posix_getegid() : getmygid();
        return self::group($group) ?? (string) $group;
    }
}

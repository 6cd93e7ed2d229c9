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
 * Who may do what with feeds.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class access {
    /** @var string makes, edits and deletes feeds, sets stages, previews files */
    public const EDIT = 'tool/syncingest:editfeeds';

    /** @var string approves, refuses, stops and repeats runs */
    public const APPROVE = 'tool/syncingest:approve';

    /** @var string reads row results */
    public const READ = 'tool/syncingest:readreports';

    /** @var string[] each of them lets a person see the lists of feeds and runs */
    public const ANY = [self::EDIT, self::APPROVE, self::READ];

    /**
     * Returns whether the current user may do something.
     *
     * @param string $capability
     * @return bool
     */
    public static function has(string $capability): bool {
        return has_capability($capability, \context_system::instance());
    }

    /**
     * Refuses who may not do something.
     *
     * @param string $capability
     * @throws \required_capability_exception
     */
    public static function require(string $capability): void {
        require_capability($capability, \context_system::instance());
    }

    /**
     * Refuses who may do nothing with feeds.
     *
     * @throws \required_capability_exception
     */
    public static function require_any(): void {
        if (!has_any_capability(self::ANY, \context_system::instance())) {
            self::require(self::READ);
        }
    }
}

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
 * Whether the site is in a state in which nothing may be collected: maintenance, or an upgrade that has not been run.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class suspension {
    /** @var string|null the hash of the versions that the code has: reading all of them takes milliseconds, so once in a process */
    private static ?string $versions = null;

    /**
     * Returns why nothing may be collected now, in the current language; null: nothing prevents it. Costs no query, unless the
     * versions differ.
     *
     * @return string|null
     */
    public static function reason(): ?string {
        global $CFG;
        if (!empty($CFG->maintenance_enabled) || (defined('CLI_MAINTENANCE') && CLI_MAINTENANCE)) {
            return get_string('suspended_maintenance', 'tool_syncingest');
        }
        self::$versions ??= \core_component::get_all_versions_hash();
        // Where they differ, an upgrade that lets the site go on meanwhile may be running.
        if (self::$versions !== ($CFG->allversionshash ?? null) && moodle_needs_upgrading()) {
            return get_string('suspended_upgrade', 'tool_syncingest');
        }
        return null;
    }

    /**
     * Returns the same for a long-lived process, such as a cron that is kept alive: the site may have been closed since it started.
     *
     * @return string|null
     */
    public static function reason_now(): ?string {
        global $CFG, $DB;
        $announced = file_exists("$CFG->dataroot/climaintenance.html");
        if ($announced || $DB->get_field('config', 'value', ['name' => 'maintenance_enabled'])) {
            return get_string('suspended_maintenance', 'tool_syncingest');
        }
        return self::reason();
    }
}

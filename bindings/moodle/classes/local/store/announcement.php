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

use tool_syncingest\hook\files_collected;

/**
 * Notifies the listeners of the hook {@see files_collected}. The files are stored: what goes wrong there is not ours.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class announcement {
    /**
     * Announces that files are stored; after the commit.
     *
     * @param string[] $names as they are stored
     */
    public static function of(array $names): void {
        // Before Moodle 4.3 there are no hooks.
        if (!$names || !class_exists(\core\hook\manager::class)) {
            return;
        }
        try {
            \core\hook\manager::get_instance()->dispatch(new files_collected($names));
        } catch (\Throwable $failure) {
            debugging('A listener of files_collected has failed: ' . $failure->getMessage(), DEBUG_NORMAL);
        }
    }
}

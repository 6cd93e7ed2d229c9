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

/**
 * What happens when the plugin is uninstalled.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use tool_syncingest\local\setup\remains;

/**
 * Called by Moodle before it deletes the tables, the settings and the stored files of the plugin: deletes our own temporary
 * copies, and names what is left on the host. Files that nobody has stored are not ours to delete.
 *
 * @return bool
 */
function xmldb_tool_syncingest_uninstall() {
    foreach (remains::clear() as $path => $count) {
        $text = get_string('uninstall_kept', 'tool_syncingest', ['path' => $path, 'count' => $count]);
        if (CLI_SCRIPT) {
            mtrace($text);
        } else {
            \core\notification::warning(s($text));
        }
    }
    return true;
}

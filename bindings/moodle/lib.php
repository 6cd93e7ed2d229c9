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
 * Callbacks that Moodle looks for.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

/**
 * The checks that the system status page and admin/cli/checks.php show.
 *
 * @return \core\check\check[]
 */
function tool_syncingest_status_checks(): array {
    return [
        new \tool_syncingest\check\library(),
        new \tool_syncingest\check\folder(),
        new \tool_syncingest\check\locks(),
        new \tool_syncingest\check\collection(),
        new \tool_syncingest\check\toolsync(),
        new \tool_syncingest\check\recipients(),
        new \tool_syncingest\check\feeds(),
    ];
}

/**
 * At the end of lib/setup.php, in every process; from Moodle 4.4 on the hook of db/hooks.php takes its place.
 */
function tool_syncingest_after_config(): void {
    \tool_syncingest\local\tools\before_tools::after_config();
}

/**
 * Serves stored files to those who manage them.
 *
 * @param \stdClass|null $course
 * @param \stdClass|null $cm
 * @param \context $context
 * @param string $filearea
 * @param array $args
 * @param bool $forcedownload
 * @param array $options
 * @return bool false: there is no such file
 */
function tool_syncingest_pluginfile($course, $cm, $context, $filearea, $args, $forcedownload, array $options = []) {
    if ($context->contextlevel !== CONTEXT_SYSTEM || $filearea !== 'files') {
        return false;
    }
    require_login(null, false);
    require_capability('tool/syncingest:manage', $context);
    $itemid = (int) array_shift($args);
    $filename = array_pop($args);
    $filepath = $args ? '/' . implode('/', $args) . '/' : '/';
    $file = get_file_storage()->get_file($context->id, 'tool_syncingest', $filearea, $itemid, $filepath, $filename);
    if (!$file || $file->is_directory()) {
        return false;
    }
    send_stored_file($file, 0, 0, true, $options);
}

/**
 * Adds an entry to the profile of users who may manage the drop folder: not all of them see the site administration.
 *
 * @param \core_user\output\myprofile\tree $tree
 * @param \stdClass $user whose profile it is
 * @param bool $iscurrentuser
 */
function tool_syncingest_myprofile_navigation(\core_user\output\myprofile\tree $tree, $user, $iscurrentuser) {
    if ($iscurrentuser && \tool_syncingest\local\navigation::is_wanted()) {
        $tree->add_node(new \core_user\output\myprofile\node(
            'administration',
            'tool_syncingest',
            get_string('pluginname', 'tool_syncingest'),
            null,
            \tool_syncingest\local\navigation::address()
        ));
    }
}

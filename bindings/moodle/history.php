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
 * The list of what was collected.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use tool_syncingest\output\bulk_actions;
use tool_syncingest\output\list_page;
use tool_syncingest\reportbuilder\local\systemreports\history;

require(__DIR__ . '/../../../config.php');
require_once($CFG->libdir . '/adminlib.php');

admin_externalpage_setup('tool_syncingest_history');
$url = new moodle_url('/admin/tool/syncingest/history.php');
navigation_node::override_active_url($url);

$actions = new bulk_actions(new moodle_url('/admin/tool/syncingest/files.php'), [
    'download' => get_string('downloadzip', 'tool_syncingest'),
]);
echo $OUTPUT->header();
echo $OUTPUT->heading(get_string('historypage', 'tool_syncingest'));
echo $OUTPUT->render(new list_page(history::class, get_string('historyintro', 'tool_syncingest'), $url, [], $actions));
echo $OUTPUT->footer();

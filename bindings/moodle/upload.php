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
 * Adds files to the stored ones.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use core\output\notification;
use tool_syncingest\form\upload;
use tool_syncingest\local\store\uploads;

require(__DIR__ . '/../../../config.php');
require_once($CFG->libdir . '/adminlib.php');

$url = new moodle_url('/admin/tool/syncingest/upload.php');
$list = new moodle_url('/admin/tool/syncingest/files.php');
admin_externalpage_setup('tool_syncingest_files', '', null, $url);
navigation_node::override_active_url($list);
$PAGE->navbar->add(get_string('addfiles', 'tool_syncingest'));

$form = new upload();
if ($form->is_cancelled()) {
    redirect($list);
}
if ($data = $form->get_data()) {
    $stored = uploads::store_draft($data->files);
    redirect($list, get_string('uploaded', 'tool_syncingest', $stored), null, notification::NOTIFY_SUCCESS);
}

echo $OUTPUT->header();
echo $OUTPUT->heading(get_string('addfiles', 'tool_syncingest'));
echo html_writer::div(get_string('uploadintro', 'tool_syncingest'), 'mb-3');
$form->display();
echo $OUTPUT->footer();

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
 * The stored files in Moodle's file manager, where they are few.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use core\output\notification;
use tool_syncingest\api;
use tool_syncingest\form\files;
use tool_syncingest\local\store\file_area;
use tool_syncingest\local\store\stored_files;
use tool_syncingest\output\collection_notice;

require(__DIR__ . '/../../../config.php');
require_once($CFG->libdir . '/adminlib.php');

$url = new moodle_url('/admin/tool/syncingest/manager.php');
$list = new moodle_url('/admin/tool/syncingest/files.php');
admin_externalpage_setup('tool_syncingest_files', '', null, $url);
navigation_node::override_active_url($list);
$PAGE->navbar->add(get_string('filemanager', 'tool_syncingest'));

$wait = optional_param('wait', false, PARAM_BOOL);
$form = new files();
if ($form->is_cancelled()) {
    redirect($list);
}
if ($data = $form->get_data()) {
    try {
        $kept = file_area::save($data->files);
    } catch (moodle_exception $failure) {
        redirect($url, $failure->getMessage(), null, notification::NOTIFY_ERROR);
    }
    redirect(
        $list,
        $kept ? get_string('fileskept', 'tool_syncingest', $kept) : get_string('changessaved'),
        null,
        $kept ? notification::NOTIFY_WARNING : notification::NOTIFY_SUCCESS
    );
}

$outcome = api::before_action();
if (stored_files::count() > file_area::MANAGEABLE) {
    redirect($list, get_string('toomanytomanage', 'tool_syncingest', file_area::MANAGEABLE), null, notification::NOTIFY_INFO);
}
if (!$form->is_submitted()) {
    $form->set_data(['files' => file_area::begin()]);
}

$notice = new collection_notice($outcome, $url, $wait);
$notice->refresh($PAGE);

echo $OUTPUT->header();
echo $OUTPUT->heading(get_string('filemanager', 'tool_syncingest'));
echo $OUTPUT->render($notice);
echo html_writer::div(get_string('managerintro', 'tool_syncingest'), 'mb-3');
$form->display();
echo $OUTPUT->footer();

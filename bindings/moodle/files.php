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
 * The stored files, in Moodle's file manager.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use core\output\notification;
use tool_syncingest\api;
use tool_syncingest\form\files;
use tool_syncingest\local\file_area;

require(__DIR__ . '/../../../config.php');
require_once($CFG->libdir . '/adminlib.php');

admin_externalpage_setup('tool_syncingest_files');
$url = new moodle_url('/admin/tool/syncingest/files.php');

$wait = optional_param('wait', false, PARAM_BOOL);
$form = new files();
if ($form->is_cancelled()) {
    redirect(new moodle_url('/admin/tool/syncingest/index.php'));
}
if ($data = $form->get_data()) {
    $kept = file_area::save($data->files);
    redirect(
        $url,
        $kept ? get_string('fileskept', 'tool_syncingest', $kept) : get_string('changessaved'),
        null,
        $kept ? notification::NOTIFY_WARNING : notification::NOTIFY_SUCCESS
    );
}

// Whoever looks at the stored files wants to see what was delivered.
$outcome = api::before_action();
if (!$form->is_submitted()) {
    $form->set_data(['files' => file_area::begin()]);
}

if ($wait && $outcome->readyin !== null) {
    $PAGE->set_url($url, ['wait' => 1]);
    $PAGE->set_periodic_refresh_delay(min($outcome->readyin + 1, 2 * MINSECS));
}

echo $OUTPUT->header();
echo $OUTPUT->heading(get_string('filespage', 'tool_syncingest'));
if ($outcome->state !== $outcome::NOTHING || !$outcome->is_complete()) {
    $type = $outcome->is_complete() ? notification::NOTIFY_SUCCESS : notification::NOTIFY_INFO;
    echo $OUTPUT->notification(s($outcome->message()), $type);
    if ($outcome->readyin !== null) {
        $offer = $wait ? get_string('waiting_page', 'tool_syncingest') . ' ' . html_writer::link($url, get_string('goon', 'tool_syncingest'))
            : $OUTPUT->single_button(new moodle_url($url, ['wait' => 1]), get_string('wait', 'tool_syncingest'), 'get');
        echo html_writer::div($offer, 'mb-3');
    }
}
echo html_writer::div(get_string('filesintro', 'tool_syncingest'), 'mb-3');
$form->display();
echo $OUTPUT->footer();

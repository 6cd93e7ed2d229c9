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
 * Imports feeds that another site has exported.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use core\output\notification;
use tool_syncingest\form\import;
use tool_syncingest\local\feed\access;
use tool_syncingest\local\feed\exchange;

require(__DIR__ . '/../../../config.php');
require_once($CFG->libdir . '/adminlib.php');

$list = new moodle_url('/admin/tool/syncingest/feeds.php');
$url = new moodle_url('/admin/tool/syncingest/import.php');
admin_externalpage_setup('tool_syncingest_feeds', '', null, $url);
navigation_node::override_active_url($list);
access::require(access::EDIT);
$PAGE->navbar->add(get_string('importfeeds', 'tool_syncingest'));

$form = new import();
if ($form->is_cancelled()) {
    redirect($list);
}
if ($form->get_data()) {
    try {
        $feeds = exchange::import((string) $form->get_file_content('file'));
    } catch (moodle_exception $failure) {
        redirect($url, s($failure->getMessage()), null, notification::NOTIFY_ERROR);
    }
    redirect($list, get_string('feedsimported', 'tool_syncingest', count($feeds)), null, notification::NOTIFY_SUCCESS);
}
echo $OUTPUT->header();
echo $OUTPUT->heading(get_string('importfeeds', 'tool_syncingest'));
echo html_writer::div(get_string('importintro', 'tool_syncingest'), 'mb-3');
$form->display();
echo $OUTPUT->footer();

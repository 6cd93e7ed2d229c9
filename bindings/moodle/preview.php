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
 * Previews a stored file: what a feed would do with it.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use core\output\notification;
use tool_syncingest\form\preview;
use tool_syncingest\local\feed\access;
use tool_syncingest\local\feed\background;
use tool_syncingest\local\feed\candidates;
use tool_syncingest\local\feed\feeds;
use tool_syncingest\output\run_page;

require(__DIR__ . '/../../../config.php');
require_once($CFG->libdir . '/adminlib.php');

$id = required_param('feed', PARAM_INT);
$list = new moodle_url('/admin/tool/syncingest/feeds.php');
$url = new moodle_url('/admin/tool/syncingest/preview.php', ['feed' => $id]);
admin_externalpage_setup('tool_syncingest_feeds', '', null, $url);
navigation_node::override_active_url($list);
access::require(access::EDIT);
$feed = feeds::get($id);
if ($feed === null) {
    redirect($list, get_string('feed_deleted', 'tool_syncingest'), null, notification::NOTIFY_WARNING);
}
$PAGE->navbar->add(s($feed->name));

$form = new preview($url, ['feed' => $feed]);
if ($form->is_cancelled()) {
    redirect($list);
}
if ($data = $form->get_data()) {
    $file = candidates::get((int) $data->file);
    if ($file === null) {
        redirect($url, get_string('nostored', 'tool_syncingest'), null, notification::NOTIFY_WARNING);
    }
    redirect(run_page::address(background::preview($feed, $file)->id));
}
echo $OUTPUT->header();
echo $OUTPUT->heading(s(get_string('previewof', 'tool_syncingest', $feed->name)));
echo html_writer::div(get_string('previewintro', 'tool_syncingest'), 'mb-3');
$form->display();
echo $OUTPUT->footer();

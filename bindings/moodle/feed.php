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
 * Makes or changes a feed. A new one begins with a usual case and a stored file.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use core\output\notification;
use tool_syncingest\form\feed as feed_form;
use tool_syncingest\form\feed_values;
use tool_syncingest\form\new_feed;
use tool_syncingest\local\feed\access;
use tool_syncingest\local\feed\background;
use tool_syncingest\local\feed\candidates;
use tool_syncingest\local\feed\feeds;
use tool_syncingest\local\feed\rules\mode;
use tool_syncingest\output\feed_page;
use tool_syncingest\output\run_page;

require(__DIR__ . '/../../../config.php');
require_once($CFG->libdir . '/adminlib.php');

$id = optional_param('id', 0, PARAM_INT);
$template = optional_param('template', '', PARAM_ALPHANUMEXT);
$fileid = optional_param('file', -1, PARAM_INT);
$list = new moodle_url('/admin/tool/syncingest/feeds.php');
$url = new moodle_url('/admin/tool/syncingest/feed.php', array_filter(['id' => $id]));
admin_externalpage_setup('tool_syncingest_feeds', '', null, $url);
navigation_node::override_active_url($list);
access::require(access::EDIT);

$feed = $id ? feeds::get($id) : null;
if ($id && $feed === null) {
    redirect($list, get_string('feed_deleted', 'tool_syncingest'), null, notification::NOTIFY_WARNING);
}
$title = $feed === null ? get_string('newfeed', 'tool_syncingest') : $feed->name;
$PAGE->navbar->add(s($title));
if ($feed === null && ($template === '' || optional_param('_qf__tool_syncingest_form_new_feed', false, PARAM_BOOL))) {
    $form = new new_feed($url);
    if ($form->is_cancelled()) {
        redirect($list);
    }
    if ($data = $form->get_data()) {
        redirect(new moodle_url($url, ['template' => $data->template, 'file' => $data->file]));
    }
    echo $OUTPUT->header();
    echo $OUTPUT->heading($title);
    echo html_writer::div(get_string('newfeedintro', 'tool_syncingest'), 'mb-3');
    $form->display();
    echo $OUTPUT->footer();
    exit;
}

$page = new feed_page($feed, $template, $fileid, optional_param('header', null, PARAM_RAW));
$tried = optional_param('pattern', $page->definition()->get('pattern'), PARAM_RAW_TRIMMED);
$form = new feed_form($url, $page->form_data($tried, mode::tryFrom(optional_param('mode', '', PARAM_ALPHA))));
$form->set_data($page->values());
if ($form->is_cancelled()) {
    redirect($list);
}
if ($data = $form->get_data()) {
    $definition = feed_values::to_definition($page->definition(), $data);
    try {
        $saved = feeds::save($id, trim($data->name), $definition, array_map('intval', $data->after ?? []));
    } catch (moodle_exception $failure) {
        // Somebody else has taken the name, or paused the feed before it, a moment ago.
        redirect($list, s($failure->getMessage()), null, notification::NOTIFY_ERROR);
    }
    if (empty($data->preview)) {
        redirect($list, get_string('changessaved'), null, notification::NOTIFY_SUCCESS);
    }
    $file = candidates::get((int) $data->file);
    redirect($file === null ? new moodle_url('/admin/tool/syncingest/preview.php', ['feed' => $saved->id])
        : run_page::address(background::preview($saved, $file)->id));
}

echo $OUTPUT->header();
echo $OUTPUT->heading(s($title));
echo html_writer::start_div('tool_syncingest');
echo $page->file_choice($url);
$form->display();
echo html_writer::end_div();
echo $OUTPUT->footer();

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
 * The feeds, and what can be done with them.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use core\output\notification;
use tool_syncingest\local\feed\access;
use tool_syncingest\local\feed\exchange;
use tool_syncingest\local\feed\feeds;
use tool_syncingest\local\feed\rules\stage;
use tool_syncingest\output\bulk_request;
use tool_syncingest\output\list_page;
use tool_syncingest\reportbuilder\local\systemreports\feeds as report;

require(__DIR__ . '/../../../config.php');
require_once($CFG->libdir . '/adminlib.php');

admin_externalpage_setup('tool_syncingest_feeds');
access::require_any();
$url = new moodle_url('/admin/tool/syncingest/feeds.php');

$stages = ['pause' => stage::PAUSED, 'resume' => stage::LIVE, 'test' => stage::TESTING];
$request = bulk_request::read($url, ['up', 'down', 'export', 'delete', ...array_keys($stages)]);
if ($request !== null) {
    access::require(access::EDIT);
    if ($request->action === 'export' && $request->ids === ['all']) {
        send_file(exchange::export(feeds::all()), 'feeds.json', 0, 0, true, true, 'application/json');
    }
    $feed = feeds::get((int) $request->ids[0]);
    if ($feed === null) {
        redirect($url, get_string('feed_deleted', 'tool_syncingest'), null, notification::NOTIFY_WARNING);
    }
    if ($request->action === 'export') {
        send_file(exchange::export([$feed]), clean_filename($feed->name) . '.json', 0, 0, true, true, 'application/json');
    }
    if ($request->action === 'delete') {
        $request->confirm(get_string('confirmdeletefeed', 'tool_syncingest'), [$feed->name]);
    }
    try {
        $place = array_search($feed->id, array_keys(feeds::all()), true) + 1;
        match ($request->action) {
            'up' => feeds::move($feed->id, $place - 1),
            'down' => feeds::move($feed->id, $place + 1),
            'delete' => feeds::delete($feed),
            default => feeds::set_stage($feed, $stages[$request->action]),
        };
    } catch (moodle_exception $failure) {
        redirect($url, s($failure->getMessage()), null, notification::NOTIFY_ERROR);
    }
    redirect($url, get_string('done', 'tool_syncingest'), null, notification::NOTIFY_SUCCESS);
}

$links = [];
if (access::has(access::EDIT)) {
    $links = [
        get_string('nowpage', 'tool_syncingest') => (new moodle_url('/admin/tool/syncingest/now.php'))->out(false),
        get_string('newfeed', 'tool_syncingest') => (new moodle_url('/admin/tool/syncingest/feed.php'))->out(false),
        get_string('importfeeds', 'tool_syncingest') => (new moodle_url('/admin/tool/syncingest/import.php'))->out(false),
        get_string('exportfeeds', 'tool_syncingest')
            => (new moodle_url($url, ['action' => 'export', 'ids' => 'all', 'sesskey' => sesskey()]))->out(false),
    ];
}
if (access::has(access::EDIT)) {
    $links[get_string('pinspage', 'tool_syncingest')] = (new moodle_url('/admin/tool/syncingest/pins.php'))->out(false);
}
$links[get_string('runs', 'tool_syncingest')] = (new moodle_url('/admin/tool/syncingest/runs.php'))->out(false);
echo $OUTPUT->header();
echo $OUTPUT->heading(get_string('feeds', 'tool_syncingest'));
echo $OUTPUT->render(new list_page(report::class, get_string('feedsintro', 'tool_syncingest'), $url, $links));
echo $OUTPUT->footer();

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
 * Processes a file now: collects, chooses file and feed, and shows the way to the pupil who can log in.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use core\output\notification;
use tool_syncingest\api;
use tool_syncingest\local\feed\feeds;
use tool_syncingest\local\feed\now\delivered;
use tool_syncingest\local\feed\now\starter;
use tool_syncingest\local\feed\runs;
use tool_syncingest\output\collection_notice;
use tool_syncingest\output\now_page;

require(__DIR__ . '/../../../config.php');
require_once($CFG->libdir . '/adminlib.php');

$id = optional_param('run', 0, PARAM_INT);
$home = new moodle_url('/admin/tool/syncingest/now.php');
$url = new moodle_url($home, $id ? ['run' => $id] : []);
admin_externalpage_setup('tool_syncingest_now', '', null, $url);
navigation_node::override_active_url($home);

if (optional_param('action', '', PARAM_ALPHA) === 'start') {
    require_sesskey();
    $delivered = delivered::get(optional_param('file', 0, PARAM_INT));
    $feedid = optional_param('feed', 0, PARAM_INT);
    $feed = $feedid ? feeds::get($feedid) : $delivered?->feed;
    $problem = match (true) {
        $delivered === null => 'now_nofile',
        $feed === null => 'now_nofeed',
        default => null,
    };
    if ($problem !== null) {
        redirect($home, get_string($problem, 'tool_syncingest'), null, notification::NOTIFY_WARNING);
    }
    redirect(new moodle_url($home, ['run' => starter::start($delivered, $feed)->id]));
}

$wait = optional_param('wait', false, PARAM_BOOL);
$notice = $id ? null : new collection_notice(api::before_action(), $home, $wait);
$notice?->refresh($PAGE);
echo $OUTPUT->header();
echo $OUTPUT->heading(get_string('nowpage', 'tool_syncingest'));
echo $notice ? $OUTPUT->render($notice) : '';
echo $OUTPUT->render(new now_page($id ? runs::must_get($id) : null, optional_param('search', '', PARAM_TEXT)));
echo $OUTPUT->footer();

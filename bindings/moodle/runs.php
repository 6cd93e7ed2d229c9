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
 * The runs of one feed, or of all.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use tool_syncingest\local\feed\access;
use tool_syncingest\local\feed\feeds;
use tool_syncingest\output\list_page;
use tool_syncingest\reportbuilder\local\systemreports\runs;

require(__DIR__ . '/../../../config.php');
require_once($CFG->libdir . '/adminlib.php');

$id = optional_param('feed', 0, PARAM_INT);
$feed = $id ? feeds::get($id) : null;
$url = new moodle_url('/admin/tool/syncingest/runs.php', $feed ? ['feed' => $id] : []);
admin_externalpage_setup('tool_syncingest_runs', '', null, $url);
access::require_any();

$links = [get_string('feeds', 'tool_syncingest') => (new moodle_url('/admin/tool/syncingest/feeds.php'))->out(false)];
if ($feed && access::has(access::EDIT)) {
    $links += [
        get_string('edit') => (new moodle_url('/admin/tool/syncingest/feed.php', ['id' => $id]))->out(false),
        get_string('preview', 'tool_syncingest') => (new moodle_url('/admin/tool/syncingest/preview.php', ['feed' => $id]))->out(false),
    ];
}
echo $OUTPUT->header();
echo $OUTPUT->heading($feed ? s(get_string('runsof', 'tool_syncingest', $feed->name)) : get_string('runs', 'tool_syncingest'));
$intro = get_string('runsintro', 'tool_syncingest');
echo $OUTPUT->render(new list_page(runs::class, $intro, $url, $links, null, ['feed' => $feed->id ?? 0]));
echo $OUTPUT->footer();

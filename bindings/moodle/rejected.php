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
 * The list of rejected files, and what can be done with them.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use core\output\notification;
use tool_syncingest\event\rejected_file_downloaded;
use tool_syncingest\local\bulk\listing;
use tool_syncingest\local\drop\rejected;
use tool_syncingest\local\drop\rejected_list;
use tool_syncingest\local\file_name;
use tool_syncingest\local\store\archive_download;
use tool_syncingest\local\store\naming;
use tool_syncingest\output\bulk_actions;
use tool_syncingest\output\bulk_request;
use tool_syncingest\output\list_page;
use tool_syncingest\reportbuilder\local\systemreports\rejected_files;

require(__DIR__ . '/../../../config.php');
require_once($CFG->libdir . '/adminlib.php');

admin_externalpage_setup('tool_syncingest_rejected');
$url = new moodle_url('/admin/tool/syncingest/rejected.php');
navigation_node::override_active_url($url);

$request = bulk_request::read($url, ['download', ...array_keys(listing::Rejected->actions())], listing::Rejected);
if ($request?->action === 'download') {
    $files = rejected::get_many($request->ids);
    if (!$files) {
        $request->answer(0, [get_string('norejected', 'tool_syncingest')]);
    }
    foreach ($files as $file) {
        rejected_file_downloaded::create_for($file->name)->trigger();
    }
    if (count($files) === 1) {
        // Never shown by the browser: nobody knows what is in it.
        $name = naming::given($files[0]->name) ?: 'file';
        send_file($files[0]->path(), $name, 0, 0, false, true, 'application/octet-stream');
    }
    $zip = new archive_download(\core_files\archive_writer::get_stream_writer(
        'sync_ingest-rejected.zip',
        \core_files\archive_writer::ZIP_WRITER
    ));
    foreach ($files as $file) {
        $zip->add_path($file->name, $file->path());
    }
    $zip->finish();
    exit;
}
if ($request !== null) {
    if ($request->action === 'delete') {
        $names = array_map(fn(rejected $file): string => file_name::visible($file->name), rejected::get_many($request->ids));
        $request->confirm(listing::Rejected->question('delete', count($names)), $names);
    }
    $request->answer(...listing::Rejected->run($request->action, $request->ids));
}

$iscomplete = rejected_list::refresh_for_page();
echo $OUTPUT->header();
echo $OUTPUT->heading(get_string('rejectedfiles', 'tool_syncingest'));
if (!$iscomplete) {
    echo $OUTPUT->notification(get_string('rejectedincomplete', 'tool_syncingest'), notification::NOTIFY_INFO, false);
}
$actions = ['download' => get_string('downloadzip', 'tool_syncingest')] + listing::Rejected->actions();
$actions = new bulk_actions($url, $actions, reachesall: true);
echo $OUTPUT->render(new list_page(rejected_files::class, get_string('rejectedintro', 'tool_syncingest'), $url, [], $actions));
echo $OUTPUT->footer();

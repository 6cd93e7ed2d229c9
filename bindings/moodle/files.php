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
 * The list of stored files, and what can be done with them.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use tool_syncingest\api;
use tool_syncingest\event\file_downloaded;
use tool_syncingest\local\bulk\listing;
use tool_syncingest\local\file_name;
use tool_syncingest\local\store\archive_download;
use tool_syncingest\local\store\file_area;
use tool_syncingest\local\store\stored_files;
use tool_syncingest\output\bulk_actions;
use tool_syncingest\output\bulk_request;
use tool_syncingest\output\collection_notice;
use tool_syncingest\output\list_page;
use tool_syncingest\reportbuilder\local\systemreports\stored_files as report;

require(__DIR__ . '/../../../config.php');
require_once($CFG->libdir . '/adminlib.php');

admin_externalpage_setup('tool_syncingest_files');
$url = new moodle_url('/admin/tool/syncingest/files.php');
navigation_node::override_active_url($url);

$request = bulk_request::read($url, ['download', 'delete'], listing::Stored);
if ($request !== null) {
    $files = stored_files::get(array_map('intval', $request->ids));
    $missing = array_fill(0, count($request->ids) - count($files), get_string('nostored', 'tool_syncingest'));
    if ($request->action === 'delete') {
        $names = array_map(fn(stored_file $file): string => file_name::visible($file->get_filename()), $files);
        $request->confirm(listing::Stored->question('delete', count($files)), $names);
        $request->answer(...listing::Stored->run('delete', $request->ids));
    }
    if (!$files) {
        $request->answer(0, $missing);
    }
    foreach ($files as $file) {
        file_downloaded::create_for($file->get_filename(), ['hash' => $file->get_contenthash()])->trigger();
    }
    if (count($files) === 1) {
        send_stored_file($files[0], 0, 0, true);
    }
    $zip = new archive_download(\core_files\archive_writer::get_stream_writer(
        'sync_ingest-files.zip',
        \core_files\archive_writer::ZIP_WRITER
    ));
    array_map($zip->add_stored(...), $files);
    $zip->finish();
    exit;
}

$wait = optional_param('wait', false, PARAM_BOOL);
$notice = new collection_notice(api::before_action(), $url, $wait);
$notice->refresh($PAGE);

$links = [get_string('addfiles', 'tool_syncingest') => (new moodle_url('/admin/tool/syncingest/upload.php'))->out(false)];
if (stored_files::count() <= file_area::MANAGEABLE) {
    $links[get_string('filemanager', 'tool_syncingest')] = (new moodle_url('/admin/tool/syncingest/manager.php'))->out(false);
}
echo $OUTPUT->header();
echo $OUTPUT->heading(get_string('filespage', 'tool_syncingest'));
echo $OUTPUT->render($notice);
$actions = ['download' => get_string('downloadzip', 'tool_syncingest')] + listing::Stored->actions();
$actions = new bulk_actions($url, $actions, reachesall: true);
echo $OUTPUT->render(new list_page(report::class, get_string('filesintro', 'tool_syncingest'), $url, $links, $actions));
echo $OUTPUT->footer();

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
 * Deals with all files of a list that match its filter: asks, and then goes on with a progress bar until all are dealt with.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use core\output\notification;
use tool_syncingest\local\bulk\listing;
use tool_syncingest\local\bulk\run;
use tool_syncingest\local\file_name;
use tool_syncingest\output\bulk_request;
use tool_syncingest\reportbuilder\local\matching_rows;

define('NO_OUTPUT_BUFFERING', true);

require(__DIR__ . '/../../../config.php');
require_once($CFG->libdir . '/adminlib.php');

$listing = listing::tryFrom(required_param('list', PARAM_ALPHA)) ?? throw new moodle_exception('invalidparameter', 'debug');
$action = required_param('action', PARAM_ALPHA);
admin_externalpage_setup($listing->page());
$url = $listing->url();
navigation_node::override_active_url($url);
if (!array_key_exists($action, $listing->actions())) {
    throw new moodle_exception('invalidparameter', 'debug');
}

$rows = new matching_rows($listing->report());
if (!optional_param('confirm', false, PARAM_BOOL)) {
    $run = run::of_all($listing, $action, $rows);
    if ($run->total === 0) {
        redirect($url, get_string('bulknone', 'tool_syncingest'), null, notification::NOTIFY_WARNING);
    }
    $names = array_map(file_name::visible(...), $run->first_names(bulk_request::SHOWN));
    $yes = new single_button(new moodle_url('/admin/tool/syncingest/bulk.php', $run->parameters()), get_string('continue'), 'post');
    echo $OUTPUT->header();
    echo $OUTPUT->heading($listing->question($action, $run->total));
    $text = html_writer::tag('p', get_string('bulkmatching', 'tool_syncingest', $run->total));
    echo $OUTPUT->confirm($text . bulk_request::list($names, $run->total), $yes, $url);
    echo $OUTPUT->footer();
    exit;
}

require_sesskey();
if (required_param('filter', PARAM_ALPHANUM) !== $rows->filter) {
    redirect($url, get_string('bulkfilterchanged', 'tool_syncingest'), null, notification::NOTIFY_WARNING);
}
$numbers = array_map(fn(string $name): int => required_param($name, PARAM_INT), ['upto', 'total', 'after', 'done', 'failed']);
$run = new run($listing, $action, $rows, ...$numbers);
// What has begun goes on to the end of its slice, also when the browser is closed. Other pages of this user need not wait for it.
ignore_user_abort(true);
core_php_time_limit::raise();
\core\session\manager::write_close();

echo $OUTPUT->header();
echo $OUTPUT->heading($listing->actions()[$action]);
$bar = new progress_bar('tool_syncingest_bulk', 500, true);
$iscomplete = $run->slice(bulk_request::SECONDS, function (run $run) use ($bar): void {
    $handled = min($run->done + $run->failed, $run->total);
    $text = get_string('bulkprogress', 'tool_syncingest', ['done' => $handled, 'total' => $run->total]);
    $bar->update($handled, $run->total, $text);
});
if ($iscomplete) {
    $bar->update_full(100, get_string('done', 'tool_syncingest'));
    $type = $run->failed ? notification::NOTIFY_WARNING : notification::NOTIFY_SUCCESS;
    echo $OUTPUT->notification(bulk_request::result($run->done, $run->failed, $run->problems), $type, false);
    echo $OUTPUT->continue_button($url);
} else {
    echo $OUTPUT->render_from_template('tool_syncingest/bulk_continue', [
        'page' => (new moodle_url('/admin/tool/syncingest/bulk.php'))->out(false),
        'fields' => array_map(
            fn(string $name, $value): array => ['name' => $name, 'value' => $value],
            array_keys($fields = $run->parameters() + ['sesskey' => sesskey()]),
            $fields
        ),
    ]);
}
echo $OUTPUT->footer();

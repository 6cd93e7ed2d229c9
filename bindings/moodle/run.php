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
 * A run, or the preview of one, and what can be done with it.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use core\output\notification;
use tool_syncingest\local\feed\access;
use tool_syncingest\local\feed\feeds;
use tool_syncingest\local\feed\run_actions;
use tool_syncingest\local\feed\runs;
use tool_syncingest\local\file_name;
use tool_syncingest\output\run_page;

require(__DIR__ . '/../../../config.php');
require_once($CFG->libdir . '/adminlib.php');

$id = required_param('id', PARAM_INT);
$action = optional_param('action', '', PARAM_ALPHA);

$url = run_page::address($id);
admin_externalpage_setup('tool_syncingest_runs', '', null, $url);
navigation_node::override_active_url(new moodle_url('/admin/tool/syncingest/runs.php'));
access::require_any();
$run = runs::get($id);
$feed = $run === null ? null : feeds::get($run->feedid);
if ($feed === null) {
    // Its feed was deleted, or it was kept long enough.
    redirect(new moodle_url('/admin/tool/syncingest/runs.php'), get_string('run_gone', 'tool_syncingest'), null, notification::NOTIFY_WARNING);
}
$name = file_name::visible($run->row->filename);
$PAGE->navbar->add(s($name));

if ($action !== '') {
    require_sesskey();
    $plan = optional_param('plan', '', PARAM_ALPHANUM);
    if (run_actions::is_asked($action) && !optional_param('confirm', false, PARAM_BOOL)) {
        $yes = new single_button(new moodle_url($url, [
            'action' => $action, 'plan' => $plan, 'confirm' => 1, 'sesskey' => sesskey(),
        ]), get_string('continue'), 'post');
        echo $OUTPUT->header();
        echo $OUTPUT->heading(get_string("runaction_$action", 'tool_syncingest'));
        echo $OUTPUT->confirm(get_string("confirmrun_$action", 'tool_syncingest', s($name)), $yes, $url);
        echo $OUTPUT->footer();
        exit;
    }
    try {
        $next = run_actions::perform($action, $run, $plan);
        redirect(run_page::address($next->id), get_string("rundone_$action", 'tool_syncingest'), null, notification::NOTIFY_SUCCESS);
    } catch (required_capability_exception $refused) {
        throw $refused;
    } catch (moodle_exception $failure) {
        redirect($url, s($failure->getMessage()), null, notification::NOTIFY_ERROR);
    }
}

echo $OUTPUT->header();
echo $OUTPUT->heading(s($name));
echo $OUTPUT->render(new run_page($run, $feed));
echo $OUTPUT->footer();

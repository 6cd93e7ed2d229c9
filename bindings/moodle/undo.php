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
 * Undoes a run: shows first what comes back and what cannot be undone.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use core\output\notification;
use tool_syncingest\local\feed\access;
use tool_syncingest\local\feed\detached;
use tool_syncingest\local\feed\rules\undo_step;
use tool_syncingest\local\feed\runs;
use tool_syncingest\local\feed\undo\undo_rows;
use tool_syncingest\local\feed\undo\undoer;
use tool_syncingest\local\feed\undo\undos;
use tool_syncingest\local\feed\words;
use tool_syncingest\local\file_name;
use tool_syncingest\output\run_page;
use tool_syncingest\output\undo_page;

require(__DIR__ . '/../../../config.php');
require_once($CFG->libdir . '/adminlib.php');

$id = required_param('run', PARAM_INT);
$action = optional_param('action', '', PARAM_ALPHA);
$url = new moodle_url('/admin/tool/syncingest/undo.php', ['run' => $id]);
admin_externalpage_setup('tool_syncingest_runs', '', null, $url);
access::require(access::EDIT);
$run = runs::must_get($id);
navigation_node::override_active_url(new moodle_url('/admin/tool/syncingest/runs.php'));
$PAGE->navbar->add(file_name::visible($run->row->filename), run_page::address($id));
$PAGE->navbar->add(get_string('undo_run', 'tool_syncingest'));

if (optional_param('download', false, PARAM_BOOL)) {
    $rows = (function () use ($id): Generator {
        foreach (undo_rows::rest($id, undo_page::REST) as $row) {
            yield [$row['line'] ?: '', file_name::cell($row['key']), words::action($row['action']), file_name::cell(undo_page::why($row))];
        }
    })();
    $header = [
        get_string('undo_line', 'tool_syncingest'), get_string('pin_key', 'tool_syncingest'), get_string('undo_action', 'tool_syncingest'),
        get_string('undo_why', 'tool_syncingest'),
    ];
    \core\dataformat::download_data("sync_ingest-undo-$id", 'csv', $header, $rows);
    exit;
}
if ($action !== '') {
    require_sesskey();
    try {
        $undo = $action === 'begin' ? undos::begin($run) : undos::check($run);
    } catch (moodle_exception $failure) {
        redirect($url, s($failure->getMessage()), null, notification::NOTIFY_ERROR);
    }
    if ($undo->step === undo_step::RUNNING) {
        detached::start('undo.php', "--run=$id", '--yes');
        redirect($url);
    }
}

$objection = undos::objection($run, (int) $USER->id);
$undo = undos::get($id);
if ($undo === null && $objection === null) {
    $undo = undos::check($run);
}
if ($undo?->step === undo_step::CHECKING) {
    // What is little is known at once.
    $undo = (new undoer(microtime(true) + 0.3))->carry_on($id);
    if ($undo->step === undo_step::CHECKING) {
        detached::start('undo.php', "--run=$id", '--dry');
    }
}
echo $OUTPUT->header();
echo $OUTPUT->heading(get_string('undo_run', 'tool_syncingest'));
echo $OUTPUT->render(new undo_page($run, $undo, $objection));
echo $OUTPUT->footer();

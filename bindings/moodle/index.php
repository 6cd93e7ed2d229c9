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
 * The status page, and what can be done there.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use core\output\notification;
use tool_syncingest\api;
use tool_syncingest\local\alarm\mailer;
use tool_syncingest\local\drop\unlock;
use tool_syncingest\local\setup\test_delivery;
use tool_syncingest\output\collection_notice;
use tool_syncingest\output\status_page;

require(__DIR__ . '/../../../config.php');
require_once($CFG->libdir . '/adminlib.php');

$action = optional_param('action', '', PARAM_ALPHA);
$kind = optional_param('kind', 'collector', PARAM_ALPHA);
$force = optional_param('force', false, PARAM_BOOL);
$confirmed = optional_param('confirm', false, PARAM_BOOL);

admin_externalpage_setup('tool_syncingest_status');
$home = new moodle_url('/admin/tool/syncingest/index.php');
navigation_node::override_active_url($home);

if ($action !== '') {
    require_sesskey();
    $question = match ($action) {
        'unlock' => get_string(
            $force ? 'confirmunlockfresh' : 'confirmunlock',
            'tool_syncingest',
            $kind === 'agent' ? 'alock.txt' : 'lock.txt'
        ),
        default => null,
    };
    if ($question !== null && !$confirmed) {
        $yes = new moodle_url($home, [
            'action' => $action, 'kind' => $kind, 'force' => (int) $force, 'confirm' => 1, 'sesskey' => sesskey(),
        ]);
        echo $OUTPUT->header();
        echo $OUTPUT->confirm($question, $yes, $home);
        echo $OUTPUT->footer();
        exit;
    }
    $done = [notification::NOTIFY_SUCCESS, get_string('done', 'tool_syncingest')];
    try {
        switch ($action) {
            case 'test':
                $began = time();
                $sent = mailer::send_test();
                $done = match (true) {
                    get_config('tool_syncingest', 'lastmailed') >= $began => [notification::NOTIFY_SUCCESS, 'testsent'],
                    $sent => [notification::NOTIFY_ERROR, 'testsentbyweb'],
                    default => [notification::NOTIFY_ERROR, 'testnotsent'],
                };
                $done[1] = get_string($done[1], 'tool_syncingest');
                break;
            case 'testdelivery':
                test_delivery::run();
                $done[1] = get_string('testdelivered', 'tool_syncingest');
                break;
            case 'unlock':
                unlock::remove($kind, $force);
                break;
        }
    } catch (moodle_exception $failure) {
        $done = [notification::NOTIFY_ERROR, $failure->getMessage()];
    }
    redirect($home, s($done[1]), null, $done[0]);
}

$wait = optional_param('wait', false, PARAM_BOOL);
$notice = $wait ? new collection_notice(api::before_action(), $home, $wait) : null;
$notice?->refresh($PAGE);
echo $OUTPUT->header();
echo $OUTPUT->heading(get_string('pluginname', 'tool_syncingest'));
echo $notice ? $OUTPUT->render($notice) : '';
echo $OUTPUT->render(new status_page());
echo $OUTPUT->footer();

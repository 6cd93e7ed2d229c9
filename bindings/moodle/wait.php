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
 * Waits for what is not ready yet, and goes back to where one came from.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use tool_syncingest\api;
use tool_syncingest\output\collection_notice;

require(__DIR__ . '/../../../config.php');
require_once($CFG->libdir . '/adminlib.php');

$return = optional_param('return', '', PARAM_LOCALURL);

admin_externalpage_setup('tool_syncingest_status');
$back = new moodle_url($return === '' ? '/admin/tool/syncingest/index.php' : $return);
$here = new moodle_url('/admin/tool/syncingest/wait.php', ['return' => $return]);
navigation_node::override_active_url(new moodle_url('/admin/tool/syncingest/index.php'));

$notice = new collection_notice(api::before_action(), $back, true);
if (!$notice->waits()) {
    redirect($back, s($notice->message()), null, $notice->type());
}
$PAGE->set_url($here);
$PAGE->set_periodic_refresh_delay($notice->delay());
echo $OUTPUT->header();
echo $OUTPUT->heading(get_string('wait', 'tool_syncingest'));
echo $OUTPUT->render($notice);
echo $OUTPUT->footer();

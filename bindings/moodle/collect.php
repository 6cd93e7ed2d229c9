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
 * Collects now, for a person who watches: with a progress bar, where that takes longer than a moment.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use tool_syncingest\api;
use tool_syncingest\output\collection_notice;

// The bar must reach the browser while it grows.
define('NO_OUTPUT_BUFFERING', true);

require(__DIR__ . '/../../../config.php');
require_once($CFG->libdir . '/adminlib.php');

admin_externalpage_setup('tool_syncingest_status');
require_sesskey();
$home = new moodle_url('/admin/tool/syncingest/index.php');
navigation_node::override_active_url($home);

$slice = 1.0;
$outcome = api::before_action($slice);
$left = $outcome->remaining;
$total = count($outcome->collected) + count($outcome->rejected) + $left;
$bar = null;
while ($left > 0 && $outcome->remaining > 0) {
    if ($bar === null) {
        core_php_time_limit::raise();
        // Other pages of this person need not wait for this one.
        \core\session\manager::write_close();
        echo $OUTPUT->header();
        echo $OUTPUT->heading(get_string('collectnow', 'tool_syncingest'));
        $bar = new progress_bar('tool_syncingest_collect', 500, true);
    }
    $done = $total - $left;
    $bar->update($done, $total, get_string('collecting', 'tool_syncingest', ['done' => $done, 'total' => $total]));
    $next = api::before_action($slice);
    $taken = count($next->collected) + count($next->rejected);
    $outcome = $outcome->followed_by($next);
    $left -= $taken;
    if ($taken === 0) {
        break;
    }
}
$notice = new collection_notice($outcome, $home, false);
if ($bar === null) {
    redirect($home, s($notice->message()), null, $notice->type());
}
$bar->update_full(100, get_string('done', 'tool_syncingest'));
echo $OUTPUT->render($notice);
echo $OUTPUT->continue_button($home);
echo $OUTPUT->footer();

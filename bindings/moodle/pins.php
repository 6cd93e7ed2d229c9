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
 * The pins: keys that files leave alone, because a person has brought their objects back.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use core\output\notification;
use tool_syncingest\local\feed\pins;
use tool_syncingest\output\bulk_actions;
use tool_syncingest\output\bulk_request;
use tool_syncingest\output\list_page;
use tool_syncingest\reportbuilder\local\systemreports\pins as pins_list;

require(__DIR__ . '/../../../config.php');
require_once($CFG->libdir . '/adminlib.php');

$feedid = optional_param('feed', 0, PARAM_INT);
$url = new moodle_url('/admin/tool/syncingest/pins.php', $feedid ? ['feed' => $feedid] : []);
admin_externalpage_setup('tool_syncingest_pins', '', null, $url);
navigation_node::override_active_url(new moodle_url('/admin/tool/syncingest/pins.php'));

$request = bulk_request::read($url, ['unpin']);
if ($request !== null) {
    $pins = pins::with_ids(array_map('intval', $request->ids));
    $names = array_map(fn(stdClass $pin): string => (string) $pin->keytext, $pins);
    $request->confirm(get_string('pins_sure', 'tool_syncingest', count($pins)), $names);
    redirect($url, get_string('pins_removed', 'tool_syncingest', pins::remove($pins)), null, notification::NOTIFY_SUCCESS);
}

echo $OUTPUT->header();
echo $OUTPUT->heading(get_string('pinspage', 'tool_syncingest'));
$actions = new bulk_actions($url, ['unpin' => get_string('unpin', 'tool_syncingest')]);
echo $OUTPUT->render(new list_page(pins_list::class, get_string('pinsintro', 'tool_syncingest'), $url, [], $actions));
echo $OUTPUT->footer();

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
 * The list of alarms.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use tool_syncingest\output\list_page;
use tool_syncingest\reportbuilder\local\systemreports\alarms;

require(__DIR__ . '/../../../config.php');
require_once($CFG->libdir . '/adminlib.php');

admin_externalpage_setup('tool_syncingest_alarms');
$url = new moodle_url('/admin/tool/syncingest/alarms.php');
navigation_node::override_active_url($url);

echo $OUTPUT->header();
echo $OUTPUT->heading(get_string('alarmspage', 'tool_syncingest'));
echo $OUTPUT->render(new list_page(alarms::class, get_string('alarmsintro', 'tool_syncingest'), $url));
echo $OUTPUT->footer();

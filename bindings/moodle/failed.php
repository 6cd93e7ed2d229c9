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
 * The failed rows of a run as a file: for a new delivery, or for people with cells that no spreadsheet takes for a formula.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use tool_syncingest\event\results_downloaded;
use tool_syncingest\local\drop\command_line;
use tool_syncingest\local\drop\library;
use tool_syncingest\local\feed\access;
use tool_syncingest\local\feed\failed_rows;
use tool_syncingest\local\feed\runs;

require(__DIR__ . '/../../../config.php');
require_once($CFG->libdir . '/adminlib.php');

$id = required_param('id', PARAM_INT);
$forpeople = required_param('for', PARAM_ALPHA) === 'people';
admin_externalpage_setup('tool_syncingest_runs', '', null, new moodle_url('/admin/tool/syncingest/failed.php', ['id' => $id]));
access::require(access::READ);
$run = runs::must_get($id);

core_php_time_limit::raise();
$problem = library::problem();
$path = make_request_directory() . '/failed.csv';
if ($problem === null) {
    $out = fopen($path, 'wb');
    failed_rows::write($run, $out, $forpeople);
    fclose($out);
} else {
    file_put_contents($path, command_line::feeds($problem, 'runs.php', "--failed=$id", ...($forpeople ? ['--people'] : [])));
}
results_downloaded::create_for($run)->trigger();
$name = pathinfo($run->row->filename, PATHINFO_FILENAME);
send_temp_file($path, clean_filename($name . ($forpeople ? '.failed-for-people.csv' : '.failed.csv')));

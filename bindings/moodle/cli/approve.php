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
 * Approves or refuses a held run.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

define('CLI_SCRIPT', true);

require(__DIR__ . '/../../../../config.php');
require_once($CFG->libdir . '/clilib.php');

use tool_syncingest\local\feed\cli\run_command;
use tool_syncingest\local\feed\decisions;
use tool_syncingest\local\feed\rules\approval;
use tool_syncingest\local\feed\runs;

[$options, $unknown] = cli_get_params(
    ['help' => false, 'run' => '', 'plan' => '', 'keep' => false, 'refuse' => false, 'json' => false],
    ['h' => 'help']
);
$complete = preg_match('/^[1-9]\d{0,9}$/', (string) $options['run']) && ($options['refuse'] xor is_string($options['plan']) && $options['plan'] !== '');
if ($options['help'] || $unknown || !$complete || ($options['refuse'] && $options['keep'])) {
    cli_writeln(get_string('cli_approve_help', 'tool_syncingest'), $options['help'] ? STDOUT : STDERR);
    exit($options['help'] ? 0 : 64);
}
\core\session\manager::set_user(get_admin());
try {
    $run = runs::must_get((int) $options['run']);
    $run = $options['refuse'] ? decisions::refuse($run)
        : decisions::approve($run, $options['plan'], $options['keep'] ? approval::KEEP : approval::ALL);
    cli_writeln((new run_command((bool) $options['json'], false))->report($run));
} catch (\Exception $failure) {
    cli_error($failure->getMessage());
}

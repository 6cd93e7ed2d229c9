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
 * Undoes a run.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

define('CLI_SCRIPT', true);

require(__DIR__ . '/../../../../config.php');
require_once($CFG->libdir . '/clilib.php');

use tool_syncingest\local\feed\cli\undo_command;
use tool_syncingest\local\feed\rules\undo_step;
use tool_syncingest\local\feed\runs;

[$options, $unknown] = cli_get_params(
    ['help' => false, 'run' => '', 'dry' => false, 'yes' => false, 'json' => false],
    ['h' => 'help']
);
$isquiet = $options['dry'] || $options['yes'] || stream_isatty(STDIN);
if ($options['help'] || $unknown || !preg_match('/^[1-9]\d{0,9}$/', (string) $options['run']) || !$isquiet) {
    cli_writeln(get_string('cli_undo_help', 'tool_syncingest'), $options['help'] ? STDOUT : STDERR);
    exit($options['help'] ? 0 : 64);
}
\core\session\manager::set_user(get_admin());
try {
    $command = new undo_command(runs::must_get((int) $options['run']), (bool) $options['json']);
    $undo = $command->check();
    if (!$options['dry'] && $undo->step === undo_step::READY) {
        if (!$options['yes']) {
            cli_writeln($command->report($undo));
            if (!in_array(cli_input($command->question() . ' (y/n)', 'n'), ['y', 'yes', 'o', 'oui'], true)) {
                exit(1);
            }
        }
        $undo = $command->undo();
    }
    cli_writeln($command->report($undo));
    exit($command->status($undo));
} catch (\Exception $failure) {
    cli_error($failure->getMessage());
}

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
 * Puts a file through a feed.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

define('CLI_SCRIPT', true);

require(__DIR__ . '/../../../../config.php');
require_once($CFG->libdir . '/clilib.php');

use tool_syncingest\local\feed\cli\run_command;
use tool_syncingest\local\feed\runs;

[$options, $unknown] = cli_get_params(
    ['help' => false, 'feed' => '', 'file' => '', 'run' => '', 'dry' => false, 'wait' => false, 'json' => false],
    ['h' => 'help']
);
$isnew = is_string($options['feed']) && is_string($options['file']) && $options['feed'] !== ''
    && ($options['file'] !== '' || ($options['wait'] && !$options['dry']));
$isold = is_string($options['run']) && preg_match('/^[1-9]\d{0,9}$/', $options['run']);
if ($options['help'] || $unknown || !($isnew xor $isold)) {
    cli_writeln(get_string('cli_run_help', 'tool_syncingest'), $options['help'] ? STDOUT : STDERR);
    exit($options['help'] ? 0 : 64);
}
\core\session\manager::set_user(get_admin());
try {
    $command = new run_command((bool) $options['json'], stream_isatty(STDERR));
    $run = match (true) {
        $isold => runs::must_get((int) $options['run']),
        $options['file'] === '' => $command->start_newest($options['feed']),
        default => $command->start($options['feed'], $options['file'], (bool) $options['dry']),
    };
    if ($options['wait'] || $options['dry'] || $isold) {
        $run = $command->wait($run);
    }
    cli_writeln($command->report($run));
    exit(run_command::status($run));
} catch (\Exception $failure) {
    cli_error($failure->getMessage());
}

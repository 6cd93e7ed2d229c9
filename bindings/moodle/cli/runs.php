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
 * Lists runs, shows one, and deals with one.
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
use tool_syncingest\local\feed\failed_rows;
use tool_syncingest\local\feed\feeds;
use tool_syncingest\local\feed\runs;

[$options, $unknown] = cli_get_params(
    [
        'help' => false, 'feed' => false, 'list' => false, 'show' => false, 'failed' => false, 'people' => false, 'cancel' => false,
        'again' => false, 'json' => false,
    ],
    ['h' => 'help']
);
$actions = array_filter(array_intersect_key($options, array_flip(['list', 'show', 'failed', 'cancel', 'again'])), fn($value) => $value !== false);
$numbers = array_filter($actions, fn($value): bool => is_string($value) && preg_match('/^[1-9]\d{0,9}$/', $value));
if ($options['help'] || $unknown || count($actions) > 1 || $actions !== $numbers || ($options['feed'] !== false && !is_string($options['feed']))) {
    cli_writeln(get_string('cli_runs_help', 'tool_syncingest'), $options['help'] ? STDOUT : STDERR);
    exit($options['help'] ? 0 : 64);
}
\core\session\manager::set_user(get_admin());
try {
    $command = new run_command((bool) $options['json'], false);
    $id = (int) reset($actions);
    switch (key($actions)) {
        case 'show':
            cli_writeln($command->report(runs::must_get($id), true));
            break;
        case 'failed':
            failed_rows::write(runs::must_get($id), STDOUT, (bool) $options['people']);
            break;
        case 'cancel':
            cli_writeln($command->report(decisions::cancel(runs::must_get($id))));
            break;
        case 'again':
            cli_writeln($command->report(decisions::run_again(runs::must_get($id))));
            break;
        default:
            $feed = $options['feed'] === false ? null : feeds::named($options['feed'])->id;
            cli_writeln($command->list(runs::latest($id ?: 20, $feed)));
    }
} catch (\Exception $failure) {
    cli_error($failure->getMessage());
}

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
 * Lists the rejected files, and deals with one.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

define('CLI_SCRIPT', true);

require(__DIR__ . '/../../../../config.php');
require_once($CFG->libdir . '/clilib.php');

use tool_syncingest\local\drop\rejected;
use tool_syncingest\local\drop\rejected_actions;

[$options, $unknown] = cli_get_params(
    [
        'help' => false, 'list' => false, 'show' => false, 'putback' => false, 'store' => false, 'delete' => false,
        'json' => false, 'user' => false,
    ],
    ['h' => 'help']
);
if ($unknown) {
    cli_error(get_string('cliunknowoption', 'admin', implode("\n  ", $unknown)), 64);
}
$commands = array_intersect_key($options, array_flip(['list', 'show', ...array_keys(rejected_actions::EVENTS)]));
$given = array_filter($commands, fn($value): bool => $value !== false);
if ($options['help'] || count($given) !== 1) {
    cli_writeln(get_string('cli_rejected_help', 'tool_syncingest'));
    exit($options['help'] ? 0 : 64);
}
[$command, $value] = [array_key_first($given), (string) reset($given)];
$ids = explode(',', $value);
try {
    if ($command === 'list') {
        cli_writeln(rejected::to_json(rejected::list(max(1, (int) $value))));
        exit(0);
    }
    if ($command === 'show') {
        $files = rejected::get_many($ids);
        cli_writeln(rejected::to_json($files));
        exit($files ? 0 : 1);
    }
    $results = rejected_actions::run($command, $ids, $options['user'] === false ? null : (int) $options['user']);
} catch (\Exception $failure) {
    cli_error($failure->getMessage());
}
$problems = array_filter($results, fn(array $result): bool => $result['problem'] !== null);
if ($options['json']) {
    cli_writeln(json_encode($results, JSON_UNESCAPED_UNICODE | JSON_INVALID_UTF8_SUBSTITUTE));
} else if ($problems) {
    foreach ($problems as $result) {
        cli_problem("$result[name]: $result[problem]");
    }
} else {
    cli_writeln('done');
}
exit($problems ? 1 : 0);

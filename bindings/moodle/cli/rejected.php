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

[$options, $unknown] = cli_get_params(
    ['help' => false, 'list' => false, 'show' => false, 'putback' => false, 'delete' => false],
    ['h' => 'help']
);
if ($unknown) {
    cli_error(get_string('cliunknowoption', 'admin', implode("\n  ", $unknown)), 64);
}
$given = array_filter(array_slice($options, 1), fn($value): bool => $value !== false);
if ($options['help'] || count($given) !== 1) {
    cli_writeln(get_string('cli_rejected_help', 'tool_syncingest'));
    exit($options['help'] ? 0 : 64);
}
try {
    if ($options['list'] !== false) {
        cli_writeln(rejected::to_json(rejected::list(max(1, (int) $options['list']))));
    } else if ($options['show'] !== false) {
        cli_writeln(rejected::to_json([rejected::get($options['show'])]));
    } else {
        $file = rejected::get($options['putback'] !== false ? $options['putback'] : $options['delete']);
        $options['putback'] !== false ? $file->put_back() : $file->delete();
        cli_writeln(rejected::DONE);
    }
} catch (\Exception $failure) {
    if ($options['show'] !== false && ($failure->errorcode ?? '') === 'norejected') {
        cli_writeln(rejected::to_json([]));
        exit(1);
    }
    cli_error($failure->getMessage());
}

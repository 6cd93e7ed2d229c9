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
 * Removes a lock that is too old, or that a person knows to be left over.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

define('CLI_SCRIPT', true);

require(__DIR__ . '/../../../../config.php');
require_once($CFG->libdir . '/clilib.php');

[$options, $unknown] = cli_get_params(
    ['help' => false, 'collector' => false, 'agent' => false, 'force' => false, 'user' => 0],
    ['h' => 'help']
);
if ($unknown) {
    cli_error(get_string('cliunknowoption', 'admin', implode("\n  ", $unknown)), 64);
}
if ($options['help'] || $options['collector'] === $options['agent']) {
    cli_writeln(get_string('cli_unlock_help', 'tool_syncingest'));
    exit($options['help'] ? 0 : 64);
}
try {
    $kind = $options['agent'] ? 'agent' : 'collector';
    \tool_syncingest\local\drop\unlock::remove_here($kind, (bool) $options['force'], (int) $options['user']);
    cli_writeln('removed');
} catch (\Exception $failure) {
    cli_error($failure->getMessage());
}

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
 * Collects what was delivered. Cron does this every minute by itself.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

define('CLI_SCRIPT', true);

require(__DIR__ . '/../../../../config.php');
require_once($CFG->libdir . '/clilib.php');

[$options, $unknown] = cli_get_params(
    ['help' => false, 'json' => false, 'budget' => '', 'verbose' => false, 'interactive' => false],
    ['h' => 'help', 'v' => 'verbose']
);
if ($unknown) {
    cli_error(get_string('cliunknowoption', 'admin', implode("\n  ", $unknown)), 64);
}
if ($options['help'] || ($options['budget'] !== '' && !is_numeric($options['budget']))) {
    cli_writeln(get_string('cli_collect_help', 'tool_syncingest'));
    exit($options['help'] ? 0 : 64);
}

$budget = $options['budget'] === '' ? null : (float) $options['budget'];
// For a person who waits on a page, the mails are left to cron.
$outcome = $options['interactive'] ? \tool_syncingest\api::before_action($budget) : \tool_syncingest\local\drop\round::run($budget);
if ($options['json']) {
    cli_writeln(json_encode($outcome, JSON_UNESCAPED_UNICODE | JSON_INVALID_UTF8_SUBSTITUTE));
} else {
    cli_writeln($outcome->message());
    foreach ($options['verbose'] ? $outcome->collected : [] as $file) {
        cli_writeln("  $file[hash]  $file[size]  " . \tool_syncingest\local\store\naming::shown($file['name']));
    }
    foreach ([...$outcome->rejected, ...$outcome->putback, ...$outcome->superseded] as $file) {
        cli_writeln("  $file[name]: " . \tool_syncingest\local\drop\rejection::explain_file($file));
    }
}
exit(match (true) {
    $outcome->state === $outcome::FAILED => 1,
    in_array($outcome->state, [$outcome::AGENT_DELIVERING, $outcome::COLLECTOR_BUSY, $outcome::SUSPENDED]) => 75,
    (bool) ($outcome->rejected || $outcome->putback) => 3,
    default => 0,
});

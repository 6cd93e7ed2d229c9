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
 * Shows what can be seen of the drop folder, and changes nothing.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

define('CLI_SCRIPT', true);

require(__DIR__ . '/../../../../config.php');
require_once($CFG->libdir . '/clilib.php');
require_once(__DIR__ . '/../lib.php');

[$options, $unknown] = cli_get_params(['help' => false, 'json' => false], ['h' => 'help']);
if ($unknown) {
    cli_error(get_string('cliunknowoption', 'admin', implode("\n  ", $unknown)), 64);
}
if ($options['help']) {
    cli_writeln(get_string('cli_status_help', 'tool_syncingest'));
    exit(0);
}
if ($options['json']) {
    cli_writeln(json_encode(\tool_syncingest\local\drop\survey::take(), JSON_UNESCAPED_UNICODE | JSON_INVALID_UTF8_SUBSTITUTE));
    exit(0);
}

$worst = 0;
foreach (tool_syncingest_status_checks() as $check) {
    $result = $check->get_result();
    $status = $result->get_status();
    $level = match ($status) {
        \core\check\result::CRITICAL, \core\check\result::ERROR => 2,
        \core\check\result::WARNING => 1,
        \core\check\result::UNKNOWN => 3,
        default => 0,
    };
    $worst = max($worst, $level);
    cli_writeln(sprintf('%-9s %s: %s', $status, $check->get_name(), html_to_text($result->get_summary(), 0)));
    $details = trim(html_to_text($result->get_details(), 0));
    if ($details !== '') {
        cli_writeln('          ' . str_replace("\n", "\n          ", $details));
    }
}
exit($worst);

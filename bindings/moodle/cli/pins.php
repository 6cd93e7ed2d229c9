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
 * Lists pins, and removes them.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

define('CLI_SCRIPT', true);

require(__DIR__ . '/../../../../config.php');
require_once($CFG->libdir . '/clilib.php');

use tool_syncingest\local\feed\cli\pins_command;
use tool_syncingest\local\feed\cli\usage;

[$options, $words] = cli_get_params(['help' => false, 'json' => false, 'all' => false], ['h' => 'help']);
if ($options['help']) {
    cli_writeln(get_string('cli_pins_help', 'tool_syncingest'));
    exit(0);
}
\core\session\manager::set_user(get_admin());
try {
    cli_writeln((new pins_command((bool) $options['json']))->run($words, (bool) $options['all']));
} catch (usage) {
    cli_writeln(get_string('cli_pins_help', 'tool_syncingest'), STDERR);
    exit(64);
} catch (\Exception $failure) {
    cli_error($failure->getMessage());
}

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

namespace tool_syncingest\external;

use core_external\external_api;
use core_external\external_function_parameters;
use core_external\external_value;
use tool_syncingest\local\feed\access;

defined('MOODLE_INTERNAL') || die();

// Before Moodle 4.2 these had no namespace.
if (!class_exists(external_api::class)) {
    require_once($CFG->libdir . '/externallib.php');
    foreach (['external_api', 'external_function_parameters', 'external_single_structure', 'external_value'] as $class) {
        class_alias($class, "core_external\\$class");
    }
}

/**
 * Returns how far something has come that is done about a run of a feed: counts and words, no names.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
abstract class run_progress extends external_api {
    /**
     * Returns what it takes.
     *
     * @return external_function_parameters
     */
    public static function execute_parameters(): external_function_parameters {
        return new external_function_parameters(['runid' => new external_value(PARAM_INT, 'id of the run')]);
    }

    /**
     * Lets only those ask who may see runs.
     *
     * @param int $runid as it was asked for
     * @return int as it is understood
     */
    protected static function admit(int $runid): int {
        ['runid' => $runid] = self::validate_parameters(self::execute_parameters(), ['runid' => $runid]);
        self::validate_context(\context_system::instance());
        access::require_any();
        return $runid;
    }
}

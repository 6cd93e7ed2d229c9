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

namespace tool_syncingest;

use tool_syncingest\local\drop\collector;
use tool_syncingest\local\drop\command_line;
use tool_syncingest\local\drop\library;

/**
 * What other plugins call.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class api {
    /** @var float how many seconds a person is kept waiting */
    public const PATIENCE = 5.0;

    /**
     * Call this before any action that works with delivered files, scheduled or interactive: it takes what was delivered
     * into Moodle's file store. It costs next to nothing when nothing waits, may be called any number of times, and never
     * throws: the outcome says what happened, and what is not ready yet.
     *
     * A budget limits the time: what could not be stored in it is left for the next call.
     *
     * @param float|null $budget seconds; null: as long as it takes
     * @return outcome
     */
    public static function before_action(?float $budget = self::PATIENCE): outcome {
        try {
            $problem = library::problem();
            if ($problem === null) {
                return (new collector($budget))->collect();
            }
            if (PHP_SAPI === 'cli') {
                return outcome::failed($problem);
            }
            return command_line::collect($budget ?? self::PATIENCE, $problem);
        } catch (\Throwable $failure) {
            return outcome::failed($failure->getMessage());
        }
    }
}

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

use tool_syncingest\local\config;
use tool_syncingest\local\drop\collector;
use tool_syncingest\local\drop\command_line;
use tool_syncingest\local\drop\library;
use tool_syncingest\local\drop\patience;
use tool_syncingest\local\suspension;
use tool_syncingest\local\tools\current_process;

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

    /** @var patience|null what this process has waited for */
    private static ?patience $patience = null;

    /**
     * Stores what was delivered in Moodle's file store. Call this before any action that works with delivered files, scheduled
     * or interactive. It costs next to nothing when nothing waits, may be called any number of times, and never throws: the
     * outcome has what happened, and what is not ready yet.
     *
     * A budget limits the time: what could not be stored in it is left for the next call. On the command line there is none unless
     * one is given: the call ends when what was seen at its start is in. There, a file that the action looks for and that is not
     * ready yet is waited for, for the settle time and 30 s at most, and in vain only once in a process.
     *
     * @param float|null $budget seconds; null: in a page 5, on the command line as long as it takes
     * @param string[]|null $files names of the files that the action looks for, as patterns for fnmatch(); null: in a process that
     *     runs tasks any file, elsewhere none is waited for
     * @return outcome
     */
    public static function before_action(?float $budget = null, ?array $files = null): outcome {
        try {
            $suspended = suspension::reason();
            if ($suspended !== null) {
                return new outcome(outcome::SUSPENDED, $suspended);
            }
            if (!CLI_SCRIPT) {
                return self::collect($budget ?? self::PATIENCE);
            }
            if ($files === null && !current_process::get()->runs_tasks()) {
                $files = [];
            }
            if ($budget !== null || $files === []) {
                return self::collect($budget);
            }
            self::$patience ??= new patience(fn(): float => hrtime(true) / 1e9, self::sleep(...));
            return self::$patience->collect(fn(): outcome => self::collect(null), config::settle(...), $files);
        } catch (\Throwable $failure) {
            return outcome::failed($failure->getMessage());
        }
    }

    /**
     * Collects, in this process or through the command line.
     *
     * @param float|null $budget
     * @return outcome
     */
    private static function collect(?float $budget): outcome {
        $problem = library::problem();
        if ($problem === null) {
            return (new collector($budget, iswaiting: true))->collect();
        }
        return PHP_SAPI === 'cli' ? outcome::failed($problem) : command_line::collect($budget ?? self::PATIENCE, $problem);
    }

    /**
     * Waits, and writes that into the log of the task.
     *
     * @param int $seconds
     * @param outcome $outcome
     */
    private static function sleep(int $seconds, outcome $outcome): void {
        mtrace('tool_syncingest: ' . $outcome->message());
        sleep($seconds);
    }
}

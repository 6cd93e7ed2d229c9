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

namespace tool_syncingest\local\drop;

use SyncIngest\NotStored;
use tool_syncingest\local\alarm\facts;
use tool_syncingest\local\alarm\incidents;
use tool_syncingest\local\alarm\mailer;
use tool_syncingest\local\suspension;
use tool_syncingest\outcome;

/**
 * What happens every minute: a collection, the alarms that the library cannot know, and the mails. Never throws.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class round {
    /**
     * Runs one round.
     *
     * @param float|null $budget seconds; null: as long as it takes
     * @return outcome
     */
    public static function run(?float $budget): outcome {
        try {
            $suspended = suspension::reason_now();
            if ($suspended !== null) {
                return new outcome(outcome::SUSPENDED, $suspended);
            }
            $outcome = self::collect($budget);
        } catch (\Throwable $failure) {
            // Not even the alarm could be recorded: the database has gone away. The next round finds everything unchanged.
            return outcome::failed($failure->getMessage());
        }
        try {
            mailer::send_due();
        } catch (\Throwable $failure) {
            mtrace('tool_syncingest: alarms cannot be sent: ' . $failure->getMessage());
        }
        return $outcome;
    }

    /**
     * Collects, and raises alarms for what prevents that.
     *
     * @param float|null $budget
     * @return outcome
     */
    private static function collect(?float $budget): outcome {
        $problem = library::problem();
        if ($problem !== null) {
            incidents::raise('library', $problem);
            return outcome::failed($problem);
        }
        incidents::end('library');
        try {
            $collector = new collector($budget);
            $outcome = $collector->collect();
            if ($collector->report() !== null) {
                incidents::observe($collector->report());
            }
            $status = library::folder()->status();
            self::look_for_infected($status->rejected);
            rejected_list::refresh($budget, $status);
        } catch (\Throwable $failure) {
            incidents::raise('folder', $failure->getMessage());
            return outcome::failed($failure->getMessage());
        }
        incidents::end('folder');
        set_config('lastround', time(), 'tool_syncingest');
        return $outcome;
    }

    /**
     * Infected files are rejected files, with an alarm of their own as long as they are kept.
     *
     * @param NotStored[] $rejected
     */
    private static function look_for_infected(array $rejected): void {
        $infected = array_filter($rejected, fn(NotStored $file): bool => rejection::is($file, rejection::INFECTED));
        if ($infected) {
            incidents::raise('infected_file', '', count($infected), null, facts::answered($infected));
        } else {
            incidents::end('infected_file');
        }
    }
}

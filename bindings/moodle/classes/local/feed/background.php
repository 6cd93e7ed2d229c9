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

namespace tool_syncingest\local\feed;

/**
 * Carries a run on at once, in a process of its own: a plan is made in the name of the feed's owner, whom a web request must never
 * become. Where no process can be started, cron does it.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class background {
    /**
     * Starts, and waits for nothing.
     *
     * @param int $runid
     */
    public static function carry_on(int $runid): void {
        detached::start('run.php', "--run=$runid");
    }

    /**
     * Makes a preview of a stored file: a run that is never applied.
     *
     * @param feed $feed
     * @param \stored_file $file
     * @return run
     */
    public static function preview(feed $feed, \stored_file $file): run {
        $parts = (new rules\pattern($feed->definition->get('pattern')))->match($file->get_filename()) ?? new rules\name_parts();
        $id = (new arrival())->insert($feed, $parts, 'preview-' . random_string(40), $file, 1, true);
        self::carry_on($id);
        return runs::must_get($id);
    }
}

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

use tool_syncingest\local\feed\rules\stage;

/**
 * Notices that this site is a clone of another one: its feeds would act on people whose files are not meant for it.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class site_guard {
    /**
     * Pauses all feeds when the site has another identifier or address than when they ran last.
     *
     * @return bool whether they were paused
     */
    public static function check(): bool {
        global $DB;
        $here = self::here();
        $before = get_config('tool_syncingest', 'feedsite');
        if ($before === $here) {
            return false;
        }
        $paused = 0;
        if ($before !== false) {
            foreach (feeds::all() as $feed) {
                if ($feed->stage === stage::LIVE) {
                    $DB->set_field('tool_syncingest_feeds', 'stage', stage::PAUSED->value, ['id' => $feed->id]);
                    $paused++;
                }
            }
        }
        set_config('feedsite', $here, 'tool_syncingest');
        if ($paused) {
            set_config('feedclone', time(), 'tool_syncingest');
        }
        return $paused > 0;
    }

    /**
     * Returns what distinguishes this site from others.
     *
     * @return string
     */
    private static function here(): string {
        global $CFG;
        return hash('sha256', get_site_identifier() . ' ' . $CFG->wwwroot);
    }
}

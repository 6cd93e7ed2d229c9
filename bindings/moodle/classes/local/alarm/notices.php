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

namespace tool_syncingest\local\alarm;

/**
 * What was delivered of each notice: one row for each incident, notice, recipient and channel. A notice that is sent again
 * repeats nothing that has arrived.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class notices {
    /** @var string */
    private const TABLE = 'tool_syncingest_notices';

    /**
     * Returns the progress of the next notice of an incident.
     *
     * @param \stdClass $incident
     * @param string[][] $channels that lead to each recipient, by user id
     * @return progress
     */
    public static function progress(\stdClass $incident, array $channels): progress {
        global $DB;
        $sent = [];
        foreach ($DB->get_records(self::TABLE, ['incidentid' => $incident->id, 'number' => $incident->notices + 1]) as $row) {
            $sent[$row->userid][$row->channel] = (int) $row->timesent;
        }
        return new progress($channels, $sent);
    }

    /**
     * Records that a channel has got the next notice of an incident.
     *
     * @param \stdClass $incident
     * @param int $user
     * @param string $channel
     * @param int $now
     */
    public static function record(\stdClass $incident, int $user, string $channel, int $now): void {
        global $DB;
        $DB->insert_record(self::TABLE, [
            'incidentid' => $incident->id, 'number' => $incident->notices + 1, 'userid' => $user, 'channel' => $channel,
            'timesent' => $now,
        ]);
    }

    /**
     * Forgets the notices of incidents that are forgotten.
     */
    public static function forget(): void {
        global $DB;
        $DB->delete_records_select(self::TABLE, 'incidentid NOT IN (SELECT id FROM {tool_syncingest_incidents})');
    }
}

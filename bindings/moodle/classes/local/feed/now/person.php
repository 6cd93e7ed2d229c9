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

namespace tool_syncingest\local\feed\now;

use tool_syncingest\local\feed\records;
use tool_syncingest\local\feed\results;
use tool_syncingest\local\feed\run;
use tool_syncingest\local\feed\words;

/**
 * Whether the person for whom all this is done can log in.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class person {
    /** @var int how many are shown */
    private const SHOWN = 5;

    /**
     * Looks for persons of a run, by key, user name, number, e-mail address or name.
     *
     * @param run $run
     * @param string $text
     * @return string[] a sentence for each: plain text
     */
    public static function find(run $run, string $text): array {
        $text = trim($text);
        if ($text === '') {
            return [];
        }
        $failed = self::failed($run, $text);
        $found = array_map(self::describe(...), self::users($run, $text));
        return [...$found, ...$failed] ?: [get_string('now_nobody', 'tool_syncingest', $text)];
    }

    /**
     * The accounts.
     *
     * @param run $run
     * @param string $text
     * @return \stdClass[]
     */
    private static function users(run $run, string $text): array {
        global $DB;
        $name = $DB->sql_like($DB->sql_fullname(), '?', false, false);
        $folded = \core_text::strtolower($text);
        return $DB->get_records_select(
            'user',
            "deleted = 0 AND (username = ? OR LOWER(email) = ? OR LOWER(idnumber) = ? OR $name OR id IN ("
                . 'SELECT objectid FROM {' . records::TABLE . "} WHERE feedid = ? AND objecttype = 'user' AND keytext = ?))",
            [$folded, $folded, $folded, '%' . $DB->sql_like_escape($text) . '%', $run->feedid, $text],
            'lastname, firstname, id',
            '*',
            0,
            self::SHOWN
        );
    }

    /**
     * The rows that failed.
     *
     * @param run $run
     * @param string $text
     * @return string[]
     */
    private static function failed(run $run, string $text): array {
        global $DB;
        $where = ['runid' => $run->id, 'state' => results::FAILED, 'keytext' => $text];
        return array_map(fn(\stdClass $row): string => get_string('now_failed', 'tool_syncingest', [
            'line' => $row->line, 'why' => words::row($row->code, results::outcome($row)->values),
        ]), array_values($DB->get_records(results::TABLE, $where, 'id', '*', 0, self::SHOWN)));
    }

    /**
     * Whether an account can log in.
     *
     * @param \stdClass $user
     * @return string
     */
    private static function describe(\stdClass $user): string {
        $code = match (true) {
            (bool) $user->suspended => 'suspended',
            !$user->confirmed => 'unconfirmed',
            !is_enabled_auth($user->auth) || $user->auth === 'nologin' => 'auth',
            (bool) get_user_preferences('create_password', 0, $user) => 'password',
            default => 'ready',
        };
        return get_string("now_person_$code", 'tool_syncingest', [
            'name' => fullname($user), 'username' => $user->username, 'auth' => $user->auth,
        ]);
    }
}

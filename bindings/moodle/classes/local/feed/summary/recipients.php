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

namespace tool_syncingest\local\feed\summary;

use tool_syncingest\local\feed\feed;

/**
 * Who reads about feeds. Users are named by their user names. Those who may not receive alarms of the plugin, or are suspended, are
 * left out.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class recipients {
    /** @var string what a recipient must be allowed to do */
    private const CAPABILITY = 'tool/syncingest:receivealarms';

    /**
     * Returns the recipients of feeds.
     *
     * @param feed[] $feeds
     * @return feed[][] feeds by user id
     */
    public static function of(array $feeds): array {
        $found = [];
        foreach ($feeds as $feed) {
            foreach (self::users($feed->definition->get('recipients')) as $user) {
                $found[(int) $user->id][] = $feed;
            }
        }
        return $found;
    }

    /**
     * Returns whom a person can choose.
     *
     * @param string[] $chosen names that are chosen already
     * @return string[] escaped words by user name
     */
    public static function candidates(array $chosen): array {
        $users = get_users_by_capability(\context_system::instance(), self::CAPABILITY, 'u.*', 'u.lastname, u.firstname') + get_admins();
        $words = array_map(fn(\stdClass $user): string => s(fullname($user) . " ($user->username)"), $users);
        return array_combine(array_column($users, 'username'), $words) + array_combine($chosen, array_map(s(...), $chosen));
    }

    /**
     * The users of names.
     *
     * @param string[] $names
     * @return \stdClass[]
     */
    private static function users(array $names): array {
        global $CFG, $DB;
        if (!$names) {
            return [];
        }
        [$in, $values] = $DB->get_in_or_equal(array_values(array_unique($names)));
        $users = $DB->get_records_select(
            'user',
            "username $in AND mnethostid = ? AND deleted = 0 AND suspended = 0",
            [...$values, $CFG->mnet_localhost_id],
            'id',
            'id, username'
        );
        $context = \context_system::instance();
        return array_values(array_filter($users, fn(\stdClass $user): bool => has_capability(self::CAPABILITY, $context, $user->id)));
    }
}

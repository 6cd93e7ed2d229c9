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

use tool_syncingest\local\feed\processor\processor;
use tool_syncingest\local\feed\rules\reason;

/**
 * The person in whose name a feed acts: a task is otherwise the administrator, for whom every check passes. Server language and
 * time zone are the feed's.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class owner {
    /**
     * Returns why a feed must not act in a person's name.
     *
     * @param int $userid
     * @param processor $processor
     * @return reason|null null: it may
     */
    public static function objection(int $userid, processor $processor): ?reason {
        $user = \core_user::get_user($userid);
        if (!$user || $user->deleted) {
            return new reason('owner_gone');
        }
        $values = ['user' => fullname($user)];
        if ($user->suspended) {
            return new reason('owner_suspended', $values);
        }
        $needed = [['tool/syncingest:editfeeds', \context_system::instance()->id], ...$processor->capabilities()];
        foreach ($needed as [$capability, $contextid]) {
            $context = \context::instance_by_id($contextid, IGNORE_MISSING);
            if (!$context || !has_capability($capability, $context, $user)) {
                return new reason('owner_capability', $values + ['capability' => $capability]);
            }
        }
        return null;
    }

    /**
     * Does something in the name of a person, in the language and time zone of a feed.
     *
     * @param int $userid
     * @param definition $definition
     * @param callable $work
     * @return mixed what it returns
     */
    public static function act(int $userid, definition $definition, callable $work): mixed {
        global $USER, $CFG;
        $before = [$USER, $CFG->forcetimezone ?? null];
        $language = null;
        try {
            \core\session\manager::set_user(\core_user::get_user($userid, '*', MUST_EXIST));
            $language = force_current_language($definition->get('language') ?: $CFG->lang);
            if ($definition->get('timezone') !== '') {
                $CFG->forcetimezone = $definition->get('timezone');
                \core_date::set_default_server_timezone();
                date_default_timezone_set(\core_date::get_user_timezone());
            }
            return $work();
        } finally {
            \core\session\manager::set_user($before[0]);
            force_current_language($language ?? '');
            if ($before[1] === null) {
                unset($CFG->forcetimezone);
            } else {
                $CFG->forcetimezone = $before[1];
            }
            \core_date::set_default_server_timezone();
        }
    }
}

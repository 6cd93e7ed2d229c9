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

namespace tool_syncingest\local\feed\processor\user;

use tool_syncingest\local\feed\processor\row_failure;
use tool_syncingest\local\feed\rules\user_columns;

/**
 * Makes, changes and deletes accounts, by core's own functions.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class account {
    /**
     * Makes one.
     *
     * @param string[] $values by column
     * @param string $password empty: none
     * @param bool $mailing whether cron makes a password and mails it
     * @return int its id
     * @throws row_failure
     */
    public static function create(array $values, string $password, bool $mailing): int {
        global $CFG;
        require_once($CFG->dirroot . '/user/lib.php');
        $auth = $values['auth'] ?? 'manual';
        $user = (object) (self::fields($values) + ['auth' => $auth, 'confirmed' => 1, 'mnethostid' => $CFG->mnet_localhost_id]);
        $isinternal = get_auth_plugin($auth)->is_internal();
        if ($password !== '' && $isinternal) {
            self::check_password($password, $user);
            $user->password = $password;
        } else if (!$isinternal) {
            $user->password = AUTH_PASSWORD_NOT_CACHED;
        } else {
            $user->password = 'to be generated';
        }
        $id = user_create_user($user, $password !== '' && $isinternal);
        if ($isinternal && $password === '' && $mailing) {
            set_user_preference('create_password', 1, $id);
            set_user_preference('auth_forcepasswordchange', 1, $id);
        }
        self::save_profile($id, $values);
        return $id;
    }

    /**
     * Changes one.
     *
     * @param int $id
     * @param string[] $values by column, those that change
     * @param string $password empty: it stays
     * @throws row_failure
     */
    public static function update(int $id, array $values, string $password = ''): void {
        global $CFG, $DB;
        require_once($CFG->dirroot . '/user/lib.php');
        $fields = self::fields($values);
        $user = (object) (['id' => $id] + $fields);
        $name = $fields['username'] ?? null;
        if ($name !== null && $DB->record_exists_select('user', 'username = ? AND id <> ?', [$name, $id])) {
            throw new row_failure('taken', ['column' => 'username', 'value' => $name]);
        }
        if ($password !== '') {
            self::check_password($password, \core_user::get_user($id, '*', MUST_EXIST));
            $user->password = $password;
        }
        if ($fields || $password !== '') {
            user_update_user($user, $password !== '', true);
        }
        self::save_profile($id, $values);
        if (($values['suspended'] ?? '') === '1') {
            self::end_sessions($id);
        }
    }

    /**
     * Deletes one. No transaction holds that: files go, sessions end, and other plugins are asked to do their part.
     *
     * @param int $id
     * @throws row_failure when Moodle refuses
     */
    public static function delete(int $id): void {
        if (!delete_user(\core_user::get_user($id, '*', MUST_EXIST))) {
            throw new row_failure('not_deleted');
        }
    }

    /**
     * Adds an account to cohorts.
     *
     * @param int $id
     * @param int[] $cohorts
     */
    public static function join(int $id, array $cohorts): void {
        global $CFG;
        require_once($CFG->dirroot . '/cohort/lib.php');
        foreach ($cohorts as $cohort) {
            cohort_add_member($cohort, $id);
        }
    }

    /**
     * Removes an account from cohorts.
     *
     * @param int $id
     * @param int[] $cohorts
     */
    public static function leave(int $id, array $cohorts): void {
        global $CFG;
        require_once($CFG->dirroot . '/cohort/lib.php');
        foreach ($cohorts as $cohort) {
            cohort_remove_member($cohort, $id);
        }
    }

    /**
     * Refuses a password that the site's policy refuses. The password itself is never in the failure.
     *
     * @param string $password
     * @param \stdClass $user
     * @throws row_failure
     */
    private static function check_password(string $password, \stdClass $user): void {
        $objection = '';
        if (!check_password_policy($password, $objection, $user)) {
            throw new row_failure('password', ['reason' => trim(html_to_text($objection, 0, false))]);
        }
    }

    /**
     * The values that are in the user table.
     *
     * @param string[] $values
     * @return string[]
     */
    private static function fields(array $values): array {
        return array_intersect_key($values, array_flip(people::FIELDS));
    }

    /**
     * Stores the custom profile fields.
     *
     * @param int $id
     * @param string[] $values
     */
    private static function save_profile(int $id, array $values): void {
        global $CFG;
        $fields = array_filter($values, fn(string $column): bool => str_starts_with($column, user_columns::PROFILE), ARRAY_FILTER_USE_KEY);
        if ($fields) {
            require_once($CFG->dirroot . '/user/profile/lib.php');
            profile_save_data((object) (['id' => $id] + $fields));
        }
    }

    /**
     * Ends the sessions of an account.
     *
     * @param int $id
     */
    private static function end_sessions(int $id): void {
        // Before Moodle 4.5 it had another name.
        method_exists(\core\session\manager::class, 'destroy_user_sessions')
            ? \core\session\manager::destroy_user_sessions($id)
            : \core\session\manager::kill_user_sessions($id);
    }
}

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

use tool_syncingest\local\feed\rules\owned;
use tool_syncingest\local\feed\rules\target;
use tool_syncingest\local\feed\rules\user_columns;

/**
 * The accounts that the rows of a chunk may lead to, read by a number of queries that does not grow with the rows.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class people {
    /** @var string[] fields of the user table that are columns */
    public const FIELDS = ['username', 'idnumber', 'email', 'firstname', 'lastname', 'suspended', 'middlename', 'alternatename',
        'institution', 'department', 'city', 'country', 'lang', 'timezone', 'phone1', 'phone2', 'address', 'description', 'auth'];

    /** @var \stdClass[] accounts by id */
    private array $accounts = [];

    /** @var array[] ids by column and folded value */
    private array $ids = [];

    /** @var array[] values of custom profile fields by account and column */
    private array $profiles;

    /** @var bool[] who has a role in the system context */
    private array $systemroles;

    /** @var array[] idnumbers of the cohorts of an account, by account */
    private array $cohorts;

    /**
     * Reads them.
     *
     * @param array[] $values values that lead to accounts, by column
     * @param int[] $ids of accounts that the feed knows
     * @param \stdClass[] $fields the custom profile fields that matter
     */
    public function __construct(array $values, array $ids, array $fields) {
        global $DB, $CFG;
        $columns = 'id, deleted, ' . implode(', ', self::FIELDS);
        foreach ($values as $column => $some) {
            // Numbers among them have become keys of type int.
            $folded = array_values(array_unique(array_map(fn($value): string => self::fold((string) $value), $some)));
            if (!$folded) {
                continue;
            }
            [$in, $params] = $DB->get_in_or_equal($folded);
            $field = $column === 'username' ? 'username' : "LOWER($column)";
            $this->note($DB->get_records_select(
                'user',
                "$field $in AND deleted = 0 AND mnethostid = ?",
                [...$params, $CFG->mnet_localhost_id],
                'id',
                $columns
            ));
        }
        if ($ids) {
            $this->note($DB->get_records_list('user', 'id', array_unique($ids), 'id', $columns));
        }
        $this->systemroles = $this->read_system_roles();
        $this->cohorts = $this->read_cohorts();
        $this->profiles = profile_fields::read(array_keys($this->accounts), $fields);
    }

    /**
     * Returns the accounts to which a value leads.
     *
     * @param string $column
     * @param string $value
     * @return \stdClass[]
     */
    public function by(string $column, string $value): array {
        $ids = $value === '' ? [] : $this->ids[$column][self::fold($value)] ?? [];
        return array_map(fn(int $id): \stdClass => $this->accounts[$id], array_values($ids));
    }

    /**
     * Returns an account that exists.
     *
     * @param int $id
     * @return \stdClass|null
     */
    public function get(int $id): ?\stdClass {
        $account = $this->accounts[$id] ?? null;
        return $account === null || $account->deleted ? null : $account;
    }

    /**
     * Returns what an account has in the columns.
     *
     * @param \stdClass $account
     * @return string[] by column
     */
    public function values(\stdClass $account): array {
        $fields = array_map('strval', array_intersect_key((array) $account, array_flip(self::FIELDS)));
        return $fields + ($this->profiles[$account->id] ?? []);
    }

    /**
     * Returns the cohorts of an account.
     *
     * @param \stdClass $account
     * @return int[]
     */
    public function cohorts(\stdClass $account): array {
        return $this->cohorts[$account->id] ?? [];
    }

    /**
     * Returns as much of an account as ownership depends on.
     *
     * @param \stdClass $account
     * @param owned|null $owned
     * @param int $feedowner
     * @param bool $pinned
     * @param string $component who owns what the account has there: a membership, an enrolment; empty: nobody
     * @return target
     */
    public function target(
        \stdClass $account,
        ?owned $owned,
        int $feedowner,
        bool $pinned = false,
        string $component = ''
    ): target {
        return new target(
            $owned,
            is_siteadmin($account->id),
            isguestuser($account->id),
            (int) $account->id === $feedowner,
            isset($this->systemroles[$account->id]),
            $component,
            $pinned
        );
    }

    /**
     * A value as it is compared: Moodle finds user names, e-mail addresses and numbers in any spelling.
     *
     * @param string $value
     * @return string
     */
    public static function fold(string $value): string {
        return \core_text::strtolower(trim($value));
    }

    /**
     * Remembers accounts.
     *
     * @param \stdClass[] $accounts
     */
    private function note(array $accounts): void {
        foreach ($accounts as $account) {
            $this->accounts[$account->id] = $account;
            foreach ($account->deleted ? [] : user_columns::KEYS as $column) {
                $this->ids[$column][self::fold((string) $account->$column)][$account->id] = (int) $account->id;
            }
        }
    }

    /**
     * Reads who has a role in the system context.
     *
     * @return bool[] by account
     */
    private function read_system_roles(): array {
        global $DB;
        if (!$this->accounts) {
            return [];
        }
        [$in, $params] = $DB->get_in_or_equal(array_keys($this->accounts));
        $ids = $DB->get_fieldset_select(
            'role_assignments',
            'userid',
            "userid $in AND contextid = ?",
            [...$params, \context_system::instance()->id]
        );
        return array_fill_keys($ids, true);
    }

    /**
     * Reads the cohorts of the accounts.
     *
     * @return array[]
     */
    private function read_cohorts(): array {
        global $DB;
        $cohorts = [];
        if ($this->accounts) {
            [$in, $params] = $DB->get_in_or_equal(array_keys($this->accounts));
            foreach ($DB->get_records_select('cohort_members', "userid $in", $params, '', 'id, userid, cohortid') as $row) {
                $cohorts[$row->userid][] = (int) $row->cohortid;
            }
        }
        return $cohorts;
    }
}

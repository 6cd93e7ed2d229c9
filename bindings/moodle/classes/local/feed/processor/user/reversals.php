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

use tool_syncingest\local\feed\processor\outcome;
use tool_syncingest\local\feed\processor\reversal;
use tool_syncingest\local\feed\rules\ownership;
use tool_syncingest\local\feed\rules\user_columns;
use tool_syncingest\local\feed\settings;

/**
 * What of the changes to accounts can be undone: values and cohorts, where the account is still as the run left it. A new account
 * stays, and so does a password.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class reversals {
    /**
     * Constructor.
     *
     * @param settings $settings
     */
    public function __construct(
        /** @var settings */
        private readonly settings $settings,
    ) {
    }

    /**
     * Returns for each of some applied outcomes whether it can be undone.
     *
     * @param outcome[] $outcomes by position
     * @return reversal[] by the same position
     */
    public function plan(array $outcomes): array {
        $values = [];
        foreach (user_columns::KEYS as $column) {
            $values[$column] = array_filter(array_map(fn(outcome $outcome): string => $outcome->old[$column] ?? '', $outcomes));
        }
        $columns = array_merge(...array_values(array_map(fn(outcome $outcome): array => $outcome->old, $outcomes)));
        $fields = array_intersect_key(profile_fields::all(), $columns);
        $people = new people($values, array_map(fn(outcome $outcome): int => (int) $outcome->objectid, $outcomes), $fields);
        return array_map(fn(outcome $outcome): reversal => $this->plan_one($outcome, $people), $outcomes);
    }

    /**
     * Returns whether an outcome can be undone.
     *
     * @param outcome $outcome
     * @param people $people
     * @return reversal
     */
    private function plan_one(outcome $outcome, people $people): reversal {
        if ($outcome->action === 'create') {
            return reversal::impossible('created');
        }
        $account = $people->get((int) $outcome->objectid);
        if ($account === null) {
            return reversal::changed('object_gone');
        }
        $objection = ownership::objection($people->target($account, $outcome->owned, $this->settings->ownerid));
        if ($objection !== null) {
            return reversal::impossible('protected', ['reason' => $objection]);
        }
        [$now, $before] = [$people->values($account), $outcome->old];
        $joined = $outcome->data['cohorts'] ?? [];
        if ($joined) {
            $still = count(array_intersect($joined, $people->cohorts($account)));
            // A person who has left some of them by hand is neither as the run left nor as it found them.
            $now['cohorts'] = match ($still) {
                count($joined) => $outcome->new['cohorts'],
                0 => '',
                default => "$still/" . count($joined),
            };
            $before['cohorts'] = '';
        }
        $reversal = reversal::compare($now, $outcome->new, $before);
        return $this->collision($reversal, $account, $people) ?? $reversal;
    }

    /**
     * Returns why values cannot come back that only one account may have.
     *
     * @param reversal $reversal
     * @param \stdClass $account
     * @param people $people
     * @return reversal|null null: nobody else has them
     */
    private function collision(reversal $reversal, \stdClass $account, people $people): ?reversal {
        global $CFG;
        $unique = $CFG->allowaccountssameemail ?? false ? ['username', 'idnumber'] : user_columns::KEYS;
        foreach (array_intersect_key($reversal->new, array_flip($unique)) as $column => $value) {
            if (array_filter($people->by($column, $value), fn(\stdClass $other): bool => $other->id !== $account->id)) {
                return reversal::changed('taken', ['column' => $column, 'value' => $value]);
            }
        }
        return null;
    }
}

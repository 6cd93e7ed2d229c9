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
use tool_syncingest\local\feed\processor\record;
use tool_syncingest\local\feed\rules\effect;
use tool_syncingest\local\feed\rules\grace;
use tool_syncingest\local\feed\rules\ownership;

/**
 * What becomes of accounts whose keys are gone from a full file: they are suspended, and deleted after days of grace where the
 * feed allows it.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class departures {
    /**
     * Constructor.
     *
     * @param int $feedowner
     * @param int $days of grace before an account is deleted; 0: it never is
     * @param int $now
     */
    public function __construct(
        /** @var int */
        private readonly int $feedowner,
        /** @var int of grace before an account is deleted; 0: it never is */
        private readonly int $days,
        /** @var int */
        private readonly int $now,
    ) {
    }

    /**
     * Plans them.
     *
     * @param record[] $records
     * @return outcome[]
     */
    public function plan(array $records): array {
        $people = new people([], array_map(fn(record $record): int => $record->objectid, $records), []);
        return array_map(fn(record $record): outcome => $this->plan_one($record, $people), $records);
    }

    /**
     * Plans one.
     *
     * @param record $record
     * @param people $people
     * @return outcome
     */
    private function plan_one(record $record, people $people): outcome {
        $account = $people->get($record->objectid);
        if ($account === null || ($account->suspended && !grace::is_over($record->missing, $this->days, $this->now))) {
            return outcome::gone_nothing($record);
        }
        $objection = ownership::objection($people->target($account, $record->owned, $this->feedowner, $record->pinned));
        return match (true) {
            $objection !== null => outcome::gone($record, outcome::NOTHING, effect::NONE, warnings: [[$objection, []]]),
            !$account->suspended
                => outcome::gone($record, 'suspend', effect::SUSPENSION, old: ['suspended' => '0'], new: ['suspended' => '1']),
            default => outcome::gone($record, 'delete', effect::DELETION, old: ['username' => $account->username], transactional: false),
        };
    }
}

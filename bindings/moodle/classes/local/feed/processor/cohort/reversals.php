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

namespace tool_syncingest\local\feed\processor\cohort;

use tool_syncingest\local\feed\processor\outcome;
use tool_syncingest\local\feed\processor\reversal;
use tool_syncingest\local\feed\processor\row_failure;
use tool_syncingest\local\feed\processor\user\people;
use tool_syncingest\local\feed\rules\owned;
use tool_syncingest\local\feed\rules\ownership;

/**
 * What of the changes to cohorts and their members can be undone: memberships, and values of cohorts that are still as the run left
 * them. A new cohort stays.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class reversals {
    /** @var people */
    private readonly people $people;

    /** @var known_cohorts */
    private readonly known_cohorts $cohorts;

    /**
     * Reads what the outcomes lead to.
     *
     * @param outcome[] $outcomes
     * @param int $feedowner
     */
    public function __construct(
        array $outcomes,
        /** @var int */
        private readonly int $feedowner,
    ) {
        $members = array_filter($outcomes, fn(outcome $outcome): bool => $outcome->type === member_rows::TYPE);
        $cohorts = array_diff_key($outcomes, $members);
        $this->people = new people([], array_map(fn(outcome $outcome): int => (int) $outcome->objectid, $members), []);
        $this->cohorts = new known_cohorts(
            array_filter(array_map(fn(outcome $outcome): string => $outcome->data['number'] ?? '', $members)),
            array_filter([
                ...array_map(fn(outcome $outcome): int => $outcome->data['cohort'] ?? 0, $members),
                ...array_map(fn(outcome $outcome): int => (int) $outcome->objectid, $cohorts),
            ])
        );
    }

    /**
     * Returns whether an applied outcome can be undone.
     *
     * @param outcome $outcome
     * @return reversal
     */
    public function of(outcome $outcome): reversal {
        try {
            return $outcome->type === member_rows::TYPE ? $this->of_member($outcome) : $this->of_cohort($outcome);
        } catch (row_failure $failure) {
            return reversal::changed($failure->reason, $failure->values);
        }
    }

    /**
     * Returns the cohort of an applied outcome about a member.
     *
     * @param outcome $outcome
     * @return \stdClass
     * @throws row_failure
     */
    public function cohort(outcome $outcome): \stdClass {
        $id = $outcome->data['cohort'] ?? 0;
        $cohort = $id > 0 ? $this->cohorts->get($id) : $this->cohorts->find($outcome->data['number']);
        return known_cohorts::ours($cohort ?? throw new row_failure('cohort_gone'));
    }

    /**
     * Returns whether a membership can be brought back or taken back.
     *
     * @param outcome $outcome
     * @return reversal
     * @throws row_failure
     */
    private function of_member(outcome $outcome): reversal {
        $account = $this->people->get((int) $outcome->objectid) ?? throw new row_failure('object_gone');
        $objection = ownership::objection($this->people->target($account, owned::CREATED, $this->feedowner));
        if ($objection !== null) {
            return reversal::impossible('protected', ['reason' => $objection]);
        }
        $cohort = $this->cohort($outcome);
        $ismember = in_array((int) $cohort->id, $this->people->cohorts($account), true);
        return $ismember === ($outcome->action === 'add_member') ? reversal::possible($outcome->new, $outcome->old) : reversal::needless();
    }

    /**
     * Returns whether the values of a cohort can be brought back.
     *
     * @param outcome $outcome
     * @return reversal
     * @throws row_failure
     */
    private function of_cohort(outcome $outcome): reversal {
        if ($outcome->action === 'create') {
            return reversal::impossible('created');
        }
        $cohort = known_cohorts::ours($this->cohorts->get((int) $outcome->objectid) ?? throw new row_failure('cohort_gone'));
        $now = (array) $cohort + ['category' => \context::instance_by_id((int) $cohort->contextid)->get_context_name(false)];
        return reversal::compare($now, $outcome->new, $outcome->old);
    }
}

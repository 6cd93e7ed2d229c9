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

use tool_syncingest\local\feed\processor\applied;
use tool_syncingest\local\feed\processor\outcome;
use tool_syncingest\local\feed\processor\row_failure;
use tool_syncingest\local\feed\processor\user\people;
use tool_syncingest\local\feed\rules\owned;
use tool_syncingest\local\feed\rules\ownership;

/**
 * Adds members to cohorts and removes them, by core's own functions. These take any number for an account, so people and cohorts of
 * a chunk are looked up once more, at the moment of writing.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class memberships {
    /** @var people */
    private readonly people $people;

    /** @var known_cohorts */
    private readonly known_cohorts $cohorts;

    /**
     * Reads what a chunk leads to.
     *
     * @param outcome[] $outcomes
     * @param int $feedowner
     */
    public function __construct(
        array $outcomes,
        /** @var int */
        private readonly int $feedowner,
    ) {
        global $CFG;
        require_once($CFG->dirroot . '/cohort/lib.php');
        $ids = array_map(fn(outcome $outcome): int => (int) ($outcome->data['cohort'] ?? 0), $outcomes);
        $new = array_filter($outcomes, fn(outcome $outcome): bool => empty($outcome->data['cohort']));
        $this->people = new people([], array_map(fn(outcome $outcome): int => (int) $outcome->objectid, $outcomes), []);
        $this->cohorts = new known_cohorts(
            array_map(fn(outcome $outcome): string => $outcome->data['number'] ?? '', $new),
            array_filter($ids)
        );
    }

    /**
     * Carries out an outcome.
     *
     * @param outcome $outcome
     * @return applied
     * @throws row_failure
     */
    public function apply(outcome $outcome): applied {
        $id = $outcome->objectid ?? throw new row_failure('only_planned');
        $account = $this->people->get($id) ?? throw new row_failure('object_gone');
        $objection = ownership::objection($this->people->target($account, owned::CREATED, $this->feedowner));
        if ($objection !== null) {
            throw new row_failure('protected', ['reason' => $objection]);
        }
        $cohort = $this->cohort($outcome);
        if ($outcome->action === 'add_member') {
            cohort_add_member($cohort->id, $id);
            return new applied(member_rows::TYPE, $id, owned::CREATED, known_cohorts::scope($cohort));
        }
        cohort_remove_member($cohort->id, $id);
        // Where a row asks for it, the feed goes on knowing the row; where the row is gone, nothing is left to know.
        return new applied(member_rows::TYPE, $id, owned::SEEN, '', $outcome->line === 0);
    }

    /**
     * Takes back an applied outcome.
     *
     * @param outcome $outcome
     * @param \stdClass $cohort
     * @return applied
     */
    public static function undo(outcome $outcome, \stdClass $cohort): applied {
        global $CFG;
        require_once($CFG->dirroot . '/cohort/lib.php');
        $outcome->action === 'add_member'
            ? cohort_remove_member($cohort->id, $outcome->objectid)
            : cohort_add_member($cohort->id, $outcome->objectid);
        return new applied(member_rows::TYPE, $outcome->objectid, $outcome->owned, known_cohorts::scope($cohort));
    }

    /**
     * Returns the cohort of an outcome; makes the one that is not there yet.
     *
     * @param outcome $outcome
     * @return \stdClass
     * @throws row_failure
     */
    private function cohort(outcome $outcome): \stdClass {
        if ($outcome->data['cohort'] > 0) {
            return known_cohorts::ours($this->cohorts->get($outcome->data['cohort']) ?? throw new row_failure('cohort_gone'));
        }
        $cohort = $this->cohorts->find($outcome->data['number']);
        if ($cohort === null) {
            $cohort = writer::create($outcome->data['number'], $outcome->data['contextid'], ['name' => $outcome->data['name']]);
            $this->cohorts->add($cohort);
        }
        return $cohort;
    }
}

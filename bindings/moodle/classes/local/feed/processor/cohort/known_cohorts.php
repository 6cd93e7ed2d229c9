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

use tool_syncingest\local\feed\processor\row_failure;
use tool_syncingest\local\feed\rules\alike;
use tool_syncingest\local\feed\rules\cohort_scope;

/**
 * The cohorts to which the rows of a chunk lead, read by a number of queries that does not grow with the rows.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class known_cohorts {
    /** @var \stdClass[] by id */
    private array $cohorts = [];

    /** @var array[] numbers by id, by folded number */
    private array $numbers = [];

    /**
     * Reads them.
     *
     * @param string[] $numbers
     * @param int[] $ids
     */
    public function __construct(array $numbers, array $ids) {
        global $DB;
        $context = \context_helper::get_preload_record_columns_sql('x');
        $select = "SELECT c.*, $context FROM {cohort} c JOIN {context} x ON x.id = c.contextid WHERE";
        if ($numbers) {
            // Numbers among them have become keys of type int. Some databases fold the letters of English alone.
            $exact = array_values(array_unique(array_map(fn($number): string => trim((string) $number), $numbers)));
            [$in, $params] = $DB->get_in_or_equal($exact);
            [$infolded, $folded] = $DB->get_in_or_equal(array_values(array_unique(array_map(alike::fold(...), $exact))));
            $found = $DB->get_records_sql("$select c.idnumber $in OR LOWER(c.idnumber) $infolded", [...$params, ...$folded]);
            array_map($this->add(...), $found);
        }
        if ($ids) {
            [$in, $params] = $DB->get_in_or_equal(array_values(array_unique($ids)));
            array_map($this->add(...), $DB->get_records_sql("$select c.id $in", $params));
        }
    }

    /**
     * Remembers a cohort.
     *
     * @param \stdClass $cohort
     */
    public function add(\stdClass $cohort): void {
        \context_helper::preload_from_record($cohort);
        $number = (string) $cohort->idnumber;
        $this->cohorts[(int) $cohort->id] = $cohort;
        $this->numbers[alike::fold($number)][(int) $cohort->id] = $number;
    }

    /**
     * Returns the cohort of a number.
     *
     * @param string $number
     * @return \stdClass|null null: there is none
     * @throws row_failure when several have it, or when it belongs to another plugin
     */
    public function find(string $number): ?\stdClass {
        $ids = alike::find($this->numbers[alike::fold($number)] ?? [], $number);
        if (count($ids) > 1) {
            throw new row_failure('cohort_ambiguous', ['value' => $number]);
        }
        return $ids ? self::ours($this->cohorts[$ids[0]]) : null;
    }

    /**
     * Returns a cohort.
     *
     * @param int $id
     * @return \stdClass|null null: there is none
     */
    public function get(int $id): ?\stdClass {
        return $this->cohorts[$id] ?? null;
    }

    /**
     * Refuses a cohort that another plugin maintains.
     *
     * @param \stdClass $cohort
     * @return \stdClass the same
     * @throws row_failure
     */
    public static function ours(\stdClass $cohort): \stdClass {
        if ((string) $cohort->component !== '') {
            throw new row_failure('cohort_foreign', ['value' => (string) $cohort->idnumber]);
        }
        return $cohort;
    }

    /**
     * Returns a cohort as the scope of its members.
     *
     * @param \stdClass $cohort
     * @return string
     */
    public static function scope(\stdClass $cohort): string {
        return cohort_scope::of((int) $cohort->id, (string) $cohort->idnumber);
    }
}

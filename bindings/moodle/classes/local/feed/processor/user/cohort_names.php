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

/**
 * The cohorts that rows name by their numbers.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class cohort_names {
    /** @var \stdClass[][] cohorts by number; several may bear the same one */
    private array $cohorts = [];

    /**
     * Reads those that are named.
     *
     * @param string[] $names
     */
    public function __construct(array $names) {
        global $DB;
        if ($names) {
            foreach ($DB->get_records_list('cohort', 'idnumber', array_unique($names), 'id', 'id, idnumber, component') as $cohort) {
                $this->cohorts[$cohort->idnumber][] = $cohort;
            }
        }
    }

    /**
     * Returns the cohort of a number.
     *
     * @param string $name
     * @return int
     * @throws row_failure
     */
    public function id(string $name): int {
        $found = $this->cohorts[$name] ?? [];
        if (count($found) !== 1) {
            throw new row_failure($found ? 'cohort_ambiguous' : 'cohort_missing', ['value' => $name]);
        }
        if ((string) $found[0]->component !== '') {
            throw new row_failure('cohort_foreign', ['value' => $name]);
        }
        return (int) $found[0]->id;
    }
}

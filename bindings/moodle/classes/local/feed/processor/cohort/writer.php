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

/**
 * Makes and changes cohorts, by core's own functions.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class writer {
    /**
     * Makes a cohort.
     *
     * @param string $number
     * @param int $contextid
     * @param string[] $values by column
     * @return \stdClass
     * @throws row_failure when its category has been deleted
     */
    public static function create(string $number, int $contextid, array $values): \stdClass {
        global $CFG, $DB;
        require_once($CFG->dirroot . '/cohort/lib.php');
        self::ensure_context($contextid);
        $id = cohort_add_cohort((object) ($values + [
            'idnumber' => $number, 'name' => $number, 'contextid' => $contextid, 'component' => '', 'visible' => 1,
        ]));
        return $DB->get_record('cohort', ['id' => $id], '*', MUST_EXIST);
    }

    /**
     * Changes a cohort.
     *
     * @param int $id
     * @param array $fields by column of its table
     * @throws row_failure when it or its category has been deleted
     */
    public static function update(int $id, array $fields): void {
        global $CFG, $DB;
        require_once($CFG->dirroot . '/cohort/lib.php');
        $cohort = $DB->get_record('cohort', ['id' => $id]) ?: throw new row_failure('cohort_gone');
        known_cohorts::ours($cohort);
        if (isset($fields['contextid'])) {
            self::ensure_context((int) $fields['contextid']);
        }
        cohort_update_cohort((object) ($fields + (array) $cohort));
    }

    /**
     * Refuses a context that is not there.
     *
     * @param int $id
     * @throws row_failure
     */
    private static function ensure_context(int $id): void {
        global $DB;
        if (!$DB->record_exists('context', ['id' => $id])) {
            throw new row_failure('category_gone');
        }
    }
}

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

namespace tool_syncingest;

use tool_syncingest\local\feed\processor\applied;
use tool_syncingest\local\feed\processor\cohorts;
use tool_syncingest\local\feed\processor\record;
use tool_syncingest\local\feed\processor\row;
use tool_syncingest\local\feed\rules\owned;

defined('MOODLE_INTERNAL') || die();

require_once(__DIR__ . '/row_processor_testcase.php');

/**
 * What the tests of the processor of cohorts begin with.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
abstract class cohorts_testcase extends row_processor_testcase {
    #[\Override]
    protected function processor(array $settings = []): cohorts {
        return new cohorts($this->settings($settings + ['key' => ['cohort', 'user']]));
    }

    /**
     * Settings of a feed whose rows are cohorts.
     *
     * @param array $settings that differ
     * @return array
     */
    protected static function of_cohorts(array $settings = []): array {
        return $settings + ['key' => ['cohort']];
    }

    /**
     * Makes a cohort.
     *
     * @param array $values
     * @return \stdClass
     */
    protected function cohort(array $values = []): \stdClass {
        return $this->getDataGenerator()->create_cohort($values + ['idnumber' => '6A', 'name' => 'Class 6A']);
    }

    /**
     * Makes an account.
     *
     * @param string $idnumber
     * @return \stdClass
     */
    protected function user(string $idnumber = '0042'): \stdClass {
        return $this->getDataGenerator()->create_user(['idnumber' => $idnumber]);
    }

    /**
     * The row of a member.
     *
     * @param array $values that differ
     * @param record|null $record
     * @return row
     */
    protected function member(array $values = [], ?record $record = null): row {
        return $this->row($values + ['cohort' => '6A', 'user' => '0042'], $record);
    }

    /**
     * What the feed knows of a membership that it has applied.
     *
     * @param applied $applied
     * @param array $values that differ
     * @return record
     */
    protected function known(applied $applied, array $values = []): record {
        return $this->record($applied->type, $applied->objectid, $values + ['scope' => $applied->scope, 'owned' => $applied->owned]);
    }
}

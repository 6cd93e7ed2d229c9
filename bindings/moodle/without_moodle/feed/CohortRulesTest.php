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

namespace tool_syncingest\without_moodle\feed;

use PHPUnit\Framework\TestCase;
use tool_syncingest\local\feed\rules\alike;
use tool_syncingest\local\feed\rules\cohort_columns;
use tool_syncingest\local\feed\rules\cohort_scope;

/**
 * What rows say about cohorts, and how these are named.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class CohortRulesTest extends TestCase {
    public function test_a_row_adds_a_member_unless_it_says_that_it_removes_one(): void {
        $words = array_map(cohort_columns::wants_member(...), ['', ' Add ', 'ajouter', 'remove', ' DEL ', 'retirer', '-', 'perhaps', '0']);
        $this->assertSame([true, true, true, false, false, false, false, null, null], $words);
    }

    public function test_a_scope_shows_the_number_and_means_the_id(): void {
        $this->assertSame('6A (12)', cohort_scope::of(12, '6A'));
        $this->assertSame(12, cohort_scope::id('6A (12)'));
        $this->assertSame(12, cohort_scope::id(cohort_scope::of(12, str_repeat('é', 100) . ' (7)')));
        $this->assertLessThanOrEqual(100, mb_strlen(cohort_scope::of(PHP_INT_MAX >> 12, str_repeat('é', 100))));
        $this->assertSame([0, 0], [cohort_scope::id(''), cohort_scope::id('6A')]);
    }

    public function test_what_is_written_alike_is_preferred_and_capitals_make_no_difference_otherwise(): void {
        $this->assertSame([2], alike::find([1 => '6a', 2 => '6A'], ' 6A '));
        $this->assertSame([1], alike::find([1 => 'École'], 'éCOLE'));
        $this->assertSame([1, 2], alike::find([1 => 'éa', 2 => 'ÉA', 3 => 'EA'], 'éA'));
        $this->assertSame([], alike::find([1 => '6a'], '6'));
        $this->assertSame([4, 7], alike::find([4 => 'C1', 7 => 'C1'], 'C1'));
    }

    public function test_no_synonym_leads_to_two_columns(): void {
        $all = array_merge(array_keys(cohort_columns::SYNONYMS), ...array_values(cohort_columns::SYNONYMS));
        $this->assertSame(array_unique($all), $all);
        $this->assertSame(array_map('mb_strtolower', $all), $all);
    }
}

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
use tool_syncingest\local\feed\rules\category_path;
use tool_syncingest\local\feed\rules\course_columns;
use tool_syncingest\local\feed\rules\user_values;

/**
 * What rows say about courses and their categories.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class CourseRulesTest extends TestCase {
    public function test_a_path_is_split_at_slashes_between_blanks(): void {
        $this->assertSame(['Sciences', 'Maths', '1/2'], category_path::split(' Sciences / Maths / 1/2 '));
        $this->assertSame(['A/B'], category_path::split('A/B'));
        $this->assertSame([], category_path::split('  '));
        $this->assertSame(['A', '', 'B'], category_path::split('A /  / B'));
        $this->assertSame('A / B', category_path::join(['A', 'B']));
    }

    public function test_a_course_does_not_end_before_it_starts(): void {
        $ends = fn(string $start, string $end): bool => course_columns::ends_too_early($start, $end);
        $this->assertFalse($ends('2026-09-01', '2026-09-01'));
        $this->assertFalse($ends('2026-09-01', ''));
        $this->assertFalse($ends('', ''));
        $this->assertTrue($ends('2026-09-01', '2026-08-31'));
        $this->assertTrue($ends('', '2026-08-31'));
    }

    public function test_a_number_has_a_point_or_a_comma(): void {
        $numbers = array_map(course_columns::number(...), ['12', ' 12,50 ', '-0.5', '1e9', 'abc', '', '1.2.3', '1 000']);
        $this->assertSame(['12', '12.5', '-0.5', null, null, null, null, null], $numbers);
    }

    public function test_columns_that_a_course_needs_are_never_erased(): void {
        $there = ['fullname' => 'Maths', 'summary' => 'x'];
        $empty = ['fullname' => '', 'summary' => ''];
        $changes = user_values::changes($there, $empty, true, erasing: true, needed: course_columns::NEEDED);
        $this->assertSame([['summary' => 'x'], ['summary' => ''], []], $changes);
    }

    public function test_what_would_be_cut_in_silence_is_too_long(): void {
        $this->assertNull(user_values::too_long(['fullname' => str_repeat('é', 254)], course_columns::LONGEST));
        $toolong = user_values::too_long(['shortname' => str_repeat('é', 101)], course_columns::LONGEST);
        $this->assertSame(['column' => 'shortname', 'longest' => 100], $toolong);
    }

    public function test_no_synonym_leads_to_two_columns(): void {
        $all = array_merge(array_keys(course_columns::SYNONYMS), ...array_values(course_columns::SYNONYMS));
        $this->assertSame(array_unique($all), $all);
        $this->assertSame(array_map('mb_strtolower', $all), $all);
    }
}

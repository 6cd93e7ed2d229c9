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
use tool_syncingest\local\feed\rules\user_columns;
use tool_syncingest\local\feed\rules\user_values;

/**
 * The values that a row has for an account, and which of them are changes.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class UserValuesTest extends TestCase {
    public function test_yes_and_no_are_understood_in_two_languages_and_nothing_else_is(): void {
        $flags = array_map(user_values::flag(...), ['1', ' Oui ', 'TRUE', '0', 'non', 'faux', '', '2', 'perhaps']);
        $this->assertSame([true, true, true, false, false, false, null, null, null], $flags);
    }

    public function test_a_day_that_does_not_exist_is_no_day(): void {
        $days = array_map(user_values::day(...), ['2026-09-01', '01/09/2026', '1.9.2026', '31/02/2026', '01-09/2026', '2026', '01/09/26']);
        $this->assertSame([[2026, 9, 1], [2026, 9, 1], [2026, 9, 1], null, null, null, null], $days);
    }

    public function test_a_cell_names_several_cohorts_each_once(): void {
        $this->assertSame(['6A', '6B'], user_values::several(' 6A|6B || 6A'));
        $this->assertSame([], user_values::several(''));
    }

    public function test_what_would_be_cut_in_silence_is_too_long(): void {
        $this->assertNull(user_values::too_long(['firstname' => str_repeat('é', 100)]));
        $this->assertSame(['column' => 'firstname', 'longest' => 100], user_values::too_long(['firstname' => str_repeat('é', 101)]));
    }

    public function test_only_what_differs_is_a_change(): void {
        $changes = user_values::changes(['city' => 'Lyon', 'lastname' => 'A'], ['city' => 'Lyon', 'lastname' => 'B'], true);
        $this->assertSame([['lastname' => 'A'], ['lastname' => 'B'], []], $changes);
    }

    public function test_an_empty_cell_keeps_unless_the_feed_erases_and_never_erases_what_an_account_needs(): void {
        $there = ['city' => 'Lyon', 'email' => 'a@b.org'];
        $empty = ['city' => '', 'email' => ''];
        $this->assertSame([[], [], []], user_values::changes($there, $empty, true));
        $this->assertSame([['city' => 'Lyon'], ['city' => ''], []], user_values::changes($there, $empty, true, erasing: true));
    }

    public function test_columns_that_could_take_over_an_account_stay_unless_they_are_allowed(): void {
        $there = ['username' => 'ada', 'email' => 'a@b.org'];
        $row = ['username' => 'eve', 'email' => 'eve@b.org'];
        $this->assertSame([[], [], ['username', 'email']], user_values::changes($there, $row, false));
        $this->assertSame([['email' => 'a@b.org'], ['email' => 'eve@b.org'], ['username']], user_values::changes($there, $row, true));
        $this->assertSame($row, user_values::changes($there, $row, false, ['username', 'email'])[1]);
    }

    public function test_a_column_at_creation_only_is_never_changed(): void {
        $this->assertSame([[], [], []], user_values::changes(['city' => 'Lyon'], ['city' => 'Paris'], true, once: ['city']));
    }

    public function test_no_synonym_leads_to_two_columns(): void {
        $all = array_merge(array_keys(user_columns::SYNONYMS), ...array_values(user_columns::SYNONYMS));
        $this->assertSame(array_unique($all), $all);
        $this->assertSame(array_map('mb_strtolower', $all), $all);
    }
}

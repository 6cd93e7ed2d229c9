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

use PHPUnit\Framework\TestCase;
use tool_syncingest\local\feed\rules\mapping;
use tool_syncingest\local\feed\rules\mode;
use tool_syncingest\local\feed\rules\pattern;
use tool_syncingest\local\feed\rules\pattern_proposal;

/**
 * What a new feed proposes: the pattern of a file name, and columns for a header.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class MappingTest extends TestCase {
    public function test_a_date_in_a_file_name_becomes_a_wildcard(): void {
        $names = [
            'users-2026-09-01.csv' => 'users-{date}.csv', 'users_20260901.csv' => 'users_{date}.csv',
            'export 20260901T0310.csv' => 'export {date}.csv', 'users.csv' => 'users.csv',
            // No date of the calendar, or a part of a longer number.
            'users-2026-13-01.csv' => 'users-2026-13-01.csv', '120260901.csv' => '120260901.csv',
            '20261301-20260901.csv' => '20261301-{date}.csv',
            'élèves-2026.09.01.csv' => 'élèves-{date}.csv',
        ];
        foreach ($names as $name => $pattern) {
            $this->assertSame($pattern, pattern_proposal::of($name));
            $this->assertNotNull((new pattern($pattern))->match($name), $name);
            $this->assertSame([], pattern::problems($pattern, mode::FULL), $name);
        }
    }

    public function test_a_name_that_no_pattern_can_match_has_no_proposal(): void {
        $this->assertSame('', pattern_proposal::of('a{b}.csv'));
        $this->assertSame('', pattern_proposal::of("caf\xE9.csv"));
    }

    public function test_columns_are_found_by_name_and_then_by_synonym_once(): void {
        $synonyms = ['email' => ['mail', 'courriel'], 'idnumber' => ['id', 'matricule'], 'city' => []];
        $this->assertSame(
            ['email' => 'email', 'matricule' => 'idnumber'],
            mapping::propose(['matricule', 'email', 'mail', 'whatever'], $synonyms)
        );
        $this->assertSame(['courriel' => 'email'], mapping::propose(['courriel', 'mail'], $synonyms));
        $this->assertSame([], mapping::propose([], $synonyms));
        // A column that is numeric stays text.
        $this->assertSame(['one' => '1'], mapping::propose(['one'], ['1' => ['one']]));
    }

    public function test_no_mapping_takes_columns_of_the_same_name(): void {
        $this->assertSame(['b' => 'b'], mapping::effective([], ['a', 'b'], ['b', 'c']));
        $this->assertSame(['a' => 'c'], mapping::effective(['a' => 'c'], ['a', 'b'], ['b', 'c']));
    }
}

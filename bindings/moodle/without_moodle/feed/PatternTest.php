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
use tool_syncingest\local\feed\rules\mode;
use tool_syncingest\local\feed\rules\name_parts;
use tool_syncingest\local\feed\rules\pattern;
use tool_syncingest\local\feed\rules\sequence;

/**
 * File-name patterns, and the order that names ask for.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class PatternTest extends TestCase {
    /**
     * Patterns, names, and what is in them.
     *
     * @return array[] pattern, name, null or part, date and number
     */
    public static function names(): array {
        return [
            'literal' => ['users.csv', 'users.csv', ['', null, null]],
            'literal, another name' => ['users.csv', 'users.csv.bak', null],
            'a dot is a dot' => ['users.csv', 'usersxcsv', null],
            'letters are exact' => ['users.csv', 'Users.csv', null],
            'no newline at the end' => ['users.csv', "users.csv\n", null],
            'date' => ['users_{date}.csv', 'users_20260131.csv', ['', '20260131000000', null]],
            'date with dashes' => ['users_{date}.csv', 'users_2026-01-31.csv', ['', '20260131000000', null]],
            'date and time' => ['users_{date}.csv', 'users_2026-01-31_07-45.csv', ['', '20260131074500', null]],
            'date and time to the second' => ['u{date}.csv', 'u20260131T074509.csv', ['', '20260131074509', null]],
            'no such day' => ['users_{date}.csv', 'users_20260230.csv', null],
            'no such time' => ['users_{date}.csv', 'users_20260131-2460.csv', null],
            'mixed separators' => ['users_{date}.csv', 'users_2026-01_31.csv', null],
            'number' => ['delta-{seq}.csv', 'delta-007.csv', ['', null, 7]],
            'no number' => ['delta-{seq}.csv', 'delta-.csv', null],
            'number without an end' => ['delta-{seq}.csv', 'delta-' . str_repeat('9', 19) . '.csv', null],
            'part' => ['{part}_users.csv', 'école-du-parc_users.csv', ['école-du-parc', null, null]],
            'part is never empty' => ['{part}_users.csv', '_users.csv', null],
            'part and date' => ['{part}_{date}.csv', 'a_b_20260131.csv', ['a_b', '20260131000000', null]],
            'date and number' => ['x{date}.{seq}.csv', 'x20260131.12.csv', ['', '20260131000000', 12]],
            'any' => ['users{any}.csv', 'users (copy).csv', ['', null, null]],
            'any is nothing' => ['users{any}.csv', 'users.csv', ['', null, null]],
            'any twice' => ['{any}users{any}', 'my users.csv', ['', null, null]],
            'regular expressions are literal' => ['a+(b).csv', 'a+(b).csv', ['', null, null]],
            'not UTF-8' => ['users{any}.csv', "users\xe9.csv", null],
        ];
    }

    /**
     * @dataProvider names
     * @param string $pattern
     * @param string $name
     * @param array|null $expected
     */
    public function test_a_name_is_taken_apart(string $pattern, string $name, ?array $expected): void {
        $found = (new pattern($pattern))->match($name);
        $this->assertSame($expected, $found ? [$found->part, $found->date, $found->seq] : null);
    }

    /**
     * Patterns, modes, and what is wrong with them.
     *
     * @return array[]
     */
    public static function problems(): array {
        return [
            ['users_{date}_{seq}_{part}.csv', mode::FULL, []],
            ['users{any}.csv', mode::ROWS, []],
            ['users{any}.csv', mode::FULL, ['whole_without_part']],
            ['{part}{any}.csv', mode::FULL, []],
            ['', mode::ROWS, ['empty']],
            ['sub/users.csv', mode::ROWS, ['folder']],
            ['.users.csv', mode::ROWS, ['never_collected']],
            ['_users.csv', mode::ROWS, ['never_collected']],
            ['users_{day}.csv', mode::ROWS, ['unknown_wildcard']],
            ['users_{date.csv', mode::ROWS, ['unknown_wildcard']],
            ['users_{}.csv', mode::ROWS, ['unknown_wildcard']],
            ['{date}-{date}.csv', mode::ROWS, ['repeated_wildcard']],
            ["users\xff.csv", mode::ROWS, ['encoding']],
        ];
    }

    /**
     * @dataProvider problems
     * @param string $pattern
     * @param mode $mode
     * @param string[] $expected
     */
    public function test_a_pattern_that_cannot_be_used_is_refused(string $pattern, mode $mode, array $expected): void {
        $this->assertSame($expected, pattern::problems($pattern, $mode));
    }

    /**
     * Names, the last applied one, and whether they come in order.
     *
     * @return array[]
     */
    public static function orders(): array {
        $name = fn(?string $date, ?int $seq = null): name_parts => new name_parts('', $date, $seq);
        return [
            'the first' => [$name(null, 5), null, sequence::NEXT],
            'the next number' => [$name(null, 6), $name(null, 5), sequence::NEXT],
            'the same number is a correction' => [$name(null, 5), $name(null, 5), sequence::NEXT],
            'a lower number' => [$name(null, 4), $name(null, 5), sequence::OLDER],
            'a gap' => [$name(null, 7), $name(null, 5), sequence::GAP],
            'a later day, days between' => [$name('20260109000000'), $name('20260101000000'), sequence::NEXT],
            'an earlier day' => [$name('20251231000000'), $name('20260101000000'), sequence::OLDER],
            'numbers begin again each day' => [$name('20260102000000', 1), $name('20260101000000', 9), sequence::NEXT],
            'numbers go on over midnight' => [$name('20260102000000', 10), $name('20260101000000', 9), sequence::NEXT],
            'a gap on a new day' => [$name('20260102000000', 3), $name('20260101000000', 9), sequence::GAP],
            'an earlier day with a higher number' => [$name('20260101000000', 9), $name('20260102000000', 1), sequence::OLDER],
            'no names to compare' => [new name_parts(), new name_parts(), sequence::NEXT],
        ];
    }

    /**
     * @dataProvider orders
     * @param name_parts $new
     * @param name_parts|null $applied
     * @param sequence $expected
     */
    public function test_older_files_are_refused_and_gaps_held(name_parts $new, ?name_parts $applied, sequence $expected): void {
        $this->assertSame($expected, sequence::judge($new, $applied));
    }
}

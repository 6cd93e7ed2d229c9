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

declare(strict_types=1);

use PHPUnit\Framework\TestCase;
use tool_syncingest\local\store\retention;

/**
 * Which stored files have been kept long enough.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class RetentionTest extends TestCase {
    private const DAY = 86400;

    public function test_without_a_rule_everything_is_kept(): void {
        foreach (['', "\n \n"] as $text) {
            $this->assertTrue(retention::of($text)->is_off());
            $this->assertFalse(retention::of($text)->is_over('a.csv', PHP_INT_MAX));
        }
    }

    public function test_the_first_rule_that_matches_decides(): void {
        $rules = retention::of("attendance-*.csv 2\r\n*.csv   30\n");
        $this->assertFalse($rules->is_off());
        $this->assertSame(2 * self::DAY, $rules->shortest());
        $this->assertTrue($rules->is_over('attendance-1.csv', 2 * self::DAY));
        $this->assertFalse($rules->is_over('attendance-1.csv', 2 * self::DAY - 1));
        $this->assertFalse($rules->is_over('students.csv', 29 * self::DAY));
        $this->assertTrue($rules->is_over('students.csv', 30 * self::DAY));
        $this->assertFalse($rules->is_over('students.txt', 365 * self::DAY));
    }

    public function test_a_pattern_may_hold_blanks_and_what_a_shell_would_take_for_an_escape(): void {
        $this->assertTrue(retention::of('old grades ?.csv 1')->is_over('old grades 7.csv', self::DAY));
        $this->assertTrue(retention::of('a\*.csv 1')->is_over('a\b.csv', self::DAY));
    }

    /**
     * @dataProvider nonsense
     */
    public function test_a_line_that_cannot_be_understood_is_named(string $text, string $line): void {
        $this->expectExceptionMessage($line);
        $this->expectException(InvalidArgumentException::class);
        retention::of($text);
    }

    public static function nonsense(): array {
        return [['*.csv', '1'], ["a 1\n*.csv never", '2'], ['*.csv 0', '1'], ['*.csv 36501', '1'], ['30', '1'], ["\n\n* -1", '3']];
    }
}

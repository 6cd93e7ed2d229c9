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
use tool_syncingest\local\file_name;

/**
 * Names that somebody else has chosen, as a person reads them.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class FileNameTest extends TestCase {
    /**
     * @dataProvider names
     */
    public function test_everything_in_a_name_can_be_seen(string $name, string $visible): void {
        $this->assertSame($visible, file_name::visible($name));
    }

    public static function names(): array {
        return [
            ['students.csv', 'students.csv'],
            ["l'été 2026 – 学生.csv", "l'été 2026 – 学生.csv"],
            ["two\nlines\r.csv", 'two\u{000A}lines\u{000D}.csv'],
            ["\u{202E}vsc.exe", '\u{202E}vsc.exe'],
            ["no\u{200B}thing.csv", 'no\u{200B}thing.csv'],
            ["caf\xE9.csv", 'caf\xE9.csv'],
            ["\xF0\x9F\x98.csv", '\xF0\x9F\x98.csv'],
            ["overlong\xC0\xAF.csv", 'overlong\xC0\xAF.csv'],
            ["sl\u{2215}ash.csv", "sl\u{2215}ash.csv"],
            ['<b>bold</b>.csv', '<b>bold</b>.csv'],
            ['', ''],
        ];
    }

    public function test_the_longest_name_fits_into_a_column_and_keeps_its_ending(): void {
        $kept = file_name::to_keep(str_repeat("\xFF", 250) . '.csv');
        $this->assertLessThanOrEqual(255, mb_strlen($kept));
        $this->assertStringEndsWith('.csv', $kept);
        $this->assertStringContainsString('…', $kept);
    }

    public function test_no_cell_of_a_spreadsheet_is_a_formula(): void {
        foreach (['=cmd|x', '+1', '-1', '@SUM(A1)'] as $formula) {
            $this->assertSame("'$formula", file_name::cell($formula));
        }
        $this->assertSame('a=b', file_name::cell('a=b'));
        $this->assertSame('', file_name::cell(''));
    }
}

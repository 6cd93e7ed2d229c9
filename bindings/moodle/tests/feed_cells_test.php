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

use tool_syncingest\local\feed\failed_rows;
use tool_syncingest\local\feed\feeds;
use tool_syncingest\local\feed\rules\effect;
use tool_syncingest\local\feed\run;

defined('MOODLE_INTERNAL') || die();

require_once(__DIR__ . '/people_testcase.php');

/**
 * Cells that nobody expects, people who are there twice, and people whom two feeds know.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \tool_syncingest\local\feed\processor\users
 */
final class feed_cells_test extends people_testcase {
    /**
     * The last names of those who were made, by number.
     *
     * @return string[]
     */
    private function last_names(): array {
        global $DB;
        return $DB->get_records_select_menu('user', "idnumber <> '' AND deleted = 0", null, 'idnumber', 'idnumber, lastname');
    }

    /**
     * The codes of the failed rows of a run, by line.
     *
     * @param run $run
     * @return string[]
     */
    private function failures(run $run): array {
        return array_column($this->results($run, 'failed'), 2, 0);
    }

    public function test_hostile_cells_are_text_or_fail_their_row_and_nothing_else(): void {
        global $DB;
        $this->people_feed(['limits' => ['additions' => 500, 'failed' => 100]]);
        $stored = [
            1 => '=HYPERLINK("http://example.org";"x")', 2 => '@SUM(1+1)*cmd|\' /C calc\'!A0', 3 => '-2+3', 4 => '+49 170',
            5 => "Robert'); DROP TABLE mdl_user;--", 6 => '%_\\', 7 => "O'Neill \"Shaq\"", 8 => '😀 Ünïcode 李小龙', 9 => "\u{202e}txt.exe",
            10 => "a\u{200d}b\u{200b}c", 11 => '{$a->password} {{secret}} ${HOME}', 12 => "e\u{301}", 13 => "line\nbreak",
        ];
        $refused = [
            21 => '<script>alert(1)</script>', 22 => '<b>bold', 23 => str_repeat('x', 101), 24 => str_repeat('é', 300000),
            26 => "nul\0", 27 => "\x1b[31mred", 28 => '',
        ];
        $text = "idnumber,username,firstname,lastname,email,suspended\n";
        foreach ($stored + $refused as $number => $name) {
            $name = '"' . str_replace('"', '""', $name) . '"';
            $text .= sprintf("%05d,p%d,Ada,%s,p%d@example.org,0\n", $number, $number, $name, $number);
        }
        $run = $this->night($text . "00030,p30,Ada,Last,p30@example.org,0\n");
        $this->assertSame('done_with_errors', $run->state->value, json_encode($run->reasons()));
        $names = $this->last_names();
        foreach ($stored as $number => $name) {
            $this->assertSame($name, $names[sprintf('%05d', $number)]);
            unset($names[sprintf('%05d', $number)]);
        }
        $this->assertSame(['00030' => 'Last'], $names);
        // Each is named with its line; a line break within a cell is part of its row.
        $codes = $this->failures($run);
        $this->assertCount(count($refused), $codes);
        $this->assertSame(['missing', 'not_storable', 'table_control_character', 'too_long'], array_values(array_unique(array_values(
            (function (array $codes): array {
                sort($codes);
                return $codes;
            })($codes)
        ))));
        // What a person opens in a spreadsheet is harmless.
        $out = fopen('php://memory', 'w+');
        failed_rows::write($run, $out, true);
        rewind($out);
        $this->assertStringNotContainsString("\n=", stream_get_contents($out));
        // And once more the same file changes nothing.
        $this->assertSame(0, $this->night($text . "00030,p30,Ada,Last,p30@example.org,0\n")->planned()->of(effect::CHANGE));
        $this->assertTrue($DB->get_manager()->table_exists('user'));
    }

    public function test_a_cell_of_more_than_a_mebibyte_refuses_the_file_and_changes_nothing(): void {
        $this->people_feed();
        $this->night($this->people(1, 12));
        $before = $this->accounts();
        $run = $this->night($this->people(1, 12, [5 => ['lastname' => str_repeat('x', (1 << 20) + 1)]]));
        $this->assertSame(['refused', ['unreadable']], [$run->state->value, $this->codes($run)]);
        $this->assertSame(6, $run->reasons()[0]->values['line']);
        $this->assertSame($before, $this->accounts());
    }

    public function test_two_persons_with_one_number_are_an_error_of_their_row_and_neither_is_touched(): void {
        global $DB;
        foreach (['first', 'second'] as $name) {
            $this->getDataGenerator()->create_user(['idnumber' => '00003', 'username' => $name]);
        }
        $this->people_feed(['adopting' => true]);
        $before = $DB->get_records_list('user', 'username', ['first', 'second'], 'id', 'id, lastname, email, idnumber, suspended');
        $run = $this->night($this->people(1, 5));
        $this->assertSame([4 => 'ambiguous'], $this->failures($run));
        $this->assertEquals($before, $DB->get_records_list('user', 'username', ['first', 'second'], 'id', 'id, lastname, email, idnumber, suspended'));
        $this->assertSame(4, $DB->count_records_select('user', "username LIKE 'p%'"));
        // Gone from the file, too.
        $this->assert_run('done', [], $this->night($this->people(4, 5) . substr(strstr($this->people(1, 2), "\n"), 1)));
        $this->assertSame(0, $this->suspended());
    }

    public function test_two_different_rows_of_one_key_both_fail_and_its_account_stays(): void {
        $this->people_feed();
        $this->night($this->people(1, 12));
        $again = substr(strstr($this->people(3, 3, [3 => ['lastname' => 'Other']]), "\n"), 1);
        $run = $this->night($this->people(1, 12) . $again);
        $this->assertSame([4, 14], array_keys($this->failures($run)));
        $this->assertSame([0, 'Façade'], [$this->suspended(), $this->last_names()['00003']]);
        // Equal rows of one key are one.
        $run = $this->night($this->people(1, 12) . substr(strstr($this->people(3, 3), "\n"), 1));
        $this->assert_run('done', [], $run);
    }

    public function test_a_person_in_two_feeds_belongs_to_the_first_and_stays_while_either_has_them(): void {
        global $DB;
        $this->people_feed();
        $this->people_feed(['pattern' => 'guests.csv'], 'guests');
        $this->assert_run('done', [], $this->night($this->people(1, 12)));
        $run = $this->deliver($this->people(12, 20, [12 => ['lastname' => 'By guests']]), 'guests.csv');
        $this->assert_run('done', [], $run);
        // The second one may not take it over, and changes nothing of it.
        $this->assertSame('Façade', $this->last_names()['00012']);
        $this->assert_run('done', [], $this->night($this->people(1, 11)));
        $this->assertSame('0', $DB->get_field('user', 'suspended', ['idnumber' => '00012']));
        // The second one lets it go; then it is nobody's but the first one's, whose next file suspends it.
        $this->assert_run('done', [], $this->deliver($this->people(13, 20), 'guests.csv'));
        $this->assertSame('0', $DB->get_field('user', 'suspended', ['idnumber' => '00012']));
        $this->assert_run('done', [], $this->night($this->people(1, 11)));
        $this->assertSame('1', $DB->get_field('user', 'suspended', ['idnumber' => '00012']));
    }

    public function test_leading_zeros_and_capitals_and_invisible_characters_in_headers_are_kept_or_named(): void {
        global $DB;
        $this->people_feed();
        $text = str_replace(['idnumber,', 'username'], ["\u{feff}IdNumber ,", "User\u{200b}name"], $this->people(1, 40, [2 => ['username' => 'CamelCase']]));
        $run = $this->night($text);
        $this->assert_run('done', [], $run);
        $this->assertSame(['00001', '00002', '00003'], array_slice(array_map('strval', array_keys($this->last_names())), 0, 3));
        $this->assertTrue($DB->record_exists('user', ['username' => 'camelcase']));
        $detail = $DB->get_field('tool_syncingest_rows', 'detail', ['runid' => $run->id, 'line' => 3]);
        $this->assertSame([['username_changed', ['from' => 'CamelCase', 'to' => 'camelcase']]], json_decode($detail, true)['warnings']);
        // A spreadsheet has taken the zeros: these are others, and everybody else would be gone.
        $run = $this->night(preg_replace('/^0+/m', '', $this->people(1, 40)));
        $this->assertSame(40, count($this->failures($run)), 'their user names are taken');
        $this->assertSame('held', $run->state->value);
        $this->assertSame(0, $this->suspended());
    }

    public function test_no_account_gets_a_mail_unless_the_feed_wants_it(): void {
        $this->people_feed();
        $sink = $this->redirectEmails();
        $this->night($this->people(1, 3));
        $this->assertSame(0, $sink->count());
        $feed = feeds::named('people');
        feeds::save($feed->id, $feed->name, $feed->definition->with(['options' => ['mail_passwords' => true]]));
        $this->night($this->people(1, 4));
        global $DB;
        $this->assertSame(1, $DB->count_records('user_preferences', ['name' => 'create_password']));
        $this->assertSame(0, $sink->count(), 'cron sends it');
    }
}

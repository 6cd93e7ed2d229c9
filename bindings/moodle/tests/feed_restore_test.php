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

use tool_syncingest\local\config;
use tool_syncingest\local\feed\feeds;
use tool_syncingest\local\feed\round;
use tool_syncingest\local\feed\rules\effect;
use tool_syncingest\local\feed\rules\stage;
use tool_syncingest\local\feed\rules\state;
use tool_syncingest\local\feed\runs;
use tool_syncingest\local\feed\worker;

defined('MOODLE_INTERNAL') || die();

require_once(__DIR__ . '/people_testcase.php');

/**
 * Databases and data roots that were restored without each other, and clones of a site. Whatever comes back, the next good file
 * makes the site as its rows are: nobody is skipped, and nobody is removed who is in it.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \tool_syncingest\local\feed\table\hash_files
 */
final class feed_restore_test extends people_testcase {
    /** @var string[] tables that a feed of accounts writes to */
    private const TABLES = [
        'tool_syncingest_feeds', 'tool_syncingest_runs', 'tool_syncingest_rows', 'tool_syncingest_chunks', 'tool_syncingest_records',
        'tool_syncingest_files', 'user', 'files',
    ];

    /**
     * A backup of the database.
     *
     * @return array[] rows by table
     */
    private function back_up(): array {
        global $DB;
        return array_map(fn(string $table): array => $DB->get_records($table, null, 'id'), array_combine(self::TABLES, self::TABLES));
    }

    /**
     * Restores the database. Numbers are given again to what comes afterwards, as a restored database does.
     *
     * @param array[] $backup
     */
    private function restore(array $backup): void {
        global $DB;
        foreach ($backup as $table => $rows) {
            $DB->delete_records($table);
            foreach ($rows as $row) {
                $DB->insert_record_raw($table, $row, false, false, true);
            }
            $DB->get_manager()->reset_sequence($table);
        }
        purge_all_caches();
    }

    /**
     * A copy of what the plugin keeps in the data root, apart from the drop folder.
     *
     * @return string its path
     */
    private function copy_of_data(): string {
        $copy = make_request_directory();
        foreach (array_filter([config::hashes(), config::runs()], 'is_dir') as $folder) {
            exec('cp -a ' . escapeshellarg($folder) . ' ' . escapeshellarg($copy));
        }
        return $copy;
    }

    /**
     * Puts such a copy back.
     *
     * @param string|null $copy null: nothing is left
     */
    private function restore_data(?string $copy): void {
        foreach ([config::hashes(), config::runs()] as $folder) {
            fulldelete($folder);
            if ($copy !== null && is_dir("$copy/" . basename($folder))) {
                exec('cp -a ' . escapeshellarg("$copy/" . basename($folder)) . ' ' . escapeshellarg($folder));
            }
        }
    }

    /**
     * Ways to lose one half of a site.
     *
     * @return array[] whether the old database comes back, and which data root: old, new or none
     */
    public static function halves(): array {
        return [
            'old database, new data root' => [true, 'new'],
            'old database, old data root' => [true, 'old'],
            'old database, no data root' => [true, 'none'],
            'new database, old data root' => [false, 'old'],
            'new database, no data root' => [false, 'none'],
        ];
    }

    /**
     * Checks that the accounts are those of a file.
     *
     * @param int $from
     * @param int $to
     */
    private function check(int $from, int $to): void {
        global $DB;
        $there = $DB->get_records_select_menu('user', "idnumber <> '' AND suspended = 0 AND deleted = 0", null, 'idnumber', 'idnumber, lastname');
        $expected = array_map(fn(int $i): string => sprintf('%05d', $i), range($from, $to));
        $this->assertSame($expected, array_map('strval', array_keys($there)));
        $this->assertSame(['Façade'], array_values(array_unique($there)));
    }

    /**
     * @dataProvider halves
     * @param bool $olddatabase
     * @param string $data
     */
    public function test_after_one_half_was_restored_the_next_file_skips_nobody_and_removes_nobody_who_is_in_it(
        bool $olddatabase,
        string $data
    ): void {
        global $DB;
        $this->people_feed();
        $this->night($this->people(1, 60));
        [$database, $copies] = [$this->back_up(), ['old' => $this->copy_of_data(), 'none' => null]];
        // Two nights later: five are new, three are gone, one was renamed by hand.
        $this->night($this->people(1, 63));
        $this->night($this->people(4, 65));
        $DB->set_field('user', 'lastname', 'By hand', ['idnumber' => '00010']);
        $copies['new'] = $this->copy_of_data();
        if ($olddatabase) {
            $this->restore($database);
        }
        $this->restore_data($copies[$data]);

        // A file with a bad row: whose key it has counts as present, or else nobody is gone.
        $run = $this->night($this->people(4, 65, [20 => ['firstname' => "ctrl\x01"], 10 => ['firstname' => 'Other']]));
        $this->assertSame('done_with_errors', $run->state->value, json_encode($run->reasons()));
        $this->assertSame('0', $DB->get_field('user', 'suspended', ['idnumber' => '00020']));
        $run = $this->night($this->people(4, 65, [10 => ['firstname' => 'Other']]));
        $this->assert_run('done', [], $run);
        $this->check(4, 65);
        $this->assertSame($DB->count_records_select('user', "idnumber <> ''"), $DB->count_records('tool_syncingest_records'));
        $this->assertSame(0, (int) $this->night($this->people(4, 65, [10 => ['firstname' => 'Other']]))->row->total);
    }

    public function test_a_run_that_was_under_way_in_a_restored_database_makes_its_working_files_again(): void {
        $this->people_feed();
        $this->collect($this->people(1, 60), 'people.csv');
        (new worker(microtime(true) - 1))->carry_on($this->last()->id);
        $this->assertSame(state::RUNNING, $this->last()->state);
        $this->restore_data(null);
        round::run(null);
        $this->assert_run('done', [], $this->last());
        $this->check(1, 60);
    }

    public function test_where_the_content_of_a_run_is_gone_as_well_the_run_has_failed_and_says_so(): void {
        $this->people_feed();
        $this->collect($this->people(1, 60), 'people.csv');
        (new worker(microtime(true) - 1))->carry_on($this->last()->id);
        $this->restore_data(null);
        local\feed\content::delete($this->last()->id);
        round::run(null);
        $run = $this->last();
        $this->assert_run('failed', ['exception'], $run);
        $this->assertStringContainsString('Have it sent again', $run->reasons()[0]->values['message']);
        $this->assertContains('feed_failed', $this->alarms());
        // It was sent again.
        $this->assert_run('done', [], $this->night($this->people(1, 60)));
        $this->check(1, 60);
    }

    /**
     * What is another site: another address, or another identifier.
     *
     * @return array[]
     */
    public static function clones(): array {
        return [
            'another address' => [function (): void {
                global $CFG;
                $CFG->wwwroot = 'https://clone.example.com';
            }],
            'another identifier' => [fn() => set_config('siteidentifier', random_string(32) . 'clone')],
        ];
    }

    /**
     * @dataProvider clones
     * @param callable $clone
     */
    public function test_a_clone_carries_on_no_run_from_cron_or_from_the_command_line_until_a_person_makes_its_feeds_live(callable $clone): void {
        $feed = $this->people_feed();
        $this->night($this->people(1, 20));
        $this->collect($this->people(1, 21), 'people.csv');
        (new worker(microtime(true) - 1))->carry_on($this->last()->id);
        $before = $this->accounts();
        $clone();
        $run = (new local\feed\cli\run_command(false, false))->wait($this->last());
        $this->assertSame([state::RUNNING, stage::PAUSED], [$run->state, feeds::get($feed->id)->stage]);
        round::run(null);
        $this->assertSame($before, $this->accounts());
        $this->assertContains('feed_clone', $this->alarms());
        feeds::set_stage(feeds::get($feed->id), stage::LIVE);
        round::run(null);
        $this->assert_run('done', [], runs::must_get($run->id));
        $this->assertSame(1, $run->planned()->of(effect::ADDITION));
        $this->assertNotContains('feed_clone', $this->alarms());
    }
}

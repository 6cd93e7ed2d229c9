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

use tool_syncingest\local\feed\decisions;
use tool_syncingest\local\feed\feeds;
use tool_syncingest\local\feed\round;
use tool_syncingest\local\feed\rules\stage;
use tool_syncingest\local\feed\rules\state;
use tool_syncingest\local\feed\runs;
use tool_syncingest\local\feed\site_guard;
use tool_syncingest\local\feed\table\library_table;
use tool_syncingest\local\feed\table\tables;

defined('MOODLE_INTERNAL') || die();

require_once(__DIR__ . '/feed_testcase.php');

/**
 * No accident: what is beyond its limits waits for a person.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers \tool_syncingest\local\feed\planner
 * @covers \tool_syncingest\local\feed\row_planner
 * @covers \tool_syncingest\local\feed\decisions
 * @covers \tool_syncingest\local\feed\site_guard
 * @covers \tool_syncingest\local\feed\table\library_table
 */
final class feed_limits_test extends feed_testcase {
    /** @var int how many cohorts the site has before an accident */
    private const ALL = 60;

    /**
     * A live feed that has made all cohorts.
     *
     * @param array $values of its definition
     */
    private function full_site(array $values = []): void {
        tables::$reader = library_table::class;
        $this->feed($values + ['limits' => ['additions' => 500]]);
        $this->assert_run('done', [], $this->deliver($this->table(1, self::ALL)));
    }

    /**
     * Files that must remove nobody.
     *
     * @return array[] what becomes of the good file, state, codes
     */
    public static function accidents(): array {
        return [
            'truncated' => [fn(string $file): string => substr($file, 0, 400), 'held', ['ragged_last', 'no_final_newline', 'short', 'removals_unknown']],
            'cut at a line' => [fn(string $file): string => substr($file, 0, strpos($file, 'c31,')), 'held', ['short', 'removals', 'weekly']],
            'empty' => [fn(string $file): string => '', 'refused', ['unreadable']],
            'header alone' => [fn(string $file): string => strtok($file, "\n") . "\n", 'held', ['header_alone', 'short', 'removals', 'weekly']],
            'UTF-16' => [fn(string $file): string => mb_convert_encoding("\u{feff}$file", 'UTF-16LE', 'UTF-8'), 'held', ['encoding']],
            'shifted header' => [fn(string $file): string => preg_replace('/^idnumber,name/', 'name,idnumber', $file), 'held',
                ['header', 'removals', 'weekly']],
            'another school' => [fn(string $file): string => str_replace('c', 'd', substr($file, strpos($file, "\n"))), 'held', null],
            'all hidden' => [fn(string $file): string => preg_replace('/,,,/', ',1,,', $file), 'held', ['removals', 'weekly']],
            'encoded twice' => [
                fn(string $file): string => str_replace('Cohort', mb_convert_encoding('Élève', 'UTF-8', 'Windows-1252'), $file),
                'held', ['changes', 'spoiled'],
            ],
            'an HTML page' => [fn(string $file): string => '<!DOCTYPE html><html><body>Sign in</body></html>', 'refused', ['unreadable']],
        ];
    }

    public function test_accidents_remove_nobody_and_say_what_would_have_happened(): void {
        global $DB;
        $this->full_site();
        $good = $this->table(1, self::ALL);
        $before = json_encode($DB->get_records('cohort', null, 'id', 'id, name, visible'));
        foreach (self::accidents() as $name => [$spoil, $state, $codes]) {
            $bad = $spoil($good);
            $bad = $name === 'another school' ? "idnumber,name,hidden,do,secret$bad" : $bad;
            $run = $this->deliver($bad);
            $found = array_map(fn($reason): string => $reason->code, $run->reasons());
            $this->assertSame($state, $run->state->value, $name . json_encode($run->reasons()) . $run->row->planned);
            if ($codes !== null) {
                $this->assertEqualsCanonicalizing($codes, $found, $name . json_encode($run->reasons()));
            }
            $this->assertSame($before, json_encode($DB->get_records('cohort', null, 'id', 'id, name, visible')), $name);
        }
        $this->assertContains('feed_refused', $this->alarms());
        $this->deliver($this->table(1, 10));
        $this->assertContains('feed_held', $this->alarms());
        // The good file takes the place of the held one, and the alarms end.
        $this->assert_run('done', [], $this->deliver($good));
        $this->assertSame([], $this->alarms());
    }

    public function test_a_few_who_are_gone_are_removed_and_come_back_when_they_return(): void {
        $this->full_site();
        $this->assert_run('done', [], $this->deliver($this->table(4, self::ALL)));
        $this->assertCount(self::ALL - 3, $this->cohorts());
        // Once more: nothing is left to do.
        $this->assertSame(0, (int) $this->deliver($this->table(4, self::ALL))->row->total);
        $run = $this->deliver($this->table(1, self::ALL));
        $this->assert_run('done', [], $run);
        $this->assertCount(self::ALL, $this->cohorts());
        $this->assertSame(['update', 'update', 'update'], array_column($this->results($run), 1));
    }

    public function test_removals_of_a_day_are_added_up(): void {
        $this->full_site();
        $this->assert_run('done', [], $this->deliver($this->table(7, self::ALL)));
        $this->assert_run('held', ['removals'], $this->deliver($this->table(13, self::ALL)));
        $this->assertCount(self::ALL - 6, $this->cohorts());
    }

    public function test_a_bad_rows_key_counts_as_present_and_an_unreadable_one_holds_removals_back(): void {
        $this->full_site();
        $bad = str_replace("c5,Cohort 5,,,hush5\n", "c5,Cohort\x01 5,,,hush5\n", $this->table(2, self::ALL));
        $run = $this->deliver($bad);
        $this->assert_run('done_with_errors', [], $run);
        $this->assertArrayNotHasKey('c1', $this->cohorts());
        $this->assertArrayHasKey('c5', $this->cohorts());
        $run = $this->deliver(str_replace("c7,Cohort 7,,,hush7\n", "c7\n", $this->table(3, self::ALL)));
        $this->assert_run('done_with_errors', ['removals_unknown'], $run);
        $this->assertArrayHasKey('c2', $this->cohorts());
        $this->assertArrayHasKey('c7', $this->cohorts());
    }

    public function test_a_database_or_a_data_root_that_was_restored_skips_nothing_and_removes_nothing(): void {
        global $DB;
        $this->full_site();
        $hashes = glob(local\config::hashes() . '/*')[0];
        $old = file_get_contents($hashes);
        $this->deliver($this->table(1, self::ALL + 1));
        // An older data root: the key of a bad row is not among its hashes.
        file_put_contents($hashes, $old);
        $bad = str_replace('Cohort 61', "Cohort\x01 61", $this->table(1, self::ALL + 1));
        $run = $this->deliver($bad);
        $this->assertSame(['done_with_errors', ['removals_unknown']], [$run->state->value, array_map(fn($r) => $r->code, $run->reasons())]);
        $this->assertCount(self::ALL + 1, $this->cohorts());
        // An older database: what it has forgotten is planned again, and found.
        $DB->delete_records_select('tool_syncingest_records', 'id > (SELECT MIN(id) + 49 FROM {tool_syncingest_records})');
        $run = $this->deliver($this->table(1, self::ALL + 1));
        $this->assert_run('done', [], $run);
        $this->assertCount(self::ALL + 1, $this->cohorts());
        $this->assertSame(self::ALL + 1, $DB->count_records('tool_syncingest_records'));
    }

    public function test_what_was_there_already_is_not_touched_unless_the_feed_may_adopt_it(): void {
        global $DB;
        cohort_add_cohort((object) ['contextid' => SYSCONTEXTID, 'name' => 'By hand', 'idnumber' => 'c1']);
        $feed = $this->feed();
        $this->deliver($this->table(1, 2));
        $this->assertSame('By hand', $this->cohorts()['c1']);
        $this->deliver($this->table(2, 2));
        $this->assertArrayHasKey('c1', $this->cohorts(), 'it is not owned');
        feeds::save($feed->id, $feed->name, $feed->definition->with(['adopting' => true]));
        $this->deliver($this->table(1, 2));
        $this->assertSame('Cohort 1', $this->cohorts()['c1']);
        $this->assertSame('adopted', $DB->get_field('tool_syncingest_records', 'owned', ['objectid' => $DB->get_field('cohort', 'id', ['idnumber' => 'c1'])]));
    }

    public function test_what_another_live_feed_has_is_not_removed(): void {
        $this->feed(['adopting' => true]);
        $this->deliver($this->table(1, 10));
        $this->feed(['adopting' => true, 'pattern' => 'others.csv'], 'others');
        $this->deliver($this->table(10, 10), 'others.csv');
        $this->assert_run('done', [], $this->deliver($this->table(1, 8)));
        $this->assertSame([...array_map(fn(int $i): string => "c$i", range(1, 8)), 'c10'], array_keys($this->cohorts()));
    }

    public function test_an_approved_plan_is_applied_and_another_one_held_again(): void {
        $this->full_site();
        $run = $this->deliver($this->table(13, self::ALL));
        $this->assert_run('held', ['removals'], $run);
        try {
            decisions::approve($run, 'another plan');
            $this->fail('approved');
        } catch (\moodle_exception $failure) {
            $this->assertSame('run_otherplan', $failure->errorcode);
        }
        // Moodle moves on meanwhile: a person hides one by hand. The rest is still a subset.
        global $DB;
        $DB->set_field('cohort', 'visible', 0, ['idnumber' => 'c1']);
        $run = $this->approve($run);
        $this->assert_run('done', [], $run);
        $this->assertCount(self::ALL - 12, $this->cohorts());
        $this->assertSame(1, (int) json_decode($run->row->approval)->userid > 0 ? 1 : 0);
    }

    public function test_additions_and_changes_go_ahead_without_the_removals(): void {
        $this->full_site();
        $run = $this->approve($this->deliver($this->table(13, self::ALL + 2)), 'keep');
        $this->assert_run('done', [], $run);
        $this->assertCount(self::ALL + 2, $this->cohorts());
        $this->assertCount(12, $this->results($run, 'withheld'));
    }

    public function test_a_refused_plan_is_never_applied_and_two_persons_cannot_decide_twice(): void {
        $this->full_site();
        $run = $this->deliver($this->table(13, self::ALL));
        decisions::refuse($run);
        $this->assert_run('refused', ['by_hand', 'removals'], runs::must_get($run->id));
        $this->expectException(\moodle_exception::class);
        decisions::approve($run, $run->row->planhash);
    }

    public function test_the_first_removals_after_another_key_or_pattern_are_held(): void {
        $this->full_site();
        $feed = feeds::named('cohorts');
        feeds::save($feed->id, $feed->name, $feed->definition->with(['pattern' => 'cohorts{date}.csv']));
        $run = $this->deliver($this->table(2, self::ALL), 'cohorts20260101.csv');
        $this->assert_run('held', ['first_removals'], $run);
    }

    public function test_older_files_are_refused_gaps_held_until_they_are_filled_and_newer_ones_take_over(): void {
        $this->feed(['mode' => 'rows', 'pattern' => 'c-{seq}.csv']);
        $this->assert_run('done', [], $this->deliver($this->table(1, 1), 'c-1.csv'));
        $gap = $this->deliver($this->table(3, 3), 'c-3.csv');
        $this->assert_run('held', ['gap'], $gap);
        $this->assert_run('done', [], $this->deliver($this->table(2, 2), 'c-2.csv'));
        $this->assert_run('done', [], runs::must_get($gap->id));
        $this->assertSame(['c1', 'c2', 'c3'], array_keys($this->cohorts()));
        $this->assert_run('refused', ['older'], $this->deliver($this->table(9, 9), 'c-2.csv'));

        $this->feed(['pattern' => 'full.csv'], 'full');
        $this->collect($this->table(1, 1), 'full.csv');
        $first = $this->last();
        $this->collect($this->table(1, 2), 'full.csv');
        $this->assertSame(state::SUPERSEDED, runs::must_get($first->id)->state);
    }

    public function test_in_rows_mode_a_failed_run_blocks_the_later_ones_until_a_person_decides(): void {
        global $DB;
        $this->feed(['mode' => 'rows']);
        $this->collect($this->table(1, 1));
        $failed = $this->last();
        $DB->set_field(runs::TABLE, 'starts', 3, ['id' => $failed->id]);
        round::run(null);
        $this->assertSame(state::QUEUED, $this->deliver($this->table(2, 2))->state);
        $this->assertContains('feed_blocked', $this->alarms());
        decisions::run_again(runs::must_get($failed->id));
        round::run(null);
        $this->assertSame(['c1', 'c2'], array_keys($this->cohorts()));
        $this->assertSame([], $this->alarms());
    }

    public function test_a_feed_waits_for_those_before_it(): void {
        global $DB;
        $first = $this->feed(['pattern' => 'a.csv', 'limits' => ['additions' => 0, 'additions_share' => 0]], 'first');
        $this->feed(['mode' => 'rows', 'pattern' => 'b.csv'], 'second', [$first->id]);
        $held = $this->deliver($this->table(1, 1), 'a.csv');
        $this->assert_run('held', ['additions'], $held);
        $waiting = $this->deliver($this->table(2, 2), 'b.csv');
        $this->assertSame(state::QUEUED, $waiting->state);
        $DB->set_field(runs::TABLE, 'timecreated', time() - 4 * HOURSECS, ['id' => $waiting->id]);
        round::run(null);
        $this->assertContains('feed_waiting', $this->alarms());
        $this->approve($held);
        $this->assertSame(['c1', 'c2'], array_keys($this->cohorts()));
    }

    public function test_a_feed_acts_in_the_name_of_its_owner_alone_while_that_person_may(): void {
        global $DB, $USER;
        $who = null;
        cohort_processor::$does['who'] = function () use (&$who): void {
            global $USER;
            $who = $USER->id;
        };
        $manager = $this->getDataGenerator()->create_user();
        $role = $this->getDataGenerator()->create_role();
        assign_capability('tool/syncingest:editfeeds', CAP_ALLOW, $role, SYSCONTEXTID);
        role_assign($role, $manager->id, SYSCONTEXTID);
        $this->setUser($manager);
        $this->feed(['mode' => 'rows']);
        $this->setAdminUser();
        $this->deliver($this->table(1, 1, [1 => [3 => 'who']]));
        $this->assertSame((int) $manager->id, (int) $who);
        $this->assertSame(get_admin()->id, $USER->id);
        role_unassign($role, $manager->id, SYSCONTEXTID);
        $this->assert_run('held', ['owner_capability'], $this->deliver($this->table(2, 2)));
        role_assign($role, $manager->id, SYSCONTEXTID);
        $DB->set_field('user', 'suspended', 1, ['id' => $manager->id]);
        $run = $this->last();
        decisions::approve($run, $run->row->planhash);
        round::run(null);
        $this->assert_run('held', ['owner_suspended'], $this->last());
    }

    public function test_on_a_clone_of_the_site_all_feeds_are_paused(): void {
        global $CFG;
        $feed = $this->feed();
        round::run(null);
        $this->assertFalse(site_guard::check());
        $CFG->wwwroot = 'https://test.example.com';
        $this->deliver($this->table(1, 1));
        $this->assertSame(stage::PAUSED, feeds::get($feed->id)->stage);
        $this->assertSame([], $this->cohorts());
        $this->assertContains('feed_clone', $this->alarms());
    }

    public function test_a_feed_that_brings_nothing_for_too_long_is_an_alarm(): void {
        global $DB;
        $this->feed(['every' => 24]);
        round::run(null);
        $this->assertNotContains('feed_silent', $this->alarms());
        $DB->set_field('tool_syncingest_feeds', 'lastarrival', time() - 25 * HOURSECS);
        round::run(null);
        $this->assertContains('feed_silent', $this->alarms());
        $this->deliver($this->table(1, 1));
        $this->assertNotContains('feed_silent', $this->alarms());
    }
}

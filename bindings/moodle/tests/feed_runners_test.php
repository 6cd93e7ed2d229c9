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

use tool_syncingest\local\feed\chunk;
use tool_syncingest\local\feed\feeds;
use tool_syncingest\local\feed\interrupted;
use tool_syncingest\local\feed\plan;
use tool_syncingest\local\feed\processor\outcome;
use tool_syncingest\local\feed\records;
use tool_syncingest\local\feed\results;
use tool_syncingest\local\feed\round;
use tool_syncingest\local\feed\rules\effect;
use tool_syncingest\local\feed\rules\file_facts;
use tool_syncingest\local\feed\rules\stage;
use tool_syncingest\local\feed\run;
use tool_syncingest\local\feed\runs;
use tool_syncingest\local\feed\worker;

defined('MOODLE_INTERNAL') || die();

require_once(__DIR__ . '/feed_testcase.php');

/**
 * What happens between a plan and its end: other processes, other feeds, deadlocks, persons.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \tool_syncingest\local\feed\chunk
 */
final class feed_runners_test extends feed_testcase {
    /**
     * Delivers a file and plans its run, which then has no time left.
     *
     * @param string $content
     * @param string $name
     * @return run that is running
     */
    private function planned(string $content, string $name = 'cohorts.csv'): run {
        $this->collect($content, $name);
        (new worker(microtime(true) - 1))->carry_on($this->last()->id);
        $this->assertSame('running', $this->last()->state->value);
        return $this->last();
    }

    /**
     * What applies the rows of a run.
     *
     * @param run $run
     * @return chunk
     */
    private function chunk(run $run): chunk {
        $processor = $run->definition()->processor($run->feedid, 2);
        return new chunk($run->id, $processor, new records($run->feedid, '', $run->definition()->stamp($processor)));
    }

    /**
     * The states of the row results of a run.
     *
     * @param run $run
     * @return string[]
     */
    private function states(run $run): array {
        global $DB;
        return $DB->get_fieldset_select('tool_syncingest_rows', 'state', 'runid = ?', [$run->id]);
    }

    public function test_rows_that_another_process_has_applied_are_neither_applied_again_nor_failed(): void {
        $this->feed(['mode' => 'rows']);
        $run = $this->planned($this->table(1, 3));
        $rows = results::next($run->id, 50);
        $values = array_map(fn(): array => ['idnumber' => 'c1', 'name' => 'Again'], $rows);
        round::run(null);
        $applied = runs::must_get($run->id)->row->applied;
        foreach (
            [fn() => $this->chunk($run)->apply($rows, $values), fn() => $this->chunk($run)->fail(reset($rows), 'refused', []),
                fn() => $this->chunk($run)->apply_alone(reset($rows), reset($values), null)] as $late
        ) {
            try {
                $late();
                $this->fail('applied');
            } catch (interrupted $failure) {
                $this->assertSame('another process has this run', $failure->getMessage());
            }
        }
        $this->assertSame(array_fill(0, 3, 'done'), $this->states($run));
        $this->assertSame($applied, runs::must_get($run->id)->row->applied);
    }

    public function test_a_plan_that_another_process_makes_meanwhile_is_left_to_that_process(): void {
        global $DB;
        $this->feed(['mode' => 'rows']);
        $this->collect($this->table(1, 2));
        $DB->execute("UPDATE {tool_syncingest_runs} SET state = 'checking', starts = 1");
        $late = new plan($this->last(), new file_facts('UTF-8', ',', ['idnumber'], 1));
        $late->begin();
        $late->add(new outcome(2, 'c1', 'k', 'r', 'create', effect::ADDITION, 'cohort'), ['idnumber' => 'c1']);
        $DB->execute("UPDATE {tool_syncingest_runs} SET starts = 2");
        try {
            $late->end();
            $this->fail('written');
        } catch (interrupted $failure) {
            $this->assertSame(0, $DB->count_records('tool_syncingest_rows'));
            $this->assertFalse($DB->is_transaction_started());
        }
        round::run(null);
        $this->assert_run('done', [], $this->last());
        $this->assertCount(2, $this->cohorts());
    }

    public function test_the_claim_of_another_live_feed_is_looked_at_again_before_a_removal(): void {
        $this->feed();
        $this->deliver($this->table(1, 15));
        $other = $this->feed(['pattern' => 'others.csv'], 'others');
        $run = $this->planned($this->table(3, 15));
        // It was planned that c1 and c2 are hidden; now another feed brings c1.
        $this->collect($this->table(1, 1), 'others.csv');
        (new worker(null))->carry_on($this->last()->id);
        $this->assert_run('done', [], $this->last());
        round::run(null);
        $run = runs::must_get($run->id);
        $this->assert_run('done_with_errors', [], $run);
        $this->assertSame([['hide', 'protected']], array_map(fn(array $row): array => array_slice($row, 1), $this->results($run, 'failed')));
        $this->assertSame(['c1', ...array_map(fn(int $i): string => "c$i", range(3, 15))], array_keys($this->cohorts()));
        // It stays while the other feed has it, and goes with the next file once that feed is paused.
        $this->assert_run('done', [], $this->deliver($this->table(3, 15)));
        $this->assertArrayHasKey('c1', $this->cohorts());
        feeds::set_stage(feeds::get($other->id), stage::PAUSED);
        $this->deliver($this->table(3, 15));
        $this->assertArrayNotHasKey('c1', $this->cohorts());
    }

    public function test_what_a_person_has_pinned_after_the_plan_is_not_removed(): void {
        global $DB;
        $this->feed();
        $this->deliver($this->table(1, 15));
        $run = $this->planned($this->table(2, 15));
        $DB->set_field('tool_syncingest_records', 'pinned', 1, ['objectid' => $DB->get_field('cohort', 'id', ['idnumber' => 'c1'])]);
        round::run(null);
        $this->assert_run('done_with_errors', [], runs::must_get($run->id));
        $this->assertArrayHasKey('c1', $this->cohorts());
    }

    public function test_a_feed_that_is_deleted_while_its_run_is_under_way_removes_nobody_more(): void {
        $feed = $this->feed();
        $this->deliver($this->table(1, 15));
        $this->planned($this->table(3, 15));
        feeds::delete($feed);
        round::run(null);
        $this->assertCount(15, $this->cohorts());
        $this->assertSame([], runs::latest(9));
    }

    public function test_an_owner_who_is_suspended_while_a_run_is_under_way_holds_it_and_it_goes_on_afterwards(): void {
        global $DB;
        $owner = $this->getDataGenerator()->create_user();
        $role = $this->getDataGenerator()->create_role();
        assign_capability('tool/syncingest:editfeeds', CAP_ALLOW, $role, SYSCONTEXTID);
        role_assign($role, $owner->id, SYSCONTEXTID);
        $this->setUser($owner);
        $this->feed(['mode' => 'rows']);
        $this->setAdminUser();
        $run = $this->planned($this->table(1, 3));
        $DB->set_field('user', 'suspended', 1, ['id' => $owner->id]);
        round::run(null);
        $this->assert_run('held', ['owner_suspended'], runs::must_get($run->id));
        $this->assertSame([], $this->cohorts());
        $DB->set_field('user', 'suspended', 0, ['id' => $owner->id]);
        $this->assert_run('done', [], $this->approve(runs::must_get($run->id)));
        $this->assertCount(3, $this->cohorts());
    }

    public function test_a_real_deadlock_whose_exception_a_listener_swallows_loses_no_row(): void {
        global $DB;
        if ($DB->get_dbfamily() !== 'mysql') {
            $this->markTestSkipped('on PostgreSQL no statement succeeds in a transaction that a deadlock has ended');
        }
        $rival = $this->rival();
        $prefix = $DB->get_prefix();
        [$mine, $its] = [$this->getDataGenerator()->create_user()->id, $this->getDataGenerator()->create_user()->id];
        $deadlocks = 0;
        cohort_processor::$does['deadlock'] = function () use ($DB, $rival, $prefix, $mine, $its, &$deadlocks): void {
            if ($deadlocks > 0) {
                return;
            }
            // The server ends the transaction that has written less: the rival writes more.
            $rival->begin_transaction();
            $rival->query("UPDATE {$prefix}config_plugins SET value = value WHERE plugin <> 'tool_syncingest'");
            $rival->query("UPDATE {$prefix}user SET city = 'Rival' WHERE id = $its");
            $DB->set_field('user', 'city', 'Ours', ['id' => $mine]);
            $rival->query("UPDATE {$prefix}user SET city = 'Rival' WHERE id = $mine", MYSQLI_ASYNC);
            usleep(200000);
            try {
                $DB->set_field('user', 'city', 'Ours', ['id' => $its]);
            } catch (\dml_exception $deadlock) {
                // The listener thinks that it can go on.
                $deadlocks++;
            }
            $rival->reap_async_query();
            $rival->rollback();
        };
        $this->feed(['mode' => 'rows']);
        $run = $this->deliver($this->table(1, 6, [3 => [3 => 'deadlock']]));
        $this->assertSame(1, $deadlocks, 'there was no deadlock');
        $this->assert_run('done', [], $run);
        $this->assertEqualsCanonicalizing(['c1', 'c2', 'c3', 'c4', 'c5', 'c6'], array_keys($this->cohorts()));
        $this->assertSame([6, 6], [$DB->count_records('cohort'), $DB->count_records('tool_syncingest_records')]);
        $this->assertSame(6, $run->applied()->of(effect::ADDITION));
    }

    /**
     * Another connection to the database of these tests.
     *
     * @return \mysqli
     */
    private function rival(): \mysqli {
        global $CFG;
        mysqli_report(MYSQLI_REPORT_OFF);
        $port = (int) ($CFG->dboptions['dbport'] ?? 0) ?: null;
        $rival = new \mysqli($CFG->dbhost, $CFG->dbuser, $CFG->dbpass, $CFG->dbname, $port, $CFG->dboptions['dbsocket'] ?? null ?: null);
        $this->assertSame(0, $rival->connect_errno);
        return $rival;
    }
}

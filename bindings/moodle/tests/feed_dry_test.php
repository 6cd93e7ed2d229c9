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

use tool_syncingest\local\feed\arrival;
use tool_syncingest\local\feed\feeds;
use tool_syncingest\local\feed\results;
use tool_syncingest\local\feed\rules\name_parts;
use tool_syncingest\local\feed\rules\stage;
use tool_syncingest\local\feed\run;
use tool_syncingest\local\feed\runs;
use tool_syncingest\local\feed\worker;

defined('MOODLE_INTERNAL') || die();

require_once(__DIR__ . '/people_testcase.php');

/**
 * A plan changes nothing anywhere, and is what the run does.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \tool_syncingest\local\feed\planner
 */
final class feed_dry_test extends people_testcase {
    /**
     * Everything that Moodle remembers: each row of each table, apart from the row and the results of one run; the file pool; and
     * what of the data root does not belong to that run.
     *
     * @param int $runid
     * @return string[] by what it is
     */
    private function everything(int $runid): array {
        global $DB, $CFG;
        $DB->reset_caches();
        $state = [];
        foreach ($DB->get_tables(false) as $table) {
            $where = match ($table) {
                'tool_syncingest_runs' => "id <> $runid",
                'tool_syncingest_rows' => "runid <> $runid",
                // It is taken and given back by each run of cron.
                'lock_db' => '1 = 0',
                default => '',
            };
            $state["table $table"] = md5(json_encode($DB->get_records_select($table, $where)));
        }
        $folders = [$CFG->dataroot . '/filedir', $CFG->dataroot . '/trashdir', local\config::hashes(), local\config::folder()];
        foreach (array_filter($folders, 'is_dir') as $folder) {
            $files = new \RecursiveIteratorIterator(new \RecursiveDirectoryIterator($folder, \FilesystemIterator::SKIP_DOTS));
            foreach ($files as $file) {
                $state["file $file"] = $file->getSize() . ' ' . $file->getMTime();
            }
        }
        ksort($state);
        return $state;
    }

    /**
     * The row results of a run, with everything that a person is shown of them.
     *
     * @param run $run
     * @return array[]
     */
    private function outcomes(run $run): array {
        $rows = [];
        foreach (results::of($run->id) as $row) {
            $outcome = results::outcome($row);
            $rows[] = [$outcome->line, $outcome->action, $outcome->effect->value, $outcome->code, $outcome->values, $outcome->old,
                $outcome->new, $outcome->warnings, $row->digest];
        }
        return $rows;
    }

    /**
     * A file in which there is something of everything: additions, changes, a suspension in the row, one that is gone, one who
     * comes back, a failure of each kind.
     *
     * @return string
     */
    private function file(): string {
        $other = [
            3 => ['lastname' => 'Renamed'], 4 => ['suspended' => '1'], 5 => ['email' => 'p6@example.org'], 7 => ['firstname' => "ctrl\x01"],
            31 => ['email' => 'nobody'], 32 => ['username' => 'CAPITAL32'],
        ];
        return $this->people(2, 34, $other) . "00099,short\n00033,again,A,B,again@example.org,0\n";
    }

    /**
     * A school with a feed, of whose people one is gone already.
     */
    private function school(): void {
        $this->people_feed();
        $this->assert_run('done', [], $this->night($this->people(1, 30)));
        $this->assert_run('done', [], $this->night($this->people(2, 30)));
        $this->assert_run('done', [], $this->night($this->people(1, 30)));
    }

    public function test_a_plan_leaves_all_tables_the_file_pool_sessions_mails_and_logs_as_they_are_and_the_run_does_the_same(): void {
        global $DB;
        $this->school();
        $user = \core_user::get_user_by_username('p4');
        $this->add_session((int) $user->id);
        $this->collect($this->file(), 'other.csv');
        $file = $this->stored('other.csv');
        $id = (new arrival())->insert(feeds::named('people'), new name_parts(), 'dry', $file, 0, true);
        [$mails, $messages, $events] = [$this->redirectEmails(), $this->redirectMessages(), $this->redirectEvents()];
        $before = $this->everything($id);
        $dry = (new worker(null))->carry_on($id);
        $this->assertSame('done_with_errors', $dry->state->value, json_encode($dry->reasons()));
        $this->assertSame($before, $this->everything($id));
        $this->assertSame([0, 0], [$mails->count(), $messages->count()]);
        $classes = array_map(fn(\core\event\base $event): string => $event::class, $events->get_events());
        $this->assertSame([event\run_finished::class], $classes);
        $this->assertTrue($DB->record_exists('sessions', ['userid' => $user->id]));

        $live = $this->night($this->file());
        $this->assertSame('done_with_errors', $live->state->value, json_encode($live->reasons()));
        $this->assertSame($dry->row->planhash, $live->row->planhash);
        $this->assertEquals($dry->planned(), $live->planned());
        $this->assertEqualsCanonicalizing($this->outcomes($dry), $this->outcomes($live));
        $this->assertNotSame($before, $this->everything($live->id));
    }

    public function test_a_feed_in_testing_leaves_everything_as_it_is(): void {
        $this->school();
        feeds::set_stage(feeds::named('people'), stage::TESTING);
        $this->collect($this->file(), 'people.csv');
        $run = $this->last();
        $before = $this->everything($run->id);
        $this->assertTrue((bool) $run->row->dry);
        (new worker(null))->carry_on($run->id);
        $this->assertSame('done_with_errors', runs::must_get($run->id)->state->value);
        $this->assertSame($before, $this->everything($run->id));
    }

    public function test_the_plan_of_a_held_run_leaves_everything_as_it_is(): void {
        $this->school();
        $this->collect($this->people(20, 30), 'people.csv');
        $run = $this->last();
        $before = $this->everything($run->id);
        (new worker(null))->carry_on($run->id);
        $this->assertSame('held', runs::must_get($run->id)->state->value);
        $this->assertSame(19, runs::must_get($run->id)->planned()->removals());
        $this->assertSame($before, $this->everything($run->id));
    }

    /**
     * Lets a person be logged in.
     *
     * @param int $userid
     */
    private function add_session(int $userid): void {
        global $DB;
        $DB->insert_record('sessions', [
            'state' => 0, 'sid' => md5('session'), 'userid' => $userid, 'sessdata' => null, 'timecreated' => time(),
            'timemodified' => time(), 'firstip' => '127.0.0.1', 'lastip' => '127.0.0.1',
        ]);
    }
}

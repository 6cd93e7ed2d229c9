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

use tool_syncingest\external\get_progress;
use tool_syncingest\local\feed\access;
use tool_syncingest\local\feed\arrival;
use tool_syncingest\local\feed\content;
use tool_syncingest\local\feed\definition;
use tool_syncingest\local\feed\failed_rows;
use tool_syncingest\local\feed\feed;
use tool_syncingest\local\feed\feeds;
use tool_syncingest\local\feed\round;
use tool_syncingest\local\feed\rules\name_parts;
use tool_syncingest\local\feed\rules\stage;
use tool_syncingest\local\feed\rules\state;
use tool_syncingest\local\feed\run;
use tool_syncingest\local\feed\run_actions;
use tool_syncingest\local\feed\runs;
use tool_syncingest\output\run_page;
use tool_syncingest\reportbuilder\local\systemreports;

defined('MOODLE_INTERNAL') || die();

require_once(__DIR__ . '/feed_testcase.php');

/**
 * The pages of feeds and runs: what they show, to whom, at which cost, and what can be done there.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers \tool_syncingest\output\run_page
 * @covers \tool_syncingest\local\feed\run_actions
 * @covers \tool_syncingest\external\get_progress
 * @covers \tool_syncingest\reportbuilder\local\systemreports\row_results
 */
final class feed_pages_test extends feed_testcase {
    /** @var string what must be shown as text */
    private const HOSTILE = '<script>alert(1)</script>';

    #[\Override]
    protected function setUp(): void {
        global $PAGE;
        parent::setUp();
        $PAGE->set_url('/admin/tool/syncingest/run.php');
    }

    /**
     * The page of a run.
     *
     * @param run $run
     * @return string HTML
     */
    private function page(run $run): string {
        global $PAGE;
        \core_reportbuilder\manager::reset_caches();
        return $PAGE->get_renderer('core')->render(new run_page(runs::must_get($run->id), feeds::get($run->feedid)));
    }

    /**
     * A list.
     *
     * @param string $report
     * @param array $parameters
     * @return string HTML
     */
    private function list(string $report, array $parameters = []): string {
        \core_reportbuilder\manager::reset_caches();
        return \core_reportbuilder\system_report_factory::create($report, \context_system::instance(), '', '', 0, $parameters)->output();
    }

    /**
     * A held run: 30 of 60 cohorts are gone.
     *
     * @return run
     */
    private function held(): run {
        $this->feed(['limits' => ['additions' => 500]]);
        $this->deliver($this->table(1, 60));
        $run = $this->deliver($this->table(1, 55, [2 => [1 => 'New name']]) . "c99\n");
        $run = $run->state === state::HELD ? $run : $this->deliver($this->table(1, 30));
        $this->assertSame('held', $run->state->value);
        return $run;
    }

    /**
     * A person with some capabilities.
     *
     * @param string ...$capabilities
     * @return \stdClass
     */
    private function person(string ...$capabilities): \stdClass {
        $user = $this->getDataGenerator()->create_user();
        $role = create_role("role $user->id", "role$user->id", '');
        foreach ($capabilities as $capability) {
            assign_capability($capability, CAP_ALLOW, $role, SYSCONTEXTID);
        }
        role_assign($role, $user->id, SYSCONTEXTID);
        return $user;
    }

    /**
     * Makes row results of a run.
     *
     * @param int $runid
     * @param int $count
     */
    private function many_results(int $runid, int $count): void {
        global $DB;
        $rows = [];
        for ($line = 2; $line < $count + 2; $line++) {
            $fails = $line % 20 === 0;
            $rows[] = [
                'runid' => $runid, 'line' => $line, 'phase' => $fails ? 0 : 1, 'state' => $fails ? 'failed' : 'planned',
                'action' => $fails ? 'fail' : 'update', 'effect' => $fails ? 'none' : 'change', 'keytext' => "c$line", 'keyhash' => md5($line),
                'rowhash' => md5("r$line"), 'objecttype' => 'cohort', 'objectid' => $line, 'scope' => '', 'owned' => 'created',
                'code' => $fails ? 'refused' : '', 'detail' => '{"old":{"name":"A"},"new":{"name":"B"}}', 'digest' => md5($line),
                'timemodified' => 1,
            ];
            if (count($rows) === 5000) {
                $DB->insert_records('tool_syncingest_rows', $rows);
                $rows = [];
            }
        }
        $DB->insert_records('tool_syncingest_rows', $rows);
    }

    public function test_each_page_of_100000_row_results_takes_at_most_60_queries_and_six_tenths_of_a_second(): void {
        global $DB;
        $run = $this->held();
        $this->many_results($run->id, 100000);
        $DB->execute('ANALYZE' . ($DB->get_dbfamily() === 'mysql' ? ' TABLE' : '') . ' {tool_syncingest_rows}');
        $pages = [
            'run' => fn(): string => $this->page($run),
            'runs' => fn(): string => $this->list(systemreports\runs::class),
            'feeds' => fn(): string => $this->list(systemreports\feeds::class),
            'progress' => fn(): string => json_encode(get_progress::execute($run->id)),
        ];
        foreach ($pages as $name => $page) {
            $page();
            [$queries, $best] = [0, INF];
            for ($try = 0; $try < 3; $try++) {
                [$before, $began] = [$DB->perf_get_queries(), microtime(true)];
                $this->assertNotSame('', $page());
                $best = min($best, microtime(true) - $began);
                $queries = $DB->perf_get_queries() - $before;
            }
            $this->assertLessThanOrEqual(60, $queries, $name);
            $this->assertLessThan(0.6, $best, $name);
        }
    }

    public function test_row_results_are_filtered_by_state(): void {
        $run = $this->held();
        $this->many_results($run->id, 40);
        $report = \core_reportbuilder\system_report_factory::create(
            systemreports\row_results::class,
            \context_system::instance(),
            '',
            '',
            0,
            ['run' => $run->id]
        );
        $report->set_filter_values([
            'row_result:state_operator' => \core_reportbuilder\local\filters\select::EQUAL_TO, 'row_result:state_value' => 'failed',
        ]);
        $html = $report->output();
        $this->assertStringContainsString('>c20<', $html);
        $this->assertStringNotContainsString('>c21<', $html);
    }

    public function test_a_held_run_shows_why_and_what_would_happen(): void {
        $html = $this->page($this->held());
        foreach (['Held because', 'removals', 'Approve', 'Approve without removals', 'Refuse', 'suspensions', 'idnumber, name'] as $words) {
            $this->assertStringContainsString($words, $html);
        }
        $this->assertStringNotContainsString('Make live', $html);
        // What is secret is in no result.
        $this->assertStringNotContainsString('hush', $html);
    }

    public function test_of_two_who_approve_at_once_one_is_refused_and_the_other_ones_word_holds(): void {
        $run = $this->held();
        [$first, $second] = [runs::must_get($run->id), runs::must_get($run->id)];
        $this->setUser($this->person(access::APPROVE));
        local\feed\decisions::approve($first, $run->row->planhash, 'keep');
        $this->setUser($this->person(access::APPROVE));
        try {
            local\feed\decisions::approve($second, $run->row->planhash);
            $this->fail('approved twice');
        } catch (\moodle_exception $failure) {
            $this->assertSame('run_moved', $failure->errorcode);
        }
        $this->assertSame('keep', runs::must_get($run->id)->approval()->extent);
        $this->setAdminUser();
        round::run(null);
        $this->assertCount(60, $this->cohorts());
    }

    public function test_an_approval_of_a_plan_that_was_made_again_is_refused(): void {
        $run = $this->held();
        $this->expectExceptionMessage(get_string('run_otherplan', 'tool_syncingest', $run->id));
        run_actions::perform('approve', $run, str_repeat('0', 32));
    }

    public function test_an_approval_of_a_run_that_an_edited_feed_has_queued_again_is_refused(): void {
        $run = $this->held();
        $seen = runs::must_get($run->id);
        $feed = feeds::get($run->feedid);
        feeds::save($feed->id, $feed->name, $feed->definition->with(['empty' => 'erase']));
        try {
            local\feed\decisions::approve($seen, $run->row->planhash);
            $this->fail('approved');
        } catch (\moodle_exception $failure) {
            $this->assertSame('run_moved', $failure->errorcode);
        }
        $this->assertNull(runs::must_get($run->id)->approval());
    }

    public function test_each_action_needs_its_right(): void {
        $run = $this->held();
        $needed = ['approve' => access::APPROVE, 'keep' => access::APPROVE, 'refuse' => access::APPROVE];
        foreach ($needed as $action => $capability) {
            foreach ([[], array_diff(['tool/syncingest:manage', ...access::ANY], [$capability])] as $capabilities) {
                $this->setUser($this->person(...$capabilities));
                try {
                    run_actions::perform($action, runs::must_get($run->id), $run->row->planhash);
                    $this->fail($action);
                } catch (\required_capability_exception $refused) {
                    $this->assertSame('held', runs::must_get($run->id)->state->value);
                }
            }
        }
        $this->setUser($this->person(access::APPROVE));
        $this->assertSame('refused', run_actions::perform('refuse', runs::must_get($run->id), '')->state->value);
    }

    public function test_each_list_needs_its_right(): void {
        $run = $this->held();
        $reports = [systemreports\feeds::class => access::ANY, systemreports\runs::class => access::ANY, systemreports\row_results::class => [access::READ]];
        foreach ($reports as $report => $sufficient) {
            foreach (['tool/syncingest:manage', ...access::ANY] as $capability) {
                $this->setUser($this->person($capability));
                try {
                    $this->list($report, ['run' => $run->id]);
                    $this->assertContains($capability, $sufficient, $report);
                } catch (\core_reportbuilder\exception\report_access_exception $refused) {
                    $this->assertNotContains($capability, $sufficient, $report);
                }
            }
        }
        $this->setUser($this->person(access::APPROVE));
        $html = $this->page($run);
        $this->assertStringContainsString('Approve', $html);
        $this->assertStringNotContainsString('>c1<', $html);
    }

    public function test_how_far_a_run_is_needs_a_right_and_survives_the_feed(): void {
        $run = $this->held();
        $this->assertSame(['held', false], [get_progress::execute($run->id)['state'], get_progress::execute($run->id)['moves']]);
        feeds::delete(feeds::get($run->feedid));
        $answer = \core_external\external_api::clean_returnvalue(get_progress::execute_returns(), get_progress::execute($run->id));
        $this->assertSame('gone', $answer['state']);
        $this->setUser($this->person('tool/syncingest:manage'));
        $this->expectException(\required_capability_exception::class);
        get_progress::execute($run->id);
    }

    public function test_the_progress_of_a_run_is_counted_while_it_is_applied(): void {
        $this->feed(['limits' => ['additions' => 500]]);
        $this->deliver($this->table(1, 3));
        runs::update($this->last()->id, ['state' => 'running', 'done' => 1, 'total' => 4]);
        $answer = get_progress::execute($this->last()->id);
        $this->assertSame([25, true, 'Applying: 1 of 4'], [$answer['percent'], $answer['moves'], $answer['words']]);
    }

    public function test_hostile_names_and_cells_are_text_in_every_list(): void {
        global $DB;
        $name = self::HOSTILE;
        $feed = $this->feed(['limits' => ['additions' => 500], 'pattern' => '{any}.csv', 'mode' => 'rows'], $name);
        $run = $this->deliver("idnumber,name,hidden,do,secret\n\"$name\",\"$name\",,,\n\"=1+1\",\"$name\",,refuse,\n", 'x.csv');
        $DB->set_field('tool_syncingest_runs', 'filename', "$name.csv", ['id' => $run->id]);
        $facts = ['header' => [$name]] + json_decode($run->row->facts, true);
        $DB->set_field('tool_syncingest_runs', 'facts', json_encode($facts), ['id' => $run->id]);
        $pages = $this->page($run) . $this->list(systemreports\runs::class) . $this->list(systemreports\feeds::class)
            . $this->list(systemreports\row_results::class, ['run' => $run->id]);
        $this->assertStringNotContainsString('<script>alert', $pages);
        $this->assertGreaterThan(5, substr_count($pages, '&lt;script&gt;alert'));
        $this->assertNotNull($feed);
    }

    public function test_a_preview_stays_one_when_its_feed_is_edited_or_made_live(): void {
        $feed = $this->feed(['mode' => 'rows']);
        $file = get_file_storage()->create_file_from_string([
            'contextid' => SYSCONTEXTID, 'component' => 'tool_syncingest', 'filearea' => 'files', 'itemid' => 0, 'filepath' => '/',
            'filename' => 'cohorts.csv',
        ], $this->table(1, 3));
        $id = (new arrival())->insert($feed, new name_parts(), 'preview-1', $file, 1, true);
        feeds::save($feed->id, $feed->name, $feed->definition->with(['empty' => 'erase']));
        round::run(null);
        $run = runs::must_get($id);
        $this->assertSame(['done', run::PREVIEW], [$run->state->value, (int) $run->row->dry]);
        $this->assertSame([], $this->cohorts());
    }

    public function test_a_feed_is_made_live_with_what_its_preview_has_shown(): void {
        $feed = $this->testing_feed();
        $run = $this->deliver($this->table(1, 3));
        $this->assertStringContainsString('Make live', $this->page($run));
        $old = feeds::save($feed->id, $feed->name, $feed->definition->with(['empty' => 'erase']));
        $this->assertStringNotContainsString('Make live', $this->page($run));
        try {
            feeds::make_live($old, $run);
            $this->fail('live with an old preview');
        } catch (\moodle_exception $failure) {
            $this->assertSame('feed_oldpreview', $failure->errorcode);
        }
        $again = run_actions::perform('again', $run, '');
        round::run(null);
        run_actions::perform('live', runs::must_get($again->id), '');
        $feed = feeds::get($feed->id);
        $this->assertSame([stage::LIVE, 'UTF-8', ','], [$feed->stage, $feed->accepted->encoding, $feed->accepted->delimiter]);
        $this->assertSame(['idnumber', 'name', 'hidden', 'do', 'secret'], $feed->accepted->header);
        // Another header is held.
        $run = $this->deliver(str_replace('secret', 'other', $this->table(1, 3)));
        $this->assert_run('held', ['header'], $run);
    }

    public function test_only_who_may_edit_makes_a_feed_live(): void {
        $this->testing_feed();
        $run = $this->deliver($this->table(1, 3));
        $this->setUser($this->person(access::APPROVE, access::READ));
        $this->assertStringNotContainsString('Make live', $this->page($run));
        $this->expectException(\required_capability_exception::class);
        run_actions::perform('live', $run, '');
    }

    public function test_a_run_that_is_over_is_run_again_as_another_one(): void {
        $this->feed(['mode' => 'rows', 'limits' => ['additions' => 500]]);
        $run = $this->deliver($this->table(1, 3, [2 => [3 => 'fail']]));
        $this->assert_run('done_with_errors', [], $run);
        $again = run_actions::perform('again', $run, '');
        $this->assertNotSame($run->id, $again->id);
        round::run(null);
        $this->assertSame('done_with_errors', runs::must_get($again->id)->state->value);
        content::delete($run->id);
        $this->expectExceptionMessage(get_string('run_moved', 'tool_syncingest', $run->id));
        run_actions::perform('again', $run, '');
    }

    public function test_failed_rows_come_as_they_were_or_harmless_for_people(): void {
        $this->feed(['mode' => 'rows']);
        $run = $this->deliver("idnumber,name,hidden,do,secret\nc1,\"=cmd|' /C calc'!A0\",,refuse,hush\n\"@SUM(1)\",x,,refuse,hush\n");
        $written = function (bool $forpeople) use ($run): string {
            $out = fopen('php://memory', 'w+b');
            $this->assertSame(2, failed_rows::write($run, $out, $forpeople));
            rewind($out);
            return stream_get_contents($out);
        };
        $delivery = $written(false);
        $this->assertStringContainsString("c1,\"=cmd|' /C calc'!A0\",,refuse,,refused", $delivery);
        $this->assertStringNotContainsString('hush', $delivery);
        $people = $written(true);
        $this->assertStringContainsString("c1,\"'=cmd|' /C calc'!A0\",,refuse,,refused", $people);
        $this->assertStringContainsString("'@SUM(1),x", $people);
        $this->assertStringContainsString('failed.php', $this->page($run));
    }

    /**
     * A feed in testing.
     *
     * @return feed
     */
    private function testing_feed(): feed {
        return feeds::save(0, 'cohorts', new definition([
            'mode' => 'rows', 'pattern' => 'cohorts.csv', 'processor' => 'cohort_processor', 'key' => ['idnumber'],
        ]));
    }
}

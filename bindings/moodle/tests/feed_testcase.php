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
use tool_syncingest\local\feed\definition;
use tool_syncingest\local\feed\feed;
use tool_syncingest\local\feed\feeds;
use tool_syncingest\local\feed\processors;
use tool_syncingest\local\feed\results;
use tool_syncingest\local\feed\round;
use tool_syncingest\local\feed\rules\reason;
use tool_syncingest\local\feed\rules\stage;
use tool_syncingest\local\feed\run;
use tool_syncingest\local\feed\runs;
use tool_syncingest\local\feed\table\library_table;
use tool_syncingest\local\feed\table\tables;

defined('MOODLE_INTERNAL') || die();

require_once(__DIR__ . '/ingest_testcase.php');
require_once(__DIR__ . '/fixtures/plain_table.php');
require_once(__DIR__ . '/fixtures/cohort_processor.php');

/**
 * What the tests of feeds begin with: a processor that makes cohorts, and files that are delivered as agents deliver them.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
abstract class feed_testcase extends ingest_testcase {
    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->setAdminUser();
        $this->redirectMessages();
        tables::$reader = plain_table::class;
        processors::$more = ['cohort_processor' => cohort_processor::class];
        cohort_processor::$does = [];
        cohort_processor::$applied = 0;
        cohort_processor::$undone = 0;
    }

    #[\Override]
    protected function tearDown(): void {
        tables::$reader = library_table::class;
        processors::$more = [];
        parent::tearDown();
    }

    /**
     * Makes a live feed.
     *
     * @param array $values of its definition
     * @param string $name
     * @param int[] $after
     * @return feed
     */
    protected function feed(array $values = [], string $name = 'cohorts', array $after = []): feed {
        $values += [
            'mode' => 'full', 'pattern' => 'cohorts.csv', 'processor' => 'cohort_processor', 'key' => ['idnumber'],
        ];
        $feed = feeds::save(0, $name, new definition($values), $after);
        feeds::set_stage($feed, stage::LIVE);
        return feeds::get($feed->id);
    }

    /**
     * Delivers a file, collects it, and lets cron have a round.
     *
     * @param string $content
     * @param string $name
     * @return run the run that came of it
     */
    protected function deliver(string $content, string $name = 'cohorts.csv'): run {
        $this->collect($content, $name);
        round::run(null);
        return $this->last();
    }

    /**
     * Delivers a file and collects it.
     *
     * @param string $content
     * @param string $name
     */
    protected function collect(string $content, string $name = 'cohorts.csv'): void {
        $this->agent->deliver($name, $content);
        $outcome = api::before_action();
        $this->assertContains($name, array_column($outcome->collected, 'name'), $outcome->message());
    }

    /**
     * The newest run.
     *
     * @return run
     */
    protected function last(): run {
        return runs::latest(1)[0];
    }

    /**
     * A table of cohorts.
     *
     * @param int $from
     * @param int $to
     * @param array $other cells of a row by number: name, hidden, do
     * @return string
     */
    protected function table(int $from, int $to, array $other = []): string {
        $text = "idnumber,name,hidden,do,secret\n";
        for ($i = $from; $i <= $to; $i++) {
            $cells = ($other[$i] ?? []) + ["c$i", "Cohort $i", '', '', "hush$i"];
            ksort($cells);
            $text .= implode(',', $cells) . "\n";
        }
        return $text;
    }

    /**
     * Asserts the state of a run, and why.
     *
     * @param string $state
     * @param string[] $codes
     * @param run $run
     */
    protected function assert_run(string $state, array $codes, run $run): void {
        $reasons = array_map(fn(reason $reason): string => $reason->code, $run->reasons());
        $this->assertSame([$state, $codes], [$run->state->value, $reasons], json_encode($run->reasons()));
    }

    /**
     * Approves the plan of a run, and lets cron have a round.
     *
     * @param run $run
     * @param string $extent
     * @return run
     */
    protected function approve(run $run, string $extent = 'all'): run {
        decisions::approve($run, $run->row->planhash, $extent);
        round::run(null);
        return runs::must_get($run->id);
    }

    /**
     * The cohorts that there are.
     *
     * @param bool $visible whether invisible ones are left out
     * @return string[] names by idnumber
     */
    protected function cohorts(bool $visible = true): array {
        global $DB;
        return $DB->get_records_menu('cohort', $visible ? ['visible' => 1] : [], 'id', 'idnumber, name');
    }

    /**
     * The results of a run.
     *
     * @param run $run
     * @param string|null $state
     * @return array[] line, action, code
     */
    protected function results(run $run, ?string $state = null): array {
        $rows = [];
        $set = results::of($run->id, $state);
        foreach ($set as $row) {
            $rows[] = [(int) $row->line, $row->action, $row->code];
        }
        $set->close();
        return $rows;
    }
}

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
use tool_syncingest\local\feed\rules\approval;
use tool_syncingest\local\feed\rules\effect;
use tool_syncingest\local\feed\rules\file_facts;
use tool_syncingest\local\feed\rules\file_rules;
use tool_syncingest\local\feed\rules\knowledge;
use tool_syncingest\local\feed\rules\limits;
use tool_syncingest\local\feed\rules\mode;
use tool_syncingest\local\feed\rules\reason;
use tool_syncingest\local\feed\rules\tally;

/**
 * Limits, and the arithmetic of plans.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class LimitsTest extends TestCase {
    /**
     * A plan.
     *
     * @param int $rows
     * @param int $failed
     * @param int[] $effects by word
     * @return tally
     */
    private static function plan(int $rows, int $failed = 0, array $effects = []): tally {
        $tally = new tally();
        $tally->rows = $rows;
        $tally->failed = $failed;
        foreach ($effects as $effect => $count) {
            $tally->add(effect::from($effect), '', $count);
        }
        return $tally;
    }

    /**
     * The codes of the reasons.
     *
     * @param reason[] $reasons
     * @return string[]
     */
    private static function codes(array $reasons): array {
        return array_map(fn(reason $reason): string => $reason->code, $reasons);
    }

    /**
     * Plans, what is known of their feed, and why they are held.
     *
     * @return array[]
     */
    public static function plans(): array {
        $owner = fn(int $owned, int $removed = 0): knowledge => new knowledge($owned, $owned, $removed);
        return [
            'nothing' => [self::plan(0), new knowledge(), []],
            'ten removals of a few' => [self::plan(20, 0, ['suspension' => 10]), $owner(20), []],
            'eleven removals of a few' => [self::plan(20, 0, ['suspension' => 11]), $owner(20), ['removals']],
            'five percent' => [self::plan(950, 0, ['suspension' => 50]), $owner(1000), []],
            'more than five percent' => [self::plan(949, 0, ['suspension' => 51]), $owner(1000), ['removals']],
            'removals of all kinds together' => [
                self::plan(900, 0, ['suspension' => 20, 'deletion' => 20, 'member_removed' => 6, 'unenrolment' => 5]), $owner(1000),
                ['removals', 'deletions'],
            ],
            'a single deletion' => [self::plan(1000, 0, ['deletion' => 1]), $owner(1000), ['deletions']],
            'with what was removed within a day' => [self::plan(950, 0, ['suspension' => 26]), $owner(1000, 25), ['removals']],
            'no removals, whatever was removed before' => [self::plan(950), $owner(1000, 500), []],
            'the first fifty' => [self::plan(50, 0, ['addition' => 50]), new knowledge(), []],
            'the first fifty-one' => [self::plan(51, 0, ['addition' => 51]), new knowledge(), ['additions']],
            'thirty percent more' => [self::plan(1300, 0, ['addition' => 300]), $owner(1000), []],
            'over thirty percent more' => [self::plan(1301, 0, ['addition' => 301]), $owner(1000), ['additions']],
            'half of the rows change' => [self::plan(100, 0, ['change' => 50]), $owner(100), []],
            'more than half of the rows change' => [self::plan(100, 0, ['change' => 51]), $owner(100), ['changes']],
            'a few changes of a few rows' => [self::plan(10, 0, ['change' => 10]), $owner(10), []],
            'a fifth fails' => [self::plan(100, 20), $owner(100), []],
            'more than a fifth fails' => [self::plan(100, 21), $owner(100), ['failed']],
            'the first removals after another extent' => [
                self::plan(100, 0, ['suspension' => 1]), new knowledge(100, 100, 0, [], false), ['first_removals'],
            ],
            'another extent without removals' => [self::plan(100), new knowledge(100, 100, 0, [], false), []],
        ];
    }

    /**
     * @dataProvider plans
     * @param tally $plan
     * @param knowledge $feed
     * @param string[] $expected
     */
    public function test_a_plan_beyond_its_limits_needs_a_person(tally $plan, knowledge $feed, array $expected): void {
        $this->assertSame($expected, self::codes((new limits())->judge($plan, $feed)));
    }

    public function test_a_scope_is_never_emptied_without_a_person(): void {
        $plan = new tally();
        $plan->rows = 1000;
        $plan->add(effect::MEMBER_REMOVED, 'cohort:1', 2);
        $plan->add(effect::MEMBER_REMOVED, 'cohort:2', 2);
        $reasons = (new limits())->judge($plan, new knowledge(1000, 1000, 0, ['cohort:1' => 3, 'cohort:2' => 2]));
        $this->assertSame(['emptied'], self::codes($reasons));
        $this->assertSame('cohort:2', $reasons[0]->values['scope']);
    }

    public function test_a_feed_may_have_limits_of_its_own_and_other_values_are_refused(): void {
        $limits = new limits(['removals' => 0, 'removals_share' => 0]);
        $this->assertSame(['removals'], self::codes($limits->judge(self::plan(5, 0, ['suspension' => 1]), new knowledge(9, 9))));
        $this->assertSame([], limits::problems(limits::DEFAULTS));
        $this->assertSame(['removals_share', 'nothing', 'failed'], limits::problems(
            ['removals_share' => 101, 'nothing' => 1, 'failed' => -1, 'changes' => 5]
        ));
    }

    public function test_a_full_file_is_measured_against_the_median_of_the_last_five(): void {
        $limits = new limits();
        $this->assertNull($limits->judge_rows(1, []));
        $this->assertNull($limits->judge_rows(80, [100, 100, 5, 100, 1000]));
        $this->assertSame(100, $limits->judge_rows(79, [100, 100, 5, 100, 1000])->values['median']);
        // A sixth one does not count.
        $this->assertNull($limits->judge_rows(8, [10, 10, 10, 10, 10, 1000]));
        $this->assertSame(3, limits::median([3, 1]));
    }

    public function test_a_loss_of_five_percent_each_night_is_held_before_the_third_night(): void {
        $removed = [];
        for ($night = 1, $rows = 1000; $night <= 10; $night++) {
            $gone = $rows - intdiv($rows * 95, 100);
            $feed = new knowledge(1000, 1000, end($removed) ?: 0, [], true, array_sum($removed));
            if ((new limits())->judge(self::plan($rows - $gone, 0, ['suspension' => $gone]), $feed)) {
                break;
            }
            $removed[] = $gone;
            $rows -= $gone;
        }
        $this->assertLessThanOrEqual(2, $night);
        // One night after the other, and each more than a day after the last.
        $codes = self::codes((new limits())->judge(self::plan(800, 0, ['suspension' => 41]), new knowledge(1000, 1000, 0, [], true, 60)));
        $this->assertSame(['weekly'], $codes);
    }

    /**
     * Changes to the facts of a file, and why the file is held.
     *
     * @return array[] facts that differ, mode, codes
     */
    public static function files(): array {
        return [
            'as accepted' => [[], mode::FULL, []],
            'another encoding' => [['encoding' => 'windows-1252'], mode::ROWS, ['encoding']],
            'another delimiter' => [['delimiter' => ';'], mode::ROWS, ['delimiter']],
            'another header' => [['header' => ['id', 'surname']], mode::ROWS, ['header']],
            'columns in another order' => [['header' => ['name', 'id']], mode::FULL, ['header']],
            'a header alone' => [['rows' => 0, 'spoiled' => 0], mode::FULL, ['header_alone']],
            'a header alone is nothing in rows mode' => [['rows' => 0, 'spoiled' => 0], mode::ROWS, []],
            'a ragged last row' => [['raggedlast' => true, 'finalnewline' => false], mode::FULL, ['ragged_last', 'no_final_newline']],
            'no last newline' => [['finalnewline' => false], mode::ROWS, ['no_final_newline']],
            'spoiled text, as much as before' => [['spoiled' => 2, 'rows' => 200], mode::FULL, []],
            'more spoiled text' => [['spoiled' => 2], mode::FULL, ['spoiled']],
            'encoded once more, shorter' => [['spoiled' => 1, 'rows' => 50], mode::FULL, ['spoiled']],
        ];
    }

    /**
     * @dataProvider files
     * @param array $facts
     * @param mode $mode
     * @param string[] $expected
     */
    public function test_a_file_that_is_not_as_the_accepted_one_needs_a_person(array $facts, mode $mode, array $expected): void {
        $usual = ['encoding' => 'UTF-8', 'delimiter' => ',', 'header' => ['id', 'name'], 'rows' => 100, 'spoiled' => 1];
        $reasons = file_rules::judge(new file_facts(...$facts + $usual), new file_facts(...$usual), $mode);
        $this->assertSame($expected, self::codes($reasons));
    }

    public function test_before_a_file_was_accepted_only_the_file_itself_counts(): void {
        $facts = new file_facts('UTF-16LE', "\t", ['x'], 0, finalnewline: false, raggedlast: true);
        $this->assertSame(['header_alone', 'ragged_last'], self::codes(file_rules::judge($facts, null, mode::FULL)));
        $this->assertSame([], file_rules::judge($facts, null, mode::ROWS));
    }

    public function test_an_approval_admits_its_plan_and_any_that_takes_away_less(): void {
        $approval = new approval('plan', approval::ALL, ['a', 'b'], ['removals', 'additions'], 2, 1000);
        $this->assertTrue($approval->admits('plan', ['a', 'b', 'c'], []));
        $this->assertTrue($approval->admits('other', ['b'], [new reason('removals')]));
        $this->assertTrue($approval->admits('other', [], []));
        $this->assertFalse($approval->admits('other', ['b', 'c'], [new reason('removals')]));
        $this->assertFalse($approval->admits('other', ['b'], [new reason('failed')]), 'another reason than the person has seen');
        $keep = new approval('plan', approval::KEEP, [], ['removals'], 2, 1000);
        $this->assertTrue($keep->admits('other', ['a'], []), 'it takes nothing away');
    }

    public function test_what_is_stored_is_read_as_it_was(): void {
        $plan = self::plan(7, 2, ['addition' => 3, 'suspension' => 1]);
        $plan->add(effect::MEMBER_REMOVED, 'cohort:1');
        $this->assertEquals($plan, tally::read(json_encode($plan)));
        $this->assertSame(2, $plan->removals());
        $facts = new file_facts('UTF-8', ',', ['id'], 5, 1, 0, false, true, 4);
        $this->assertEquals($facts, file_facts::read(json_encode($facts)));
        $approval = new approval('plan', approval::KEEP, ['a'], ['removals'], 2, 1000);
        $this->assertEquals($approval, approval::read(json_encode($approval)));
        $this->assertEquals([new reason('x', ['count' => 1])], reason::read(json_encode([new reason('x', ['count' => 1])])));
        $this->assertNull(approval::read(null));
        $this->assertNull(file_facts::read(''));
    }
}

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
use tool_syncingest\local\feed\rules\mode;
use tool_syncingest\local\feed\rules\name_parts;
use tool_syncingest\local\feed\rules\quiet_hours;
use tool_syncingest\local\feed\rules\silence;
use tool_syncingest\local\feed\rules\stage;
use tool_syncingest\local\feed\rules\state;
use tool_syncingest\local\feed\rules\turn;
use tool_syncingest\local\feed\rules\waiting;

/**
 * States, turns, and times.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class TurnTest extends TestCase {
    /**
     * The ids of the runs that may go on.
     *
     * @param waiting[] $runs
     * @param mode $mode
     * @return int[]
     */
    private static function next(array $runs, mode $mode): array {
        return array_map(fn(waiting $run): int => $run->id, turn::next($runs, $mode));
    }

    public function test_what_is_over_stays_so_except_what_failed(): void {
        foreach (state::cases() as $state) {
            $this->assertSame($state->is_over() && $state !== state::FAILED, $state->followers() === [], $state->value);
            $this->assertFalse($state->may_become($state));
        }
    }

    public function test_nothing_is_applied_that_was_not_checked(): void {
        foreach (state::cases() as $state) {
            $this->assertSame($state === state::CHECKING, $state->may_become(state::RUNNING), $state->value);
        }
    }

    public function test_every_state_can_be_reached_and_every_open_one_can_be_cancelled(): void {
        $reached = array_merge([state::QUEUED], ...array_map(fn(state $state): array => $state->followers(), state::cases()));
        foreach (state::cases() as $state) {
            $this->assertContains($state, $reached);
            $this->assertSame(!$state->is_over() || $state === state::FAILED, $state->may_become(state::CANCELLED), $state->value);
        }
    }

    public function test_runs_of_a_part_go_strictly_in_turn(): void {
        $runs = [
            new waiting(3, state::QUEUED, new name_parts('b')), new waiting(2, state::QUEUED, new name_parts('a')),
            new waiting(1, state::RUNNING, new name_parts('a')),
        ];
        $this->assertSame([1, 3], self::next($runs, mode::FULL));
        $this->assertSame([1, 3], self::next($runs, mode::ROWS));
    }

    public function test_the_number_in_the_name_goes_before_the_time_of_arrival(): void {
        $runs = [
            new waiting(1, state::QUEUED, new name_parts('', null, 12)), new waiting(2, state::QUEUED, new name_parts('', null, 11)),
        ];
        $this->assertSame([2], self::next($runs, mode::ROWS));
    }

    public function test_in_rows_mode_what_is_held_or_failed_blocks_the_later_ones(): void {
        foreach ([state::HELD, state::FAILED] as $state) {
            $runs = [new waiting(1, $state), new waiting(2, state::QUEUED), new waiting(3, state::QUEUED, new name_parts('other'))];
            $this->assertSame([], self::next($runs, mode::ROWS));
            $this->assertSame(1, turn::blocker($runs, mode::ROWS)->id);
            $this->assertNull(turn::blocker([$runs[0]], mode::ROWS));
            $this->assertNull(turn::blocker($runs, mode::FULL));
        }
    }

    public function test_in_full_mode_a_failed_file_does_not_stop_later_ones_and_a_held_one_only_its_part(): void {
        $this->assertSame([2], self::next([new waiting(1, state::FAILED), new waiting(2, state::QUEUED)], mode::FULL));
        $runs = [new waiting(1, state::HELD, new name_parts('a')), new waiting(2, state::QUEUED, new name_parts('b'))];
        $this->assertSame([2], self::next($runs, mode::FULL));
    }

    public function test_priority_decides_between_parts(): void {
        $runs = [
            new waiting(1, state::QUEUED, new name_parts('a')), new waiting(2, state::QUEUED, new name_parts('b'), 1),
        ];
        $this->assertSame([2, 1], self::next($runs, mode::FULL));
    }

    public function test_a_newer_full_file_takes_the_place_of_what_is_queued_or_held_in_its_part(): void {
        $others = [];
        foreach (state::cases() as $number => $state) {
            $others[] = new waiting($number + 1, $state);
            $others[] = new waiting($number + 100, $state, new name_parts('other'));
        }
        $new = new waiting(1000, state::QUEUED);
        $states = array_map(fn(waiting $run): state => $run->state, turn::superseded($new, $others, mode::FULL));
        $this->assertSame([state::QUEUED, state::HELD], $states);
        $this->assertSame([], turn::superseded($new, $others, mode::ROWS));
    }

    public function test_a_late_full_file_with_an_older_name_takes_nobodys_place(): void {
        $newer = new waiting(1, state::QUEUED, new name_parts('', '20260102000000'));
        $late = new waiting(2, state::QUEUED, new name_parts('', '20260101000000'));
        $this->assertSame([], turn::superseded($late, [$newer], mode::FULL));
        $this->assertSame([$late], turn::superseded($newer, [$late], mode::FULL));
    }

    public function test_a_feed_waits_while_one_before_it_has_a_run_that_is_not_over(): void {
        foreach (state::cases() as $state) {
            $expected = $state->is_over() ? null : 7;
            $this->assertSame($expected, turn::waits_for([6, 7], [7 => [state::DONE, $state]]), $state->value);
        }
    }

    public function test_paused_testing_unknown_and_cyclic_predecessors_are_refused(): void {
        $feeds = [1 => [stage::LIVE, []], 2 => [stage::LIVE, [1]], 3 => [stage::PAUSED, []], 4 => [stage::TESTING, []], 5 => [stage::LIVE, [2]]];
        $this->assertSame([], turn::problems(5, [1, 2], $feeds));
        $this->assertSame(['cycle'], turn::problems(1, [5], $feeds));
        $this->assertSame(['cycle'], turn::problems(1, [1], $feeds));
        $this->assertSame(['paused'], turn::problems(0, [3], $feeds));
        $this->assertSame(['testing'], turn::problems(0, [4], $feeds));
        $this->assertSame(['unknown'], turn::problems(0, [9], $feeds));
    }

    /**
     * Quiet hours, a moment, and whether it is quiet.
     *
     * @return array[]
     */
    public static function quiet(): array {
        return [
            ['', '2026-03-03 10:00', false],
            ['07:30-18:00', '2026-03-03 07:29', false],
            ['07:30-18:00', '2026-03-03 07:30', true],
            ['07:30-18:00', '2026-03-03 18:00', false],
            ['22:00-06:00', '2026-03-03 23:59', true],
            ['22:00-06:00', '2026-03-03 05:59', true],
            ['22:00-06:00', '2026-03-03 06:00', false],
            ['18:00-24:00', '2026-03-03 23:59', true],
            ['08:00-09:00, 12:00-13:00', '2026-03-03 12:30', true],
            ['2026-07-01..2026-08-31', '2026-08-31 23:59', true],
            ['2026-07-01..2026-08-31', '2026-09-01 00:00', false],
        ];
    }

    /**
     * @dataProvider quiet
     * @param string $hours
     * @param string $moment
     * @param bool $expected
     */
    public function test_quiet_hours_and_days_are_respected(string $hours, string $moment, bool $expected): void {
        $this->assertFalse(quiet_hours::has_problem($hours));
        $this->assertSame($expected, (new quiet_hours($hours))->include(new \DateTimeImmutable($moment)));
    }

    public function test_quiet_hours_that_cannot_be_understood_are_refused(): void {
        foreach (['7-18', '25:00-26:00', '07:30', 'night', '2026-02-30..2026-03-01', '2026-03-02..2026-03-01'] as $text) {
            $this->assertTrue(quiet_hours::has_problem($text), $text);
        }
    }

    public function test_a_feed_that_should_bring_a_file_and_does_not_is_silent(): void {
        $this->assertFalse(silence::is_overdue(0, 0, PHP_INT_MAX));
        $this->assertFalse(silence::is_overdue(24, 1000, 1000 + 24 * 3600));
        $this->assertTrue(silence::is_overdue(24, 1000, 1001 + 24 * 3600));
    }
}

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
use tool_syncingest\local\feed\rules\effect;
use tool_syncingest\local\feed\rules\enrolment_state;
use tool_syncingest\local\feed\rules\limits;
use tool_syncingest\local\feed\rules\moment;
use tool_syncingest\local\feed\rules\operation;
use tool_syncingest\local\feed\rules\roster_columns;
use tool_syncingest\local\feed\rules\tally;

/**
 * What rows say about enrolments and groups, and what it means for people.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class RosterTest extends TestCase {
    public function test_an_end_without_a_time_is_the_end_of_that_day_in_the_time_zone_of_the_feed(): void {
        $paris = new \DateTimeZone('Europe/Paris');
        $read = fn(string $cell, bool $end = false): ?string => ($moment = moment::read($cell, $paris, $end)) === null ? null : gmdate('c', $moment);
        $this->assertSame('2026-08-31T22:00:00+00:00', $read('2026-09-01'));
        $this->assertSame('2026-09-01T21:59:59+00:00', $read('01/09/2026', true));
        // Winter time: the clock goes back in the night of that day.
        $this->assertSame('2026-10-25T22:59:59+00:00', $read('2026-10-25', true));
        $this->assertSame('2026-09-01T06:30:00+00:00', $read('2026-09-01 8:30', true));
        $this->assertSame('2026-09-01T06:30:15+00:00', $read(' 01.09.2026 08:30:15 '));
        $this->assertSame('2026-09-01T12:30:00+00:00', $read('1/9/2026 14h30'));
    }

    public function test_a_moment_may_name_its_own_time_zone(): void {
        $zone = new \DateTimeZone('America/Montreal');
        $same = array_map(fn(string $cell): ?int => moment::read($cell, $zone), ['2026-09-01T08:00:00Z', '2026-09-01T10:00:00+02:00', '2026-09-01T04:00']);
        $this->assertSame([1788249600, 1788249600, 1788249600], $same);
    }

    public function test_what_is_not_a_date_is_no_moment(): void {
        $zone = new \DateTimeZone('UTC');
        $cells = ['', '2026', 'tomorrow', '2026-02-30', '2026-09-01 25:00', '2026-09-01 10:60', '1788249600', '0000-00-00', '1970-01-01',
            '+1 week', '2026-09-01 10:00 PM', '2026-09-01T', '01/09/26', '2026-09-01; DROP TABLE'];
        $this->assertSame(array_fill(0, count($cells), null), array_map(fn(string $cell): ?int => moment::read($cell, $zone), $cells));
    }

    public function test_a_moment_is_shown_in_the_time_zone_of_the_feed(): void {
        $this->assertSame('2026-09-01 10:00:00', moment::write(1788249600, new \DateTimeZone('Europe/Paris')));
        $this->assertSame('', moment::write(0, new \DateTimeZone('UTC')));
    }

    public function test_actions_are_understood_in_two_languages_and_nothing_else_is(): void {
        $read = array_map(operation::read(...), ['add', ' DEL ', 'Suspendre', 'désinscrire', 'actif', '', 'addd', 'yes']);
        $this->assertSame([operation::ADD, operation::REMOVE, operation::SUSPEND, operation::REMOVE, operation::ADD, null, null, null], $read);
    }

    public function test_a_role_is_taken_away_only_if_the_feed_has_given_it(): void {
        $before = new enrolment_state(roles: [3, 5, 9]);
        $this->assertSame([4, 9], $before->after(null, null, null, [4], [3, 5])->roles);
        $this->assertSame([3, 4, 5, 9], $before->after(null, null, null, [4], [])->roles);
        $this->assertEquals($before, $before->after(null, null, null, null, [3, 5]));
    }

    public function test_an_end_in_the_past_locks_out_like_a_suspension(): void {
        $before = new enrolment_state(end: 2000);
        $effect = fn(enrolment_state $after): effect => $after->effect_after($before, 1000);
        $this->assertSame(effect::SUSPENSION, $effect(new enrolment_state(end: 900)));
        $this->assertSame(effect::SUSPENSION, $effect(new enrolment_state(start: 1500, end: 2000)));
        $this->assertSame(effect::SUSPENSION, $effect(new enrolment_state(suspended: true, end: 2000)));
        $this->assertSame(effect::CHANGE, $effect(new enrolment_state(end: 3000)));
        $this->assertSame(effect::NONE, $effect(new enrolment_state(end: 2000)));
    }

    public function test_a_lost_role_counts_as_a_removal(): void {
        $effect = (new enrolment_state(roles: [5]))->effect_after(new enrolment_state(roles: [3]), 1000);
        $this->assertSame(effect::ROLE_LOST, $effect);
        $this->assertTrue($effect->is_removal());
    }

    public function test_an_enrolment_is_never_deleted_without_a_person(): void {
        $plan = new tally();
        $plan->rows = 5000;
        $plan->add(effect::UNENROLMENT, 'course', 1);
        $reasons = limits::irreversible($plan);
        $this->assertSame(['unenrolments'], array_column($reasons, 'code'));
    }

    public function test_no_synonym_leads_to_two_columns(): void {
        foreach ([roster_columns::of_enrolments(), roster_columns::of_groups()] as $columns) {
            $all = array_merge(array_keys($columns), ...array_values($columns));
            $this->assertSame(array_unique($all), $all);
            $this->assertSame(array_map('mb_strtolower', $all), $all);
        }
    }

    public function test_a_key_names_a_person_and_a_course_by_one_column_each(): void {
        $this->assertSame('email', roster_columns::only(['course_shortname', 'email'], ['username', 'email']));
        $this->assertNull(roster_columns::only(['username', 'email'], ['username', 'email']));
        $this->assertNull(roster_columns::only(['course_shortname'], ['username', 'email']));
    }
}

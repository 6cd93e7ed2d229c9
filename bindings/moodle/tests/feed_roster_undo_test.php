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

use tool_syncingest\local\feed\processor\applied;
use tool_syncingest\local\feed\processor\enrolments;
use tool_syncingest\local\feed\processor\groups;
use tool_syncingest\local\feed\processor\outcome;
use tool_syncingest\local\feed\processor\overlay;
use tool_syncingest\local\feed\processor\record;
use tool_syncingest\local\feed\processor\reversal;
use tool_syncingest\local\feed\processor\row;
use tool_syncingest\local\feed\processor\row_processor;
use tool_syncingest\local\feed\rules\mode;
use tool_syncingest\local\feed\rules\owned;
use tool_syncingest\local\feed\rules\undo_state;
use tool_syncingest\local\feed\settings;

defined('MOODLE_INTERNAL') || die();

require_once(__DIR__ . '/enrolments_testcase.php');

/**
 * What of the changes to enrolments and to groups can be undone.
 *
 * @package    tool_syncingest
 * @category   test
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \tool_syncingest\local\feed\processor\roster\enrolment_reversals
 * @covers     \tool_syncingest\local\feed\processor\roster\group_reversals
 */
final class feed_roster_undo_test extends enrolments_testcase {
    /**
     * A processor of groups.
     *
     * @param string[] $key
     * @return groups
     */
    private function groups(array $key = ['username', 'course_shortname', 'group_idnumber']): groups {
        return new groups(new settings(1, 2, mode::FULL, key: $key));
    }

    /**
     * Carries out an outcome.
     *
     * @param row_processor $processor
     * @param outcome $outcome
     * @return array the outcome as it was applied, and what the feed knows afterwards
     */
    private function carry_out(row_processor $processor, outcome $outcome): array {
        $this->assertTrue($outcome->has_effect(), $outcome->code);
        $applied = $processor->apply($outcome, []);
        $outcome = new outcome(...['type' => $applied->type, 'objectid' => $applied->objectid] + get_object_vars($outcome));
        return [$outcome, $this->record($outcome, $applied)];
    }

    /**
     * What the feed knows of an object.
     *
     * @param outcome $outcome
     * @param applied $applied
     * @return record
     */
    private function record(outcome $outcome, applied $applied): record {
        return new record($outcome->keyhash, $applied->type, $applied->objectid, $applied->scope, $applied->owned, given: $applied->given ?? []);
    }

    /**
     * Asserts what undoing would do.
     *
     * @param undo_state $state
     * @param string $code
     * @param row_processor $processor
     * @param outcome $outcome
     * @return reversal
     */
    private function assert_reversal(undo_state $state, string $code, row_processor $processor, outcome $outcome): reversal {
        $reversal = $processor->plan_undo([$outcome])[0];
        $this->assertSame([$state, $code], [$reversal->state, $reversal->code]);
        $this->assertTrue($code === '' || get_string_manager()->string_exists("undo_$code", 'tool_syncingest')
            || get_string_manager()->string_exists("row_$code", 'tool_syncingest'), $code);
        return $reversal;
    }

    public function test_status_times_roles_and_groups_of_an_enrolment_come_back(): void {
        $group = $this->getDataGenerator()->create_group(['courseid' => $this->course->id, 'idnumber' => 'g1']);
        $processor = $this->enrolments();
        $record = $this->apply($this->row(['role' => 'editingteacher', 'end' => '2030-01-01']));
        $before = $this->ada();
        $row = $this->row(['role' => 'student', 'start' => '2020-01-01', 'end' => '2031-01-01', 'suspended' => '1', 'groups' => 'g1'], $record);
        [$outcome] = $this->carry_out($processor, $this->plan($row));
        $reversal = $this->assert_reversal(undo_state::POSSIBLE, '', $processor, $outcome);
        $this->assertSame(['suspended', 'start', 'end', 'role', 'groups'], array_keys($reversal->new));
        $this->assertSame(['1', '0'], [$reversal->old['suspended'], $reversal->new['suspended']]);
        $applied = $processor->undo($outcome);
        $this->assertSame($before, $this->ada());
        $this->assertFalse(groups_is_member($group->id, $this->ada->id));
        $this->assertSame([$record->objectid, $record->given], [$applied->objectid, $applied->given]);
        $this->assert_reversal(undo_state::NEEDLESS, '', $processor, $outcome);
    }

    public function test_who_was_gone_and_suspended_is_brought_back_with_what_somebody_else_has_changed(): void {
        $processor = $this->enrolments();
        $record = $this->apply($this->row());
        [$outcome] = $this->carry_out($processor, $processor->plan_gone([$record], new overlay())[0]);
        // An end that a person has set meanwhile stays.
        global $DB;
        $DB->set_field('user_enrolments', 'timeend', 1900000000, ['id' => $record->objectid]);
        $this->assert_reversal(undo_state::POSSIBLE, '', $processor, $outcome);
        $processor->undo($outcome);
        $this->assertSame([0, 0, 1900000000, 'student'], $this->ada());
    }

    public function test_an_enrolment_that_is_no_longer_as_the_run_left_it_is_left_alone(): void {
        global $DB;
        $processor = $this->enrolments();
        $record = $this->apply($this->row(['end' => '2030-01-01']));
        [$outcome] = $this->carry_out($processor, $this->plan($this->row(['end' => '2031-01-01'], $record)));
        $DB->set_field('user_enrolments', 'timeend', 1900000000, ['id' => $record->objectid]);
        $this->assertSame(['columns' => ['end']], $this->assert_reversal(undo_state::CHANGED, 'changed_since', $processor, $outcome)->values);
        $method = $DB->get_record('enrol', ['courseid' => $this->course->id, 'enrol' => 'manual']);
        enrol_get_plugin('manual')->unenrol_user($method, $this->ada->id);
        $this->assert_reversal(undo_state::CHANGED, 'enrolment_gone', $processor, $outcome);
    }

    public function test_a_new_enrolment_stays_and_a_deleted_one_does_not_come_back(): void {
        $processor = $this->enrolments(['options' => ['gone' => 'unenrol']]);
        [$outcome, $record] = $this->carry_out($processor, $this->plan($this->row()));
        $this->assert_reversal(undo_state::IMPOSSIBLE, 'created', $processor, $outcome);
        $removal = $processor->plan([$this->row(['action' => 'remove'], $record)], new overlay())[0];
        [$outcome] = $this->carry_out($processor, $removal);
        $this->assert_reversal(undo_state::IMPOSSIBLE, 'unenrolled', $processor, $outcome);
    }

    public function test_nobody_undoes_what_this_person_may_not_do_by_hand(): void {
        $processor = $this->enrolments();
        [$outcome] = $this->carry_out($processor, $processor->plan_gone([$this->apply($this->row())], new overlay())[0]);
        $this->setUser($this->getDataGenerator()->create_user());
        $this->assert_reversal(undo_state::IMPOSSIBLE, 'capability', $processor, $outcome);
    }

    public function test_the_queries_of_a_look_do_not_grow_with_the_outcomes(): void {
        global $DB;
        $generator = $this->getDataGenerator();
        $outcomes = [];
        $processor = $this->enrolments(['adopting' => true]);
        foreach (range(1, 20) as $number) {
            $generator->create_and_enrol($this->course, 'student', ['username' => "u$number"]);
            $outcome = $processor->plan([$this->row(['username' => "u$number", 'suspended' => '1'])], new overlay())[0];
            $outcomes[] = $this->carry_out($processor, $outcome)[0];
        }
        $count = function (int $amount) use ($DB, $processor, $outcomes): int {
            [$queries, $writes] = [$DB->perf_get_queries(), $DB->perf_get_writes()];
            foreach ($processor->plan_undo(array_slice($outcomes, 0, $amount)) as $reversal) {
                $this->assertSame(undo_state::POSSIBLE, $reversal->state);
            }
            $this->assertSame($writes, $DB->perf_get_writes());
            return $DB->perf_get_queries() - $queries;
        };
        $count(2);
        $this->assertSame($count(2), $count(20));
    }

    public function test_a_member_who_was_added_leaves_and_the_group_that_was_made_for_it_stays(): void {
        $this->getDataGenerator()->enrol_user($this->ada->id, $this->course->id);
        $processor = $this->groups();
        [$outcome] = $this->carry_out($processor, $processor->plan([$this->row(['group_idnumber' => 'g1'])], new overlay())[0]);
        $group = groups_get_group_by_idnumber($this->course->id, 'g1');
        $this->assertTrue(groups_is_member($group->id, $this->ada->id));
        $this->assert_reversal(undo_state::POSSIBLE, '', $processor, $outcome);
        $this->assertTrue($processor->undo($outcome)->gone);
        $this->assertFalse(groups_is_member($group->id, $this->ada->id));
        $this->assertNotEmpty(groups_get_group($group->id));
        $this->assert_reversal(undo_state::NEEDLESS, '', $processor, $outcome);
    }

    public function test_a_member_who_was_taken_out_comes_back(): void {
        $this->getDataGenerator()->enrol_user($this->ada->id, $this->course->id);
        $processor = $this->groups();
        [, $record] = $this->carry_out($processor, $processor->plan([$this->row(['group_idnumber' => 'g1'])], new overlay())[0]);
        [$outcome] = $this->carry_out($processor, $processor->plan_gone([$record], new overlay())[0]);
        $group = groups_get_group_by_idnumber($this->course->id, 'g1');
        $this->assertFalse(groups_is_member($group->id, $this->ada->id));
        $this->assert_reversal(undo_state::POSSIBLE, '', $processor, $outcome);
        $applied = $processor->undo($outcome);
        $this->assertTrue(groups_is_member($group->id, $this->ada->id));
        $this->assertSame([owned::CREATED, (string) $group->id, false], [$applied->owned, $applied->scope, $applied->gone]);
        $this->assert_reversal(undo_state::NEEDLESS, '', $processor, $outcome);
        groups_delete_group($group->id);
        $this->assert_reversal(undo_state::CHANGED, 'group_gone', $processor, $outcome);
    }

    public function test_who_is_no_longer_enrolled_does_not_come_back_into_a_group(): void {
        global $DB;
        $this->getDataGenerator()->enrol_user($this->ada->id, $this->course->id);
        $processor = $this->groups();
        [, $record] = $this->carry_out($processor, $processor->plan([$this->row(['group_idnumber' => 'g1'])], new overlay())[0]);
        [$outcome] = $this->carry_out($processor, $processor->plan_gone([$record], new overlay())[0]);
        $method = $DB->get_record('enrol', ['courseid' => $this->course->id, 'enrol' => 'manual']);
        enrol_get_plugin('manual')->unenrol_user($method, $this->ada->id);
        $this->assert_reversal(undo_state::CHANGED, 'not_enrolled', $processor, $outcome);
    }

    public function test_the_name_of_a_group_comes_back_unless_somebody_has_changed_it_again(): void {
        $processor = $this->groups(['course_shortname', 'group_idnumber']);
        $row = fn(string $name, ?record $record = null): row => $this->row(['group_idnumber' => 'g1', 'group_name' => $name], $record);
        [$made, $record] = $this->carry_out($processor, $processor->plan([$row('One')], new overlay())[0]);
        $this->assert_reversal(undo_state::IMPOSSIBLE, 'created', $processor, $made);
        [$outcome] = $this->carry_out($processor, $processor->plan([$row('Two', $record)], new overlay())[0]);
        $this->assert_reversal(undo_state::POSSIBLE, '', $processor, $outcome);
        $processor->undo($outcome);
        $this->assertSame('One', groups_get_group($record->objectid)->name);
        groups_update_group((object) ['id' => $record->objectid, 'courseid' => $this->course->id, 'name' => 'Three']);
        $this->assert_reversal(undo_state::CHANGED, 'changed_since', $processor, $outcome);
    }
}

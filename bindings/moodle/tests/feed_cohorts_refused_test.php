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
use tool_syncingest\local\feed\processor\outcome;
use tool_syncingest\local\feed\processor\overlay;
use tool_syncingest\local\feed\processor\record;
use tool_syncingest\local\feed\processor\row;
use tool_syncingest\local\feed\processor\row_failure;
use tool_syncingest\local\feed\rules\owned;
use tool_syncingest\local\feed\rules\undo_state;

defined('MOODLE_INTERNAL') || die();

require_once(__DIR__ . '/cohorts_testcase.php');

/**
 * The processor of cohorts and of their members: what it refuses, and what it takes back.
 *
 * @package    tool_syncingest
 * @category   test
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \tool_syncingest\local\feed\processor\cohorts
 */
final class feed_cohorts_refused_test extends cohorts_testcase {
    public function test_a_cohort_of_another_plugin_or_of_somebody_else_is_left_alone(): void {
        $this->cohort(['idnumber' => '6B', 'component' => 'tool_other']);
        $this->user();
        $this->assertSame('cohort_foreign', $this->plan($this->row(['cohort' => '6B', 'name' => 'x']), self::of_cohorts())->code);
        $this->assertSame('cohort_foreign', $this->plan($this->member(['cohort' => '6B']))->code);
        $this->cohort();
        $outcome = $this->plan($this->row(['cohort' => '6A', 'name' => 'x']), self::of_cohorts());
        $this->assertSame([outcome::NOTHING, owned::SEEN, [['object_not_owned', []]]], [$outcome->action, $outcome->owned, $outcome->warnings]);
        $adopted = $this->plan($this->row(['cohort' => '6A', 'name' => 'x']), self::of_cohorts(['adopting' => true]));
        $this->assertSame(['update', owned::ADOPTED], [$adopted->action, $adopted->owned]);
    }

    public function test_two_cohorts_with_one_number_are_an_error_of_the_row(): void {
        $this->cohort();
        $this->cohort(['name' => 'again']);
        $this->user();
        $this->assertSame('cohort_ambiguous', $this->plan($this->member())->code);
        $this->assertSame('cohort_ambiguous', $this->plan($this->row(['cohort' => '6A']), self::of_cohorts())->code);
    }

    public function test_protected_people_are_neither_added_nor_removed(): void {
        global $DB;
        $cohort = $this->cohort();
        $owner = $this->user('1');
        foreach (['administrator' => get_admin(), 'guest' => guest_user(), 'feed_owner' => $owner] as $code => $user) {
            $DB->set_field('user', 'idnumber', '0042', ['id' => $user->id]);
            $outcome = $this->plan($this->member(), ['ownerid' => (int) $owner->id]);
            $this->assertSame([outcome::NOTHING, [[$code, []]]], [$outcome->action, $outcome->warnings], $code);
            $record = $this->record('cohort_member', (int) $user->id, ['scope' => "6A ($cohort->id)"]);
            $DB->insert_record('cohort_members', ['cohortid' => $cohort->id, 'userid' => $user->id, 'timeadded' => 1]);
            $gone = $this->processor(['ownerid' => (int) $owner->id])->plan_gone([$record], new overlay())[0];
            $this->assertFalse($gone->has_effect(), $code);
            $DB->set_field('user', 'idnumber', '', ['id' => $user->id]);
        }
    }

    public function test_who_was_deleted_after_the_plan_is_not_added(): void {
        global $DB;
        $this->cohort();
        $user = $this->user();
        $outcome = $this->plan($this->member());
        delete_user($user);
        try {
            $this->processor()->apply($outcome, []);
            $this->fail('core would have added it');
        } catch (row_failure $failure) {
            $this->assertSame('object_gone', $failure->reason);
        }
        $this->assertSame(0, $DB->count_records('cohort_members'));
    }

    public function test_a_cohort_that_was_deleted_or_taken_over_after_the_plan_gets_no_member(): void {
        global $DB;
        $cohort = $this->cohort();
        $this->user();
        $outcome = $this->plan($this->member());
        $DB->set_field('cohort', 'component', 'tool_other', ['id' => $cohort->id]);
        $this->assert_fails('cohort_foreign', $outcome);
        cohort_delete_cohort($cohort);
        $this->assert_fails('cohort_gone', $outcome);
    }

    /**
     * Rows that fail, and why.
     *
     * @return array[]
     */
    public static function bad_rows(): array {
        return [
            'no such person' => [['user' => 'nobody'], 'user_missing'],
            'no person' => [['user' => ' '], 'needed'],
            'no cohort' => [['cohort' => ' '], 'needed'],
            'an action that is none' => [['action' => 'perhaps'], 'member_action'],
            'a number that is too long' => [['cohort' => str_repeat('x', 101)], 'too_long'],
            'removed from where nobody can be' => [['cohort' => '9Z', 'action' => 'remove'], 'cohort_missing'],
            'markup in the name of a new cohort' => [['cohort' => '9Z', 'name' => '<script>x</script>'], 'not_storable'],
        ];
    }

    /**
     * A bad row fails by itself.
     *
     * @dataProvider bad_rows
     * @param array $values
     * @param string $code
     */
    public function test_a_bad_row_fails_with_its_reason_and_no_other_row_suffers(array $values, string $code): void {
        $this->cohort();
        $this->user();
        $this->user('7');
        $outcomes = $this->processor()->plan([$this->member($values), $this->member(['user' => '7'])], new overlay());
        $this->assertSame([$code, 'add_member'], [$outcomes[0]->code, $outcomes[1]->action]);
        $this->assertTrue(get_string_manager()->string_exists("row_$code", 'tool_syncingest'));
    }

    public function test_a_bad_cohort_fails_with_its_reason(): void {
        $codes = fn(array $values): string => $this->plan($this->row($values + ['cohort' => '6A']), self::of_cohorts())->code;
        $this->assertSame('category_missing', $codes(['category' => 'nowhere']));
        $this->assertSame('category_missing', $codes(['category_path' => 'A / B']));
        $this->assertSame('flag', $codes(['visible' => 'perhaps']));
        $this->assertSame('not_storable', $codes(['name' => '<b>x</b>']));
        $this->assertSame('too_long', $codes(['name' => str_repeat('é', 255)]));
    }

    public function test_hostile_cells_are_data(): void {
        $user = $this->user("0'); DROP TABLE mdl_user; --");
        $number = "=1+1\u{202E}'\"🎓%_";
        $row = $this->member(['cohort' => $number, 'user' => $user->idnumber]);
        $applied = $this->apply($row);
        global $DB;
        $cohort = $DB->get_record('cohort', ['idnumber' => $number], '*', MUST_EXIST);
        $this->assertTrue(cohort_is_member($cohort->id, $user->id));
        $this->assertSame(outcome::NOTHING, $this->plan($this->member($row->values, $this->known($applied)))->action);
        $description = $this->apply($this->row(['cohort' => 'x', 'description' => '<p>ok</p><script>alert(1)</script>']), self::of_cohorts());
        $this->assertStringNotContainsString('script', $DB->get_field('cohort', 'description', ['id' => $description->objectid]));
    }

    public function test_an_owner_who_may_not_assign_members_gets_none(): void {
        $this->user();
        $category = $this->getDataGenerator()->create_category();
        $this->cohort(['contextid' => \context_coursecat::instance($category->id)->id]);
        $owner = $this->getDataGenerator()->create_user();
        $this->setUser($owner);
        $this->assertSame('capability', $this->plan($this->member())->code);
        $this->assertSame('capability', $this->plan($this->row(['cohort' => 'new']), self::of_cohorts())->code);
        $role = $this->getDataGenerator()->create_role();
        assign_capability('moodle/cohort:assign', CAP_ALLOW, $role, \context_coursecat::instance($category->id));
        role_assign($role, $owner->id, \context_coursecat::instance($category->id));
        accesslib_clear_all_caches_for_unit_testing();
        $this->setUser($owner);
        $this->assertSame('add_member', $this->plan($this->member())->action);
    }

    public function test_a_feed_of_cohorts_says_what_is_wrong_with_it(): void {
        $problems = fn(array $settings): array => $this->processor($settings)->problems();
        $this->assertSame([], $problems([]));
        $this->assertSame([], $problems(self::of_cohorts()));
        $this->assertSame(['cohorts_key'], $problems(['key' => ['user']]));
        $this->assertSame(['options'], $problems(['options' => ['gone' => 'delete']]));
        $this->assertSame(['options'], $problems(['options' => ['user' => 'lastname']]));
        $this->assertSame(['category'], $problems(['options' => ['category' => 'nowhere']]));
        $this->getDataGenerator()->create_category(['idnumber' => 'LY']);
        $this->assertSame([], $problems(['options' => ['category' => 'LY']]));
        $system = \context_system::instance()->id;
        $this->assertSame([['moodle/cohort:assign', $system], ['moodle/cohort:manage', $system]], $this->processor()->capabilities());
        $this->assertSame([['moodle/cohort:assign', $system]], $this->processor(['options' => ['create' => false]])->capabilities());
    }

    /**
     * Undoes an outcome that was applied to a person.
     *
     * @param outcome $outcome
     * @return string in which state it was, and why
     */
    private function undo(outcome $outcome): string {
        $reversal = $this->processor()->plan_undo([$outcome])[0];
        if ($reversal->state === undo_state::POSSIBLE) {
            $this->assertSame([$outcome->new, $outcome->old], [$reversal->old, $reversal->new]);
            $this->processor()->undo($outcome);
        }
        return trim("{$reversal->state->value} $reversal->code");
    }

    public function test_a_membership_is_taken_back_and_brought_back_where_it_is_as_the_run_left_it(): void {
        $cohort = $this->cohort();
        $user = $this->user();
        $add = $this->plan($this->member());
        $applied = $this->processor()->apply($add, []);
        $remove = $this->processor()->plan_gone([$this->known($applied)], new overlay())[0];
        $this->assertSame('possible', $this->undo($add));
        $this->assertFalse(cohort_is_member($cohort->id, $user->id));
        $this->assertSame('needless', $this->undo($add));
        $this->assertSame('possible', $this->undo($remove));
        $this->assertTrue(cohort_is_member($cohort->id, $user->id));
        $this->assertSame('needless', $this->undo($remove));
        global $DB;
        $DB->set_field('cohort', 'component', 'tool_other', ['id' => $cohort->id]);
        $this->assertSame('changed cohort_foreign', $this->undo($add));
        cohort_delete_cohort($cohort);
        $this->assertSame('changed cohort_gone', $this->undo($add));
        delete_user($user);
        $this->assertSame('changed object_gone', $this->undo($add));
    }

    public function test_the_member_with_whom_a_cohort_was_made_is_taken_back_and_the_cohort_stays(): void {
        global $DB;
        $this->user();
        $outcome = $this->plan($this->member());
        $this->processor()->apply($outcome, []);
        $this->assertSame('possible', $this->undo($outcome));
        $this->assertSame([1, 0], [$DB->count_records('cohort'), $DB->count_records('cohort_members')]);
    }

    public function test_a_hidden_cohort_is_shown_again_and_a_new_one_stays(): void {
        global $DB;
        $create = $this->plan($this->row(['cohort' => '6A']), self::of_cohorts());
        $id = $this->processor(self::of_cohorts())->apply($create, [])->objectid;
        $this->assertSame('impossible created', $this->undo($create));
        $hide = $this->processor(self::of_cohorts())->plan_gone([$this->record('cohort', $id)], new overlay())[0];
        $this->processor(self::of_cohorts())->apply($hide, []);
        $this->assertSame('possible', $this->undo($hide));
        $this->assertSame('1', $DB->get_field('cohort', 'visible', ['id' => $id]));
    }

    public function test_a_person_whom_only_a_plan_has_made_is_planned_and_not_added(): void {
        $overlay = new overlay();
        $overlay->create('user idnumber', '0042');
        $outcome = $this->processor()->plan([$this->member()], $overlay)[0];
        $this->assertSame('add_member', $outcome->action);
        $this->assert_fails('only_planned', $outcome);
    }
}

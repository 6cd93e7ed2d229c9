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
use tool_syncingest\local\feed\processor\cohorts;
use tool_syncingest\local\feed\processor\outcome;
use tool_syncingest\local\feed\processor\overlay;
use tool_syncingest\local\feed\processor\record;
use tool_syncingest\local\feed\processor\row;
use tool_syncingest\local\feed\rules\effect;
use tool_syncingest\local\feed\rules\owned;
use tool_syncingest\local\feed\rules\tally;

defined('MOODLE_INTERNAL') || die();

require_once(__DIR__ . '/cohorts_testcase.php');

/**
 * The processor of cohorts and of their members: what it does.
 *
 * @package    tool_syncingest
 * @category   test
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \tool_syncingest\local\feed\processor\cohorts
 */
final class feed_cohorts_test extends cohorts_testcase {
    public function test_a_cohort_is_made_where_its_row_says_so(): void {
        $category = $this->getDataGenerator()->create_category(['name' => 'Lycée', 'idnumber' => 'LY']);
        $row = $this->row(['cohort' => '6A', 'name' => 'Élèves & profs "6A" – 🎓', 'description' => '<b>x</b>', 'visible' => 'non', 'category' => 'ly']);
        $outcome = $this->plan($row, self::of_cohorts());
        $this->assertSame(['create', effect::ADDITION, 'Lycée'], [$outcome->action, $outcome->effect, substr($outcome->new['category'], -6)]);
        $id = $this->apply($row, self::of_cohorts())->objectid;
        global $DB;
        $cohort = $DB->get_record('cohort', ['id' => $id]);
        $this->assertSame(
            ['6A', 'Élèves & profs "6A" – 🎓', '0', (string) \context_coursecat::instance($category->id)->id, ''],
            [$cohort->idnumber, $cohort->name, $cohort->visible, $cohort->contextid, $cohort->component]
        );
        $same = $this->plan($this->row($row->values, $this->record('cohort', $id)), self::of_cohorts());
        $this->assertSame(outcome::NOTHING, $same->action);
    }

    public function test_a_cohort_of_the_feed_follows_its_row_and_moves(): void {
        global $DB;
        $this->getDataGenerator()->create_category(['name' => 'A', 'idnumber' => 'A']);
        $id = $this->apply($this->row(['cohort' => '6A', 'name' => 'Old']), self::of_cohorts())->objectid;
        $row = $this->row(['cohort' => '6A', 'name' => 'New', 'category_path' => 'A'], $this->record('cohort', $id));
        $outcome = $this->plan($row, self::of_cohorts());
        $this->assertSame(['update', 'Old', 'New'], [$outcome->action, $outcome->old['name'], $outcome->new['name']]);
        $this->apply($row, self::of_cohorts());
        $cohort = $DB->get_record('cohort', ['id' => $id]);
        $this->assertSame('New', $cohort->name);
        $this->assertSame(CONTEXT_COURSECAT, \context::instance_by_id($cohort->contextid)->contextlevel);
    }

    public function test_a_cohort_that_is_gone_is_hidden_and_shown_when_it_comes_back(): void {
        global $DB;
        $id = $this->apply($this->row(['cohort' => '6A']), self::of_cohorts())->objectid;
        $outcome = $this->processor(self::of_cohorts())->plan_gone([$this->record('cohort', $id)], new overlay())[0];
        $this->assertSame(['hide', effect::SUSPENSION], [$outcome->action, $outcome->effect]);
        $this->processor(self::of_cohorts())->apply($outcome, []);
        $this->assertSame('0', $DB->get_field('cohort', 'visible', ['id' => $id]));
        $back = $this->row(['cohort' => '6A'], $this->record('cohort', $id, ['missing' => 1]));
        $this->assertSame('show', $this->plan($back, self::of_cohorts())->action);
        $kept = self::of_cohorts(['options' => ['gone' => 'keep']]);
        $DB->set_field('cohort', 'visible', 1, ['id' => $id]);
        $this->assertFalse($this->processor($kept)->plan_gone([$this->record('cohort', $id)], new overlay())[0]->has_effect());
    }

    public function test_a_person_becomes_a_member_once(): void {
        $cohort = $this->cohort();
        $user = $this->user();
        $outcome = $this->plan($this->member());
        $this->assertSame(['add_member', effect::ADDITION, owned::CREATED], [$outcome->action, $outcome->effect, $outcome->owned]);
        $applied = $this->apply($this->member());
        $this->assertTrue(cohort_is_member($cohort->id, $user->id));
        $this->assertSame(["6A ($cohort->id)", (int) $user->id], [$applied->scope, $applied->objectid]);
        $again = $this->plan($this->member([], $this->known($applied)));
        $this->assertSame([outcome::NOTHING, owned::CREATED, $applied->scope], [$again->action, $again->owned, $again->scope]);
    }

    public function test_members_are_found_by_what_the_feed_says(): void {
        $cohort = $this->cohort();
        $user = $this->getDataGenerator()->create_user(['username' => 'ada', 'email' => 'ada@example.org']);
        foreach (['username' => 'Ada', 'email' => 'ADA@example.org'] as $column => $cell) {
            $this->apply($this->member(['user' => $cell]), ['options' => ['user' => $column]]);
            $this->assertTrue(cohort_is_member($cohort->id, $user->id));
            cohort_remove_member($cohort->id, $user->id);
        }
    }

    public function test_a_cohort_that_members_name_is_made_with_the_first_of_them(): void {
        global $DB;
        $users = [$this->user('1'), $this->user('2')];
        $rows = array_map(fn(string $user): row => $this->member(['user' => $user, 'name' => 'Class']), ['1', '2']);
        $processor = $this->processor();
        $outcomes = $processor->plan($rows, new overlay());
        $this->assertSame([['cohort_new', ['value' => '6A']]], $outcomes[0]->warnings);
        $this->assertSame([], $outcomes[1]->warnings);
        $processor->prepare($outcomes);
        $applied = array_map(fn(outcome $outcome): applied => $processor->apply($outcome, []), $outcomes);
        $cohort = $DB->get_record('cohort', ['idnumber' => '6A'], '*', MUST_EXIST);
        $this->assertSame(['Class', "6A ($cohort->id)"], [$cohort->name, $applied[1]->scope]);
        $this->assertTrue(cohort_is_member($cohort->id, $users[1]->id));
        $refused = $this->plan($this->member(['cohort' => '6Z', 'user' => '1']), ['options' => ['create' => false]]);
        $this->assertSame('cohort_missing', $refused->code);
    }

    public function test_who_is_gone_loses_the_membership_that_the_feed_has_made(): void {
        $cohort = $this->cohort();
        $user = $this->user();
        $applied = $this->apply($this->member());
        $outcome = $this->processor()->plan_gone([$this->known($applied)], new overlay())[0];
        $this->assertSame(
            ['remove_member', effect::MEMBER_REMOVED, $applied->scope, ['cohort' => '6A']],
            [$outcome->action, $outcome->effect, $outcome->scope, $outcome->old]
        );
        $gone = $this->processor()->apply($outcome, []);
        $this->assertTrue($gone->gone);
        $this->assertFalse(cohort_is_member($cohort->id, $user->id));
        $this->assertFalse($this->processor()->plan_gone([$this->known($applied)], new overlay())[0]->has_effect());
        $kept = $this->processor(['options' => ['gone' => 'keep']]);
        cohort_add_member($cohort->id, $user->id);
        $this->assertFalse($kept->plan_gone([$this->known($applied)], new overlay())[0]->has_effect());
    }

    public function test_a_row_removes_a_member_of_the_feed_and_no_other(): void {
        $cohort = $this->cohort();
        $user = $this->user();
        $remove = ['action' => 'remove'];
        $this->assertSame(outcome::NOTHING, $this->plan($this->member($remove))->action);
        cohort_add_member($cohort->id, $user->id);
        $outcome = $this->plan($this->member($remove));
        $this->assertSame([outcome::NOTHING, [['cohort_member_not_owned', []]]], [$outcome->action, $outcome->warnings]);
        $outcome = $this->plan($this->member($remove), ['adopting' => true]);
        $this->assertSame(effect::MEMBER_REMOVED, $outcome->effect);
        cohort_remove_member($cohort->id, $user->id);
        $applied = $this->apply($this->member());
        $removed = $this->apply($this->member($remove, $this->known($applied)));
        $this->assertFalse(cohort_is_member($cohort->id, $user->id));
        $this->assertSame([owned::SEEN, ''], [$removed->owned, $removed->scope]);
        $this->assertSame(outcome::NOTHING, $this->plan($this->member($remove, $this->known($removed)))->action);
    }

    public function test_a_membership_that_was_there_is_the_feeds_only_where_it_may_adopt_it(): void {
        cohort_add_member($this->cohort()->id, $this->user()->id);
        $this->assertSame(owned::SEEN, $this->plan($this->member())->owned);
        $this->assertSame(owned::ADOPTED, $this->plan($this->member(), ['adopting' => true])->owned);
    }

    public function test_a_plan_writes_nothing_and_its_queries_do_not_grow_with_its_rows(): void {
        $cohort = $this->cohort();
        foreach (range(1, 60) as $number) {
            cohort_add_member($cohort->id, $this->user("n$number")->id);
            $this->cohort(['idnumber' => "c$number"]);
        }
        $this->assert_steady(fn(int $number): row => $this->member(['user' => "n$number"]), ['adopting' => true]);
        $this->assert_steady(fn(int $number): row => $this->member(['user' => "n$number", 'cohort' => "c$number"]), []);
        $this->assert_steady(fn(int $number): row => $this->row(['cohort' => "c$number", 'name' => 'x']), self::of_cohorts(['adopting' => true]));
    }

    public function test_the_sample_file_of_the_documentation_works(): void {
        foreach (['0042', '0043', '0044'] as $idnumber) {
            $this->user($idnumber);
        }
        foreach ($this->processor()->plan($this->sample('cohorts.csv'), new overlay()) as $outcome) {
            $this->assertSame(['add_member', ''], [$outcome->action, $outcome->code]);
        }
    }

    public function test_removals_of_a_plan_are_counted_for_each_cohort(): void {
        $cohort = $this->cohort();
        $this->user();
        $outcome = $this->processor()->plan_gone([$this->known($this->apply($this->member()))], new overlay())[0];
        $tally = new tally();
        $tally->add($outcome->effect, $outcome->scope);
        $this->assertSame(["6A ($cohort->id)" => 1], $tally->scopes());
    }
}

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

use tool_syncingest\local\feed\processor\groups;
use tool_syncingest\local\feed\processor\outcome;
use tool_syncingest\local\feed\processor\overlay;
use tool_syncingest\local\feed\processor\record;
use tool_syncingest\local\feed\processor\row;
use tool_syncingest\local\feed\processor\row_failure;
use tool_syncingest\local\feed\rules\effect;
use tool_syncingest\local\feed\rules\mode;
use tool_syncingest\local\feed\rules\owned;
use tool_syncingest\local\feed\settings;

defined('MOODLE_INTERNAL') || die();

global $CFG;
require_once($CFG->dirroot . '/group/lib.php');

/**
 * The processor of groups, groupings and members.
 *
 * @package    tool_syncingest
 * @category   test
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \tool_syncingest\local\feed\processor\groups
 */
final class feed_groups_test extends \advanced_testcase {
    /** @var string[] the key of members */
    private const MEMBERS = ['username', 'course_shortname', 'group_idnumber'];

    /** @var string[] the key of groups */
    private const GROUPS = ['course_shortname', 'group_idnumber'];

    /** @var \stdClass */
    private \stdClass $ada;

    /** @var \stdClass */
    private \stdClass $course;

    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
        $this->setAdminUser();
        $this->course = $this->getDataGenerator()->create_course(['shortname' => 'MATH-6A']);
        $this->ada = $this->getDataGenerator()->create_and_enrol($this->course, 'student', ['username' => 'ada']);
    }

    /**
     * A processor.
     *
     * @param array $settings
     * @return groups
     */
    private function groups(array $settings = []): groups {
        return new groups(new settings(...$settings + ['feedid' => 1, 'ownerid' => 2, 'mode' => mode::FULL, 'key' => self::MEMBERS]));
    }

    /**
     * A row.
     *
     * @param array $values that differ from those of Ada in the first group
     * @param record|null $record
     * @return row
     */
    private function row(array $values = [], ?record $record = null): row {
        $values += ['username' => 'ada', 'course_shortname' => 'MATH-6A', 'group_idnumber' => 'g1'];
        $key = "$values[username], $values[course_shortname], $values[group_idnumber]";
        return new row(2, $values, $key, md5($key), md5(serialize($values)), $record);
    }

    /**
     * Plans one row.
     *
     * @param row $row
     * @param array $settings
     * @return outcome
     */
    private function plan(row $row, array $settings = []): outcome {
        return $this->groups($settings)->plan([$row], new overlay())[0];
    }

    /**
     * Plans one row and carries it out.
     *
     * @param row $row
     * @param array $settings
     * @return record what the feed knows afterwards
     */
    private function apply(row $row, array $settings = []): record {
        $outcome = $this->plan($row, $settings);
        $this->assertSame('', $outcome->code);
        $applied = $this->groups($settings)->apply($outcome, $row->values);
        return new record($row->keyhash, $applied->type, $applied->objectid, $applied->scope, $applied->owned);
    }

    /**
     * The first group.
     *
     * @param string $idnumber
     * @return \stdClass|null
     */
    private function group(string $idnumber = 'g1'): ?\stdClass {
        return groups_get_group_by_idnumber($this->course->id, $idnumber) ?: null;
    }

    public function test_a_member_is_added_and_the_group_and_the_grouping_are_made_on_the_way(): void {
        $record = $this->apply($this->row(['group_name' => 'Group one', 'grouping_idnumber' => 'G', 'grouping_name' => 'All']));
        $group = $this->group();
        $this->assertSame('Group one', $group->name);
        $this->assertTrue(groups_is_member($group->id, $this->ada->id));
        $grouping = groups_get_grouping_by_idnumber($this->course->id, 'G');
        $this->assertSame('All', $grouping->name);
        $this->assertSame([(string) $group->id], array_map('strval', array_keys(groups_get_all_groups($this->course->id, 0, $grouping->id))));
        $this->assertSame([groups::MEMBER, owned::CREATED, (string) $group->id], [$record->type, $record->owned, $record->scope]);
    }

    public function test_several_rows_make_one_group(): void {
        global $DB;
        $this->getDataGenerator()->create_and_enrol($this->course, 'student', ['username' => 'grace']);
        $rows = [$this->row(['group_name' => 'One']), $this->row(['username' => 'grace', 'group_name' => 'One'])];
        $processor = $this->groups();
        $outcomes = $processor->plan($rows, new overlay());
        $processor->prepare($outcomes);
        foreach ($outcomes as $outcome) {
            $processor->apply($outcome, []);
        }
        $this->assertSame(1, $DB->count_records('groups', ['courseid' => $this->course->id]));
        $this->assertSame(2, $DB->count_records('groups_members', ['groupid' => $this->group()->id]));
    }

    public function test_groups_of_one_name_are_told_apart_by_their_numbers(): void {
        $generator = $this->getDataGenerator();
        $generator->create_group(['courseid' => $this->course->id, 'name' => 'Same', 'idnumber' => 'other']);
        $generator->create_group(['courseid' => $this->course->id, 'name' => 'Same']);
        $this->apply($this->row(['group_name' => 'Same']));
        $this->assertTrue(groups_is_member($this->group()->id, $this->ada->id));
        $this->assertFalse(groups_is_member($this->group('other')->id, $this->ada->id));
    }

    public function test_who_is_not_enrolled_fails_the_row(): void {
        $this->getDataGenerator()->create_user(['username' => 'grace']);
        $this->assertSame('not_enrolled', $this->plan($this->row(['username' => 'grace']))->code);
    }

    public function test_who_is_unenrolled_after_the_plan_fails_the_row_and_nothing_else(): void {
        $outcome = $this->plan($this->row());
        foreach (enrol_get_instances($this->course->id, true) as $instance) {
            enrol_get_plugin($instance->enrol)->unenrol_user($instance, $this->ada->id);
        }
        $this->expectExceptionMessage('not_enrolled');
        $this->groups()->apply($outcome, []);
    }

    public function test_a_plan_writes_nothing_and_its_queries_do_not_grow_with_rows_that_are_so_already(): void {
        global $DB;
        $generator = $this->getDataGenerator();
        $rows = [];
        foreach (range(1, 40) as $number) {
            $course = $generator->create_course(['shortname' => "S$number"]);
            $user = $generator->create_and_enrol($course, 'student', ['username' => "u$number"]);
            $group = $generator->create_group(['courseid' => $course->id, 'idnumber' => "g$number"]);
            groups_add_member($group, $user);
            $rows[] = $this->row(['username' => "u$number", 'course_shortname' => "S$number", 'group_idnumber' => "g$number"]);
        }
        $count = function (int $amount) use ($DB, $rows): int {
            [$queries, $writes] = [$DB->perf_get_queries(), $DB->perf_get_writes()];
            foreach ($this->groups(['adopting' => true])->plan(array_slice($rows, 0, $amount), new overlay()) as $outcome) {
                $this->assertSame([outcome::NOTHING, owned::ADOPTED], [$outcome->action, $outcome->owned]);
            }
            $this->assertSame($writes, $DB->perf_get_writes());
            return $DB->perf_get_queries() - $queries;
        };
        $count(2);
        $this->assertSame($count(2), $count(40));
    }

    public function test_a_member_that_is_there_already_is_left_as_it_is(): void {
        $record = $this->apply($this->row(['group_name' => 'One', 'grouping_idnumber' => 'G']));
        $outcome = $this->plan($this->row(['group_name' => 'Other', 'grouping_idnumber' => 'G'], $record));
        $this->assertSame([outcome::NOTHING, $record->objectid], [$outcome->action, $outcome->objectid]);
    }

    public function test_who_is_gone_leaves_the_group_unless_the_feed_keeps_members(): void {
        $record = $this->apply($this->row());
        $outcome = $this->groups()->plan_gone([$record], new overlay())[0];
        $this->assertSame(['leave', effect::MEMBER_REMOVED, $record->scope], [$outcome->action, $outcome->effect, $outcome->scope]);
        $this->assertFalse($this->groups(['options' => ['gone' => 'keep']])->plan_gone([$record], new overlay())[0]->has_effect());
        $applied = $this->groups()->apply($outcome, []);
        $this->assertTrue($applied->gone);
        $this->assertFalse(groups_is_member($this->group()->id, $this->ada->id));
        $this->assertFalse($this->groups()->plan_gone([$record], new overlay())[0]->has_effect());
    }

    public function test_a_row_removes_a_member_that_the_feed_owns_alone(): void {
        $record = $this->apply($this->row());
        $this->assertSame([['member_not_owned', []]], $this->plan($this->row(['action' => 'del']))->warnings);
        $this->apply($this->row(['action' => 'del'], $record));
        $this->assertFalse(groups_is_member($this->group()->id, $this->ada->id));
        $outcome = $this->plan($this->row(['action' => 'del']));
        $this->assertSame([outcome::NOTHING, groups::MEMBER, 0], [$outcome->action, $outcome->type, $outcome->objectid]);
    }

    public function test_a_membership_of_another_plugin_is_never_touched(): void {
        $group = $this->getDataGenerator()->create_group(['courseid' => $this->course->id, 'idnumber' => 'g1']);
        groups_add_member($group, $this->ada, 'enrol_manual', 7);
        $settings = ['adopting' => true];
        $this->assertSame(owned::SEEN, $this->plan($this->row(), $settings)->owned);
        $outcome = $this->plan($this->row(['action' => 'remove']), $settings);
        $this->assertSame([outcome::NOTHING, [['foreign_component', []]]], [$outcome->action, $outcome->warnings]);
    }

    public function test_administrators_and_whoever_has_a_role_in_the_site_are_never_touched(): void {
        global $DB;
        $manager = $this->getDataGenerator()->create_and_enrol($this->course, 'student', ['username' => 'boss']);
        role_assign($DB->get_field('role', 'id', ['shortname' => 'manager']), $manager->id, \context_system::instance());
        $this->getDataGenerator()->enrol_user(get_admin()->id, $this->course->id);
        $this->assertSame([['system_role', []]], $this->plan($this->row(['username' => 'boss']))->warnings);
        $this->assertSame([['administrator', []]], $this->plan($this->row(['username' => 'admin']))->warnings);
    }

    public function test_a_feed_of_groups_makes_them_and_follows_their_names(): void {
        $settings = ['key' => self::GROUPS];
        $values = ['group_name' => 'One', 'grouping_idnumber' => 'G'];
        $record = $this->apply($this->row($values), $settings);
        $this->assertSame([groups::GROUP, owned::CREATED, 'One'], [$record->type, $record->owned, $this->group()->name]);
        $this->assertSame(outcome::NOTHING, $this->plan($this->row($values, $record), $settings)->action);
        $row = $this->row(['group_name' => 'First'] + $values, $record);
        $outcome = $this->plan($row, $settings);
        $this->assertSame(['update', ['group_name' => 'One'], ['group_name' => 'First']], [$outcome->action, $outcome->old, $outcome->new]);
        $this->apply($row, $settings);
        $this->assertSame('First', $this->group()->name);
        // A group is never deleted: its members and its place in activities would be lost.
        $this->assertFalse($this->groups($settings)->plan_gone([$record], new overlay())[0]->has_effect());
        $this->assertSame('group_kept', $this->plan($this->row(['action' => 'del'], $record), $settings)->code);
    }

    public function test_a_group_that_was_there_is_left_alone_unless_the_feed_may_adopt_it(): void {
        $this->getDataGenerator()->create_group(['courseid' => $this->course->id, 'idnumber' => 'g1', 'name' => 'By hand']);
        $row = $this->row(['group_name' => 'One']);
        $this->assertSame([['group_not_owned', []]], $this->plan($row, ['key' => self::GROUPS])->warnings);
        $record = $this->apply($row, ['key' => self::GROUPS, 'adopting' => true]);
        $this->assertSame([owned::ADOPTED, 'One'], [$record->owned, $this->group()->name]);
    }

    public function test_the_conversation_of_a_group_goes_on_when_it_is_renamed(): void {
        $settings = ['key' => self::GROUPS, 'adopting' => true];
        $id = groups_create_group((object) ['courseid' => $this->course->id, 'idnumber' => 'g1', 'name' => 'By hand', 'enablemessaging' => 1]);
        $this->apply($this->row(['group_name' => 'One']), $settings);
        $context = \context_course::instance($this->course->id);
        $conversation = \core_message\api::get_conversation_by_area('core_group', 'groups', $id, $context->id);
        $this->assertSame([1, 'One'], [(int) $conversation->enabled, $conversation->name]);
    }

    public function test_the_feed_never_does_what_its_owner_may_not_do_in_that_course(): void {
        $outcome = $this->plan($this->row());
        $this->setUser($this->getDataGenerator()->create_user());
        $this->assertSame('capability', $this->plan($this->row())->code);
        $this->expectExceptionMessage('capability');
        $this->groups()->apply($outcome, []);
    }

    /**
     * Rows that fail, and why.
     *
     * @return array[]
     */
    public static function bad_rows(): array {
        return [
            'nobody' => [['username' => 'nobody'], 'user_missing'],
            'no such course' => [['course_shortname' => 'MATH-6Z'], 'course_missing'],
            'no number' => [['group_idnumber' => ' '], 'needed'],
            'a number that would be cut' => [['group_idnumber' => str_repeat('x', 101)], 'too_long'],
            'a name that would be cut' => [['group_name' => str_repeat('x', 255)], 'too_long'],
            'markup' => [['group_name' => '<script>alert(1)</script>'], 'not_storable'],
            'markup in a grouping' => [['grouping_idnumber' => 'G', 'grouping_name' => '<img src=x onerror=alert(1)>'], 'not_storable'],
            'no such action' => [['action' => 'suspend'], 'action'],
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
        $outcomes = $this->groups()->plan([$this->row($values), $this->row()], new overlay());
        $this->assertSame([$code, 'join'], [$outcomes[0]->code, $outcomes[1]->action]);
        $this->assertTrue(get_string_manager()->string_exists("row_$code", 'tool_syncingest'));
    }

    public function test_two_groups_of_one_number_are_an_error_of_the_row(): void {
        global $DB;
        $generator = $this->getDataGenerator();
        foreach (['a', 'b'] as $number) {
            $id = $generator->create_group(['courseid' => $this->course->id, 'idnumber' => $number])->id;
            $DB->set_field('groups', 'idnumber', 'g1', ['id' => $id]);
        }
        $this->assertSame('group_ambiguous', $this->plan($this->row())->code);
    }

    public function test_a_group_that_is_missing_fails_the_row_where_the_feed_makes_none(): void {
        $this->assertSame('group_missing', $this->plan($this->row(), ['options' => ['create' => false]])->code);
    }

    public function test_a_course_or_a_group_that_vanishes_after_the_plan_fails_the_row_alone(): void {
        $this->apply($this->row());
        $this->getDataGenerator()->create_and_enrol($this->course, 'student', ['username' => 'grace']);
        $outcome = $this->plan($this->row(['username' => 'grace']));
        $other = $this->plan($this->row(['username' => 'grace', 'group_idnumber' => 'g2']));
        groups_delete_group($this->group()->id);
        $code = function (outcome $outcome): string {
            try {
                $this->groups()->apply($outcome, []);
                return '';
            } catch (row_failure $failure) {
                return $failure->reason;
            }
        };
        $this->assertSame('group_gone', $code($outcome));
        delete_course($this->course, false);
        $this->assertSame('course_gone', $code($other));
    }

    public function test_names_with_every_character_that_moodle_allows_are_stored_as_they_are(): void {
        $name = "É&\"'|%_\\/,; 日本語 😀 𝔘 ½ #{\$a} 5 > 3";
        $this->apply($this->row(['group_name' => $name, 'group_idnumber' => "n°1/\"'%_😀"]));
        $group = $this->group("n°1/\"'%_😀");
        $this->assertSame($name, $group->name);
        $this->assertSame($name, groups::scope_name((string) $group->id));
        $this->assertSame(outcome::NOTHING, $this->plan($this->row(['group_name' => $name, 'group_idnumber' => "n°1/\"'%_😀"]))->action);
    }

    public function test_a_feed_of_groups_needs_a_key_of_a_course_and_a_group(): void {
        $this->assertSame([], $this->groups()->problems());
        $this->assertSame([], $this->groups(['key' => self::GROUPS])->problems());
        foreach ([['username', 'group_idnumber'], ['course_shortname'], [...self::MEMBERS, 'email'], [...self::GROUPS, 'action']] as $key) {
            $this->assertSame(['groups_key'], $this->groups(['key' => $key])->problems());
        }
        foreach ([['gone' => 'delete'], ['create' => 'yes'], ['other' => 1]] as $options) {
            $this->assertSame(['options'], $this->groups(['options' => $options])->problems());
        }
        $this->assertTrue(get_string_manager()->string_exists('feed_problem_processor_groups_key', 'tool_syncingest'));
    }

    public function test_the_sample_file_of_the_documentation_works(): void {
        foreach (['ada.lovelace', 'grace.hopper', 'elodie.durand'] as $name) {
            $this->getDataGenerator()->create_and_enrol($this->course, 'student', ['username' => $name]);
        }
        $lines = array_map(fn(string $line): array => str_getcsv($line, ',', '"', ''), file(__DIR__ . '/../docs/groups.csv', FILE_IGNORE_NEW_LINES));
        $header = array_shift($lines);
        $this->assertSame([], array_diff($header, array_keys(groups::columns())));
        $rows = array_map(fn(array $cells): row => $this->row(array_combine($header, $cells)), $lines);
        foreach ($this->groups()->plan($rows, new overlay()) as $outcome) {
            $this->assertSame(['join', ''], [$outcome->action, $outcome->code]);
        }
    }
}

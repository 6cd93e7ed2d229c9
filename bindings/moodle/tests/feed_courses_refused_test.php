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

use tool_syncingest\local\feed\processor\outcome;
use tool_syncingest\local\feed\processor\overlay;
use tool_syncingest\local\feed\processor\row;
use tool_syncingest\local\feed\settings;

defined('MOODLE_INTERNAL') || die();

require_once(__DIR__ . '/courses_testcase.php');

/**
 * The processor of courses: what it refuses, and what it takes back.
 *
 * @package    tool_syncingest
 * @category   test
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \tool_syncingest\local\feed\processor\courses
 */
final class feed_courses_refused_test extends courses_testcase {
    public function test_two_categories_of_one_name_are_an_error_of_the_row(): void {
        $this->category(['name' => 'A']);
        $this->category(['name' => 'A']);
        $this->assertSame('category_ambiguous', $this->plan($this->maths(['category_path' => 'A']))->code);
    }

    public function test_a_category_or_a_course_that_vanished_after_the_plan_fails_its_row(): void {
        $category = $this->category(['idnumber' => 'GONE']);
        $course = $this->made();
        $create = $this->plan($this->maths(['idnumber' => 'x', 'shortname' => 'x', 'category' => 'GONE']));
        $move = $this->plan($this->maths(['category' => 'GONE'], $this->known($course->id)));
        $category->delete_full(false);
        $this->assert_fails('category_gone', $create);
        $this->assert_fails('category_gone', $move);
        $change = $this->plan($this->maths(['fullname' => 'x'], $this->known($course->id)));
        delete_course($course, false);
        $this->assert_fails('course_deleted', $change);
    }

    public function test_two_courses_with_one_number_are_an_error_of_the_row(): void {
        global $DB;
        $this->getDataGenerator()->create_course(['idnumber' => 'M6']);
        $DB->set_field('course', 'idnumber', 'M6', ['id' => $this->getDataGenerator()->create_course()->id]);
        $this->assertSame('course_ambiguous', $this->plan($this->maths())->code);
    }

    public function test_a_name_that_another_course_has_or_will_have_is_refused(): void {
        $this->getDataGenerator()->create_course(['shortname' => 'Maths 6A']);
        $this->assertSame('course_taken', $this->plan($this->maths())->code);
        $rows = [$this->maths(['shortname' => 'new']), $this->maths(['idnumber' => 'other', 'shortname' => 'NEW'])];
        $outcomes = $this->processor()->plan($rows, new overlay());
        $this->assertSame(['create', 'course_taken'], [$outcomes[0]->action, $outcomes[1]->code]);
    }

    public function test_the_front_page_is_never_touched(): void {
        global $DB, $SITE;
        $DB->set_field('course', 'idnumber', 'M6', ['id' => SITEID]);
        $this->assertSame('course_site', $this->plan($this->maths(), ['adopting' => true])->code);
        $this->assertFalse($this->processor()->plan_gone([$this->known(SITEID)], new overlay())[0]->has_effect());
        $row = $this->row(['shortname' => $SITE->shortname, 'fullname' => 'x']);
        $this->assertSame('course_site', $this->plan($row, ['key' => ['shortname'], 'adopting' => true])->code);
    }

    public function test_a_custom_field_refuses_what_core_would_refuse(): void {
        $this->fields();
        $this->assertSame('too_long', $this->plan($this->maths(['customfield_room' => str_repeat('x', 11)]))->code);
        $this->assertSame('menu', $this->plan($this->maths(['customfield_level' => 'Guru']))->code);
        $this->assertSame('flag', $this->plan($this->maths(['customfield_exam' => 'perhaps']))->code);
        $this->assertSame('date', $this->plan($this->maths(['customfield_day' => '31/02/2027']))->code);
        $this->made(['customfield_secretcode' => 'x']);
        $outcome = $this->plan($this->maths(['idnumber' => 'o', 'shortname' => 'o', 'customfield_secretcode' => 'x']));
        $this->assert_fails('custom_field', $outcome);
    }

    public function test_a_locked_custom_field_stays_unless_the_owner_may_change_it(): void {
        $generator = $this->getDataGenerator()->get_plugin_generator('core_customfield');
        $category = $generator->create_category();
        $generator->create_field(['shortname' => 'lock', 'name' => 'l', 'type' => 'text', 'categoryid' => $category->get('id'), 'configdata' => ['locked' => 1]]);
        $course = $this->made();
        $row = $this->maths(['customfield_lock' => 'x'], $this->known($course->id));
        $this->assertSame('update', $this->plan($row)->action);
        $this->setUser($this->getDataGenerator()->create_user());
        $outcome = $this->plan($row);
        $this->assertSame([outcome::NOTHING, [['kept', ['column' => 'customfield_lock']]]], [$outcome->action, $outcome->warnings]);
    }

    /**
     * Rows that fail, and why.
     *
     * @return array[]
     */
    public static function bad_rows(): array {
        return [
            'no full name' => [['fullname' => ' '], 'course_needed'],
            'no such category' => [['category' => 'nowhere'], 'category_missing'],
            'neither yes nor no' => [['visible' => 'perhaps'], 'flag'],
            'no day' => [['startdate' => '2026-13-01'], 'date'],
            'the end before the start' => [['startdate' => '2026-09-02', 'enddate' => '2026-09-01'], 'end_before_start'],
            'no language' => [['lang' => 'xx'], 'lang'],
            'no format' => [['format' => 'magic'], 'course_format'],
            'markup' => [['fullname' => '<script>x</script>'], 'not_storable'],
            'too long' => [['shortname' => str_repeat('x', 101)], 'too_long'],
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
        $rows = [$this->maths($values), $this->maths(['idnumber' => 'o', 'shortname' => 'o'])];
        $outcomes = $this->processor()->plan($rows, new overlay());
        $this->assertSame([$code, 'create'], [$outcomes[0]->code, $outcomes[1]->action]);
        $this->assertTrue(get_string_manager()->string_exists("row_$code", 'tool_syncingest'));
    }

    public function test_hostile_cells_are_data(): void {
        $name = "=cmd|' /C calc'!A0 '); DROP TABLE mdl_course; -- \u{202E}%_\\ 🎓";
        $values = ['idnumber' => $name, 'shortname' => $name, 'fullname' => $name, 'summary' => '<img src=x onerror=alert(1)><script>x</script>ok'];
        $course = $this->made($values);
        $this->assertSame([$name, $name, $name], [$course->idnumber, $course->shortname, $course->fullname]);
        $this->assertDoesNotMatchRegularExpression('/script|onerror/', $course->summary);
        $this->assertSame(outcome::NOTHING, $this->plan($this->maths($values, $this->known($course->id)))->action);
    }

    public function test_an_owner_who_may_not_do_it_by_hand_does_not_do_it_here(): void {
        $category = $this->category(['idnumber' => 'MINE']);
        $this->category(['idnumber' => 'OTHER']);
        $course = $this->made(['category' => 'OTHER']);
        $owner = $this->getDataGenerator()->create_user();
        $role = $this->getDataGenerator()->create_role();
        $context = \context_coursecat::instance($category->id);
        foreach (['moodle/course:create', 'moodle/course:update'] as $capability) {
            assign_capability($capability, CAP_ALLOW, $role, $context);
        }
        role_assign($role, $owner->id, $context);
        accesslib_clear_all_caches_for_unit_testing();
        $this->setUser($owner);
        $new = ['idnumber' => 'x', 'shortname' => 'x'];
        $this->assertSame('create', $this->plan($this->maths($new + ['category' => 'MINE']))->action);
        $this->assertSame('capability', $this->plan($this->maths($new + ['category' => 'OTHER']))->code);
        $this->assertSame('capability', $this->plan($this->maths($new + ['category' => 'MINE', 'visible' => '0']))->code);
        $this->assertSame('capability', $this->plan($this->maths(['fullname' => 'x'], $this->known($course->id)))->code);
        $gone = $this->processor()->plan_gone([$this->known($course->id)], new overlay())[0];
        $this->assertSame([false, [['owner_may_not', []]]], [$gone->has_effect(), $gone->warnings]);
    }

    public function test_a_feed_of_courses_says_what_is_wrong_with_it(): void {
        $problems = fn(array $settings): array => $this->processor($settings)->problems();
        $this->assertSame([], $problems([]));
        $this->assertSame(['courses_key'], $problems(['key' => ['fullname']]));
        $this->assertSame(['options'], $problems(['options' => ['gone' => 'delete']]));
        $this->assertSame(['category'], $problems(['options' => ['category' => 'nowhere']]));
        $category = $this->category(['idnumber' => 'C']);
        $needed = $this->processor(['options' => ['category' => 'C']])->capabilities();
        $this->assertContains(['moodle/course:create', (int) \context_coursecat::instance($category->id)->id], $needed);
    }

    public function test_what_a_run_has_changed_comes_back_where_it_is_as_the_run_left_it(): void {
        $this->category(['name' => 'A', 'idnumber' => 'CA']);
        $category = $this->category(['name' => 'B', 'idnumber' => 'CB']);
        $course = $this->made(['category' => 'CB', 'startdate' => '2026-09-01']);
        $known = $this->known($course->id);
        $hide = $this->processor()->plan_gone([$known], new overlay())[0];
        $this->processor()->apply($hide, []);
        $this->assertSame('possible', $this->processor()->plan_undo([$hide])[0]->state->value);
        $this->processor()->undo($hide);
        $this->assertSame('1', get_course($course->id)->visible);
        $this->assertSame('needless', $this->processor()->plan_undo([$hide])[0]->state->value);
        $change = $this->plan($this->maths(['fullname' => 'New', 'category' => 'CA', 'startdate' => '2026-10-01'], $known));
        $this->processor()->apply($change, []);
        $this->processor()->undo($change);
        $back = get_course($course->id);
        $this->assertSame([$course->fullname, (string) $category->id, $course->startdate], [$back->fullname, $back->category, $back->startdate]);
        $this->processor()->apply($change, []);
        update_course((object) ['id' => $course->id, 'fullname' => 'By hand']);
        $reversal = $this->processor()->plan_undo([$change])[0];
        $this->assertSame(['changed', 'changed_since'], [$reversal->state->value, $reversal->code]);
    }

    public function test_a_new_course_stays_and_one_that_was_deleted_does_not_come_back(): void {
        $create = $this->plan($this->maths());
        $id = $this->processor()->apply($create, [])->objectid;
        $this->assertSame('impossible', $this->processor()->plan_undo([$create])[0]->state->value);
        $hide = $this->processor()->plan_gone([$this->known($id)], new overlay())[0];
        delete_course($id, false);
        $this->assertSame('changed', $this->processor()->plan_undo([$hide])[0]->state->value);
    }
}

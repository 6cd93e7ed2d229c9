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

use tool_syncingest\local\feed\processor\courses;
use tool_syncingest\local\feed\processor\outcome;
use tool_syncingest\local\feed\processor\overlay;
use tool_syncingest\local\feed\processor\row;
use tool_syncingest\local\feed\rules\effect;
use tool_syncingest\local\feed\rules\owned;
use tool_syncingest\local\feed\settings;

defined('MOODLE_INTERNAL') || die();

require_once(__DIR__ . '/courses_testcase.php');

/**
 * The processor of courses: what it does.
 *
 * @package    tool_syncingest
 * @category   test
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \tool_syncingest\local\feed\processor\courses
 */
final class feed_courses_test extends courses_testcase {
    public function test_a_course_is_made_in_its_category_with_the_defaults_of_the_site(): void {
        set_config('format', 'weeks', 'moodlecourse');
        $category = $this->category(['name' => 'Sciences', 'idnumber' => 'SCI']);
        $course = $this->made(['category' => 'sci', 'summary' => '<p>Ø</p>', 'startdate' => '01/09/2026', 'enddate' => '2027-07-03']);
        $this->assertSame(
            ['M6', 'Maths 6A', 'Mathematics 6A', 'weeks', '1'],
            [$course->idnumber, $course->shortname, $course->fullname, $course->format, $course->visible]
        );
        $this->assertSame((string) $category->id, $course->category);
        $this->assertSame(make_timestamp(2026, 9, 1), (int) $course->startdate);
        // The last day belongs to the course.
        $this->assertSame(make_timestamp(2027, 7, 3, 23, 59, 59), (int) $course->enddate);
        $this->assertNotEmpty(get_fast_modinfo($course)->get_section_info_all());
    }

    public function test_a_course_without_a_category_is_made_where_the_feed_says(): void {
        $category = $this->category(['idnumber' => 'NEW']);
        $this->assertSame((string) $category->id, $this->made([], ['options' => ['category' => 'NEW']])->category);
        $first = $this->made(['idnumber' => 'x', 'shortname' => 'x']);
        $this->assertSame((string) \core_course_category::get_default()->id, $first->category);
    }

    public function test_a_course_that_is_so_already_is_not_updated(): void {
        $values = ['category_path' => 'A / B', 'summary' => 'x < y & "z"', 'visible' => '1', 'startdate' => '2026-09-01', 'enddate' => '2026-12-01', 'format' => 'topics'];
        $settings = ['options' => ['create_categories' => true]];
        $course = $this->made($values, $settings);
        $sink = $this->redirectEvents();
        $outcome = $this->plan($this->maths($values, $this->known($course->id)), $settings);
        $this->assertSame([outcome::NOTHING, effect::NONE, [], (int) $course->id], [$outcome->action, $outcome->effect, $outcome->new, $outcome->objectid]);
        $this->assertSame([], $sink->get_events());
        // Nor when a teacher has set an hour.
        global $DB;
        $DB->set_field('course', 'startdate', $course->startdate + 8 * HOURSECS, ['id' => $course->id]);
        $this->assertSame(outcome::NOTHING, $this->plan($this->maths($values, $this->known($course->id)), $settings)->action);
    }

    public function test_a_course_of_the_feed_follows_its_row(): void {
        $course = $this->made();
        $row = $this->maths(['shortname' => 'M-6A', 'fullname' => 'L’algèbre & « la » géométrie – 数学 🎓', 'lang' => 'en'], $this->known($course->id));
        $outcome = $this->plan($row);
        $this->assertSame(['update', effect::CHANGE, 'Maths 6A'], [$outcome->action, $outcome->effect, $outcome->old['shortname']]);
        $this->apply($row);
        $course = get_course($course->id);
        $this->assertSame(['M-6A', 'L’algèbre & « la » géométrie – 数学 🎓', 'en', 'M6'], [$course->shortname, $course->fullname, $course->lang, $course->idnumber]);
        $kept = $this->maths(['shortname' => 'other'], $this->known($course->id));
        $this->assertSame(outcome::NOTHING, $this->plan($kept, ['options' => ['update' => false]])->action);
    }

    public function test_a_course_moves_to_its_category(): void {
        $a = $this->category(['name' => 'A', 'idnumber' => 'CA']);
        $b = $this->category(['name' => 'B', 'parent' => $a->id]);
        $course = $this->made(['category' => 'CA']);
        $row = $this->maths(['category_path' => 'A / B'], $this->known($course->id));
        $outcome = $this->plan($row);
        $this->assertSame(['move', ['category' => 'A'], ['category' => 'A / B']], [$outcome->action, $outcome->old, $outcome->new]);
        $this->apply($row);
        $this->assertSame((string) $b->id, get_course($course->id)->category);
        $this->assertSame(outcome::NOTHING, $this->plan($row)->action);
    }

    public function test_a_course_in_a_hidden_category_has_a_visibility_of_its_own(): void {
        global $DB;
        $this->category(['name' => 'Hidden', 'idnumber' => 'H', 'visible' => 0]);
        $this->category(['name' => 'Shown', 'idnumber' => 'S']);
        $course = $this->made(['category' => 'S', 'visible' => '1']);
        $known = $this->known($course->id);
        foreach ([['H', '1'], ['H', '0'], ['H', '1'], ['S', '1'], ['H', '1'], ['S', '0'], ['H', '0']] as $step => [$category, $visible]) {
            $row = $this->maths(['category' => $category, 'visible' => $visible], $known);
            if ($step > 0) {
                $this->apply($row);
            } else {
                $this->assertSame('move', $this->plan($row)->action);
                $this->apply($row);
            }
            // Once is enough.
            $this->assertSame(outcome::NOTHING, $this->plan($row)->action, "step $step");
            $effective = $DB->get_field('course', 'visible', ['id' => $course->id]);
            $this->assertSame($category === 'S' ? $visible : '0', $effective, "step $step");
        }
    }

    public function test_categories_that_are_not_there_are_made_where_the_feed_says_so(): void {
        global $DB;
        $this->assertSame('category_missing', $this->plan($this->maths(['category_path' => 'A / B']))->code);
        $settings = ['options' => ['create_categories' => true]];
        $this->assertSame('category_missing', $this->plan($this->maths(['category' => 'CB']), $settings)->code);
        $outcome = $this->plan($this->maths(['category' => 'CB', 'category_path' => 'A / B']), $settings);
        $this->assertSame('A / B', $outcome->new['category']);
        $course = $this->made(['category' => 'CB', 'category_path' => 'A / B'], $settings);
        $category = $DB->get_record('course_categories', ['id' => $course->category]);
        $this->assertSame(['B', 'CB', '2'], [$category->name, $category->idnumber, $category->depth]);
        $this->made(['idnumber' => 'x', 'shortname' => 'x', 'category_path' => 'A / B'], $settings);
        $this->assertSame(1, $DB->count_records('course_categories', ['name' => 'B']));
    }

    public function test_a_course_is_hidden_and_shown_by_its_row(): void {
        $course = $this->made();
        $hide = $this->maths(['visible' => '0'], $this->known($course->id));
        $outcome = $this->plan($hide);
        $this->assertSame(['hide', effect::SUSPENSION], [$outcome->action, $outcome->effect]);
        $this->apply($hide);
        $this->assertSame('0', get_course($course->id)->visible);
        $show = $this->plan($this->maths(['visible' => 'oui'], $this->known($course->id)));
        $this->assertSame(['show', effect::CHANGE], [$show->action, $show->effect]);
    }

    public function test_a_course_that_is_gone_is_hidden_and_shown_when_it_comes_back(): void {
        $course = $this->made();
        $outcome = $this->processor()->plan_gone([$this->known($course->id)], new overlay())[0];
        $this->assertSame(['hide', effect::SUSPENSION, ['visible' => '1']], [$outcome->action, $outcome->effect, $outcome->old]);
        $this->processor()->apply($outcome, []);
        $this->assertSame('0', get_course($course->id)->visible);
        $this->assertFalse($this->processor()->plan_gone([$this->known($course->id)], new overlay())[0]->has_effect());
        $this->assertSame('show', $this->plan($this->maths([], $this->known($course->id, ['missing' => 1])))->action);
        $this->assertSame(outcome::NOTHING, $this->plan($this->maths([], $this->known($course->id)))->action);
        $kept = $this->processor(['options' => ['gone' => 'keep']]);
        course_change_visibility($course->id, true);
        $this->assertFalse($kept->plan_gone([$this->known($course->id)], new overlay())[0]->has_effect());
    }

    public function test_a_course_that_was_there_is_left_alone_unless_the_feed_may_adopt_it(): void {
        $there = $this->getDataGenerator()->create_course(['idnumber' => 'M6', 'shortname' => 'Maths 6A', 'fullname' => 'By hand']);
        $outcome = $this->plan($this->maths());
        $this->assertSame([outcome::NOTHING, [['object_not_owned', []]]], [$outcome->action, $outcome->warnings]);
        $outcome = $this->plan($this->maths(), ['adopting' => true]);
        $this->assertSame(['update', owned::ADOPTED, (int) $there->id], [$outcome->action, $outcome->owned, $outcome->objectid]);
    }

    public function test_a_course_that_was_deleted_and_made_again_by_hand_is_not_the_feeds(): void {
        $course = $this->made();
        delete_course($course, false);
        $this->getDataGenerator()->create_course(['idnumber' => 'M6', 'shortname' => 'Maths 6A']);
        $this->assertSame([['object_not_owned', []]], $this->plan($this->maths(['fullname' => 'x'], $this->known($course->id)))->warnings);
    }

    public function test_custom_fields_are_columns(): void {
        $this->fields();
        $values = [
            'customfield_room' => 'B 12', 'customfield_notes' => '<p>Bring a <b>ruler</b></p>', 'customfield_level' => 'Expert & co',
            'customfield_exam' => 'oui', 'customfield_day' => '15/06/2027',
        ];
        $course = $this->made($values);
        $data = \core_course\customfield\course_handler::create()->export_instance_data_object($course->id);
        $this->assertSame(['B 12', 'Expert & co', 'Yes'], [$data->room, html_entity_decode($data->level), $data->exam]);
        $this->assertStringContainsString('<b>ruler</b>', $data->notes);
        $known = $this->known($course->id);
        $this->assertSame(outcome::NOTHING, $this->plan($this->maths($values, $known))->action);
        $change = $this->maths(['customfield_exam' => 'non', 'customfield_day' => '2027-06-16', 'customfield_level' => 'Beginner'] + $values, $known);
        $this->assertSame(
            ['customfield_level' => 'Expert & co', 'customfield_exam' => '1', 'customfield_day' => '2027-06-15'],
            array_replace(['customfield_level' => '', 'customfield_exam' => '', 'customfield_day' => ''], $this->plan($change)->old)
        );
        $this->apply($change);
        $this->assertSame(outcome::NOTHING, $this->plan($change)->action);
        $empty = $this->maths(array_map(fn(): string => '', $values), $known);
        $this->assertSame(outcome::NOTHING, $this->plan($empty)->action);
        $erasing = ['empty' => settings::ERASE];
        $this->apply($empty, $erasing);
        $this->assertSame(outcome::NOTHING, $this->plan($empty, $erasing)->action);
    }

    public function test_a_plan_writes_nothing_and_its_queries_do_not_grow_with_its_rows(): void {
        $this->fields();
        $courses = [];
        foreach (range(1, 60) as $number) {
            $courses[$number] = $this->getDataGenerator()->create_course(['idnumber' => "c$number", 'shortname' => "s$number", 'fullname' => 'x'])->id;
        }
        $same = fn(int $number): row => $this->maths(
            ['idnumber' => "c$number", 'shortname' => "s$number", 'fullname' => 'x', 'customfield_exam' => ''],
            $this->known($courses[$number])
        );
        $this->assert_steady($same, []);
        $this->assert_steady(fn(int $number): row => $this->maths(['idnumber' => "c$number", 'shortname' => "s$number"], $this->known($courses[$number])), []);
        $this->assert_steady(fn(int $number): row => $this->maths(['idnumber' => "n$number", 'shortname' => "n$number"]), []);
    }

    public function test_the_sample_file_of_the_documentation_works(): void {
        global $DB;
        $settings = ['options' => ['create_categories' => true]];
        foreach ($this->sample('courses.csv') as $row) {
            $this->apply($row, $settings);
        }
        $this->assertSame(3, $DB->count_records_select('course', "idnumber LIKE '%-6A'"));
        $this->assertSame(1, $DB->count_records('course_categories', ['name' => 'Lower school']));
    }
}

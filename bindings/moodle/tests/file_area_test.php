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

use tool_syncingest\local\store\file_area;

defined('MOODLE_INTERNAL') || die();

require_once(__DIR__ . '/ingest_testcase.php');

/**
 * The file manager beside a collection.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers \tool_syncingest\local\store\file_area
 */
final class file_area_test extends ingest_testcase {
    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->setAdminUser();
    }

    /**
     * Adds a file to the draft.
     *
     * @param int $draft
     * @param string $name
     * @param string $content
     */
    private function add(int $draft, string $name, string $content): void {
        global $USER;
        $place = [\context_user::instance($USER->id)->id, 'user', 'draft', $draft, '/', $name];
        $old = get_file_storage()->get_file(...$place);
        if ($old) {
            $old->delete();
        }
        $names = ['contextid', 'component', 'filearea', 'itemid', 'filepath', 'filename'];
        get_file_storage()->create_file_from_string(array_combine($names, $place), $content);
    }

    /**
     * Deletes a file of the draft.
     *
     * @param int $draft
     * @param string $name
     */
    private function delete(int $draft, string $name): void {
        global $USER;
        get_file_storage()->get_file(\context_user::instance($USER->id)->id, 'user', 'draft', $draft, '/', $name)->delete();
    }

    public function test_what_a_person_adds_replaces_and_deletes_is_done_when_it_is_saved(): void {
        $this->agent->deliver('a.csv', 'one');
        $this->agent->deliver('b.csv', 'two');
        api::before_action();
        $draft = file_area::begin();
        $this->delete($draft, 'b.csv');
        $this->add($draft, 'a.csv', 'by hand');
        $this->add($draft, 'c.csv', 'three');
        $this->assertSame(['a.csv', 'b.csv'], $this->names());
        $this->assertSame(0, file_area::save($draft));
        $this->assertSame(['a.csv', 'c.csv'], $this->names());
        $this->assertSame('by hand', $this->stored('a.csv')->get_content());
        $this->assertCount(1, $this->names('/archives/'));
    }

    public function test_what_a_person_replaces_is_kept_for_the_same_time_as_what_is_replaced_by_a_delivery(): void {
        global $DB;
        $this->agent->deliver('a.csv', 'one');
        api::before_action();
        $draft = file_area::begin();
        $this->add($draft, 'a.csv', 'by hand');
        file_area::save($draft);
        $this->assertSame('by_hand', local\store\history::latest(1)[0]->evidence);
        $this->assertNotSame('', get_string('evidence_by_hand', 'tool_syncingest'));
        $this->expectOutputRegex('/1 replaced/');
        $DB->set_field('tool_syncingest_files', 'timecreated', time() - 31 * DAYSECS);
        (new task\tidy())->execute();
        $this->assertSame([], $this->names('/archives/'));
        $this->assertSame('by hand', $this->stored('a.csv')->get_content());
    }

    public function test_what_is_collected_while_a_person_works_is_neither_deleted_nor_overwritten(): void {
        $this->agent->deliver('a.csv', 'one');
        $this->agent->deliver('b.csv', 'two');
        api::before_action();
        $draft = file_area::begin();
        $this->delete($draft, 'a.csv');
        $this->add($draft, 'b.csv', 'by hand');
        $this->agent->deliver('a.csv', 'newer');
        $this->agent->deliver('b.csv', 'newer');
        $this->agent->deliver('c.csv', 'new');
        api::before_action();
        $this->assertSame(2, file_area::save($draft));
        $this->assertSame(['a.csv', 'b.csv', 'c.csv'], $this->names());
        $this->assertSame('newer', $this->stored('a.csv')->get_content());
        $this->assertSame('newer', $this->stored('b.csv')->get_content());
    }
}

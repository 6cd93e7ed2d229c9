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

use tool_syncingest\local\store\stored_files;
use tool_syncingest\local\store\uploads;

defined('MOODLE_INTERNAL') || die();

require_once(__DIR__ . '/ingest_testcase.php');

/**
 * What persons do with stored files.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers \tool_syncingest\local\store\uploads
 * @covers \tool_syncingest\local\store\stored_files
 */
final class hand_test extends ingest_testcase {
    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->setAdminUser();
    }

    /**
     * Returns a draft of the current user.
     *
     * @param string[] $contents by name
     * @return int
     */
    private function draft(array $contents): int {
        global $USER;
        $draft = file_get_unused_draft_itemid();
        foreach ($contents as $name => $content) {
            get_file_storage()->create_file_from_string([
                'contextid' => \context_user::instance($USER->id)->id, 'component' => 'user', 'filearea' => 'draft',
                'itemid' => $draft, 'filepath' => '/', 'filename' => $name,
            ], $content);
        }
        return $draft;
    }

    public function test_an_uploaded_file_has_history_hook_and_event_like_a_delivery_and_leaves_no_draft(): void {
        global $DB;
        $names = [];
        if (class_exists(\core\hook\manager::class)) {
            $this->redirectHook(hook\files_collected::class, function (hook\files_collected $hook) use (&$names): void {
                $names = array_keys($hook->files());
            });
        }
        $this->agent->deliver('a.csv', 'delivered');
        api::before_action();
        $sink = $this->redirectEvents();
        $draft = $this->draft(['a.csv' => 'by hand', 'b.csv' => 'new']);
        $this->assertSame(2, uploads::store_draft($draft));
        $this->assertSame('by hand', $this->stored('a.csv')->get_content());
        $this->assertCount(1, $this->names('/archives/'));
        $this->assertSame(2, $DB->count_records('tool_syncingest_files', ['evidence' => 'by_hand']));
        $events = array_filter($sink->get_events(), fn($event): bool => $event instanceof event\file_uploaded);
        $this->assertSame(['a.csv', 'b.csv'], array_values(array_map(fn($event): string => $event->other['name'], $events)));
        $this->assertSame(0, $DB->count_records('files', ['filearea' => 'draft', 'itemid' => $draft]));
        if (class_exists(\core\hook\manager::class)) {
            $this->assertSame(['a.csv', 'b.csv'], $names);
        }
    }

    public function test_only_files_of_the_area_are_deleted_each_with_its_event_and_each_once(): void {
        $this->agent->deliver('a.csv');
        $this->agent->deliver('b.csv');
        api::before_action();
        $foreign = get_file_storage()->create_file_from_string([
            'contextid' => \context_system::instance()->id, 'component' => 'core', 'filearea' => 'other', 'itemid' => 0,
            'filepath' => '/', 'filename' => 'foreign.csv',
        ], 'x');
        $ids = array_map(fn($file): int => (int) $file->get_id(), [$this->stored('a.csv'), $this->stored('b.csv'), $foreign]);
        $sink = $this->redirectEvents();
        $this->assertSame(2, stored_files::delete($ids));
        // Another administrator has pressed the same button.
        $this->assertSame(0, stored_files::delete($ids));
        $this->assertSame([], $this->names());
        $this->assertNotFalse(get_file_storage()->get_file_by_id($foreign->get_id()));
        $deleted = array_filter($sink->get_events(), fn($event): bool => $event instanceof event\file_deleted);
        $this->assertCount(2, $deleted);
    }

    public function test_stored_files_are_kept_for_ever_unless_a_rule_says_otherwise(): void {
        global $DB;
        foreach (['old.csv', 'keep.csv', 'old.txt'] as $name) {
            $this->agent->deliver($name);
        }
        api::before_action();
        $DB->set_field('files', 'timecreated', time() - 40 * DAYSECS, ['component' => 'tool_syncingest', 'filepath' => '/']);
        $this->expectOutputRegex('/1 stored file/');
        (new task\tidy())->execute();
        $this->assertSame(['keep.csv', 'old.csv', 'old.txt'], $this->names());
        set_config('retention', "keep* 50\n*.csv 30", 'tool_syncingest');
        $sink = $this->redirectEvents();
        (new task\tidy())->execute();
        $this->assertSame(['keep.csv', 'old.txt'], $this->names());
        $expired = array_filter($sink->get_events(), fn($event): bool => $event instanceof event\file_expired);
        $this->assertSame('old.csv', reset($expired)->other['name']);
        // What cannot be understood deletes nothing, and is not saved.
        set_config('retention', '* soon', 'tool_syncingest');
        (new task\tidy())->execute();
        $this->assertSame(['keep.csv', 'old.txt'], $this->names());
    }

    public function test_a_rule_that_cannot_be_understood_is_not_saved(): void {
        global $CFG;
        require_once($CFG->libdir . '/adminlib.php');
        $setting = new local\retention_setting('tool_syncingest/retention', '', '', '', PARAM_RAW);
        $this->assertTrue($setting->validate("*.csv 30\n"));
        $this->assertStringContainsString('2', $setting->validate("*.csv 30\n*.txt soon"));
    }

    public function test_the_entries_of_a_zip_have_names_that_are_safe_and_none_of_them_twice(): void {
        $writer = \core_files\archive_writer::get_file_writer('out.zip', \core_files\archive_writer::ZIP_WRITER);
        $download = new local\store\archive_download($writer);
        $path = make_request_directory() . '/content';
        file_put_contents($path, 'content');
        $names = [
            '../../etc/passwd', "d'accord.csv", 'daccord.csv', 'DACCORD.csv', "caf\xE9.csv", '///', "\u{202E}x.csv", "a\nb.csv",
        ];
        foreach ($names as $name) {
            $download->add_path($name, $path);
        }
        $download->finish();
        $archive = new \ZipArchive();
        $archive->open($writer->get_path_to_zip());
        $names = array_map(fn(int $index): string => $archive->getNameIndex($index), range(0, $archive->numFiles - 1));
        $this->assertCount(8, array_unique(array_map('strtolower', $names)));
        $this->assertContains('daccord.csv', $names);
        $this->assertContains('daccord (2).csv', $names);
        foreach ($names as $name) {
            $this->assertDoesNotMatchRegularExpression('~[/\\\\]|^\.\.?$|[\x00-\x1f]~', $name);
        }
    }

    public function test_who_may_manage_and_has_no_site_administration_finds_an_entry_in_the_menu_and_in_the_profile(): void {
        global $CFG, $PAGE;
        require_once($CFG->dirroot . '/admin/tool/syncingest/lib.php');
        $user = $this->getDataGenerator()->create_user();
        $this->setUser($user);
        $this->assertFalse(local\navigation::is_wanted());
        $role = $this->getDataGenerator()->create_role();
        assign_capability('tool/syncingest:manage', CAP_ALLOW, $role, SYSCONTEXTID);
        role_assign($role, $user->id, SYSCONTEXTID);
        $this->assertTrue(local\navigation::is_wanted());
        $tree = new \core_user\output\myprofile\tree();
        tool_syncingest_myprofile_navigation($tree, $user, true);
        $this->assertArrayHasKey('tool_syncingest', $tree->nodes);
        if (class_exists(\core\hook\navigation\primary_extend::class)) {
            $PAGE->set_url('/');
            $PAGE->set_context(\context_system::instance());
            $menu = new \core\navigation\views\primary($PAGE);
            local\navigation::extend_primary(new \core\hook\navigation\primary_extend($menu));
            $this->assertNotFalse($menu->find('tool_syncingest', null));
        }
    }
}

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

use tool_syncingest\local\drop\rejected;
use tool_syncingest\local\store\history;
use tool_syncingest\local\store\naming;

defined('MOODLE_INTERNAL') || die();

require_once(__DIR__ . '/ingest_testcase.php');

/**
 * Files whose names Moodle would change, where the site wants them stored under the name that Moodle gives them.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers \tool_syncingest\local\store\naming
 * @covers \tool_syncingest\local\store\store
 */
final class names_test extends ingest_testcase {
    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        set_config('storerenamed', '1', 'tool_syncingest');
    }

    public function test_a_file_is_stored_under_the_name_that_moodle_gives_it_and_the_history_shows_both(): void {
        $this->agent->deliver("d'accord & plus.csv", 'oui');
        $sink = $this->redirectEvents();
        $outcome = api::before_action();
        $this->assertSame([], $outcome->rejected);
        $stored = naming::stored("d'accord & plus.csv");
        $this->assertSame('daccord  plus.csv', $stored);
        $this->assertSame($stored, $outcome->collected[0]['storedas']);
        $this->assertSame('oui', $this->stored($stored)->get_content());
        $row = history::latest(1)[0];
        $this->assertSame("d'accord & plus.csv", $row->filename);
        $this->assertStringContainsString("d'accord & plus.csv (stored as “{$stored}”)", naming::shown($row->filename));
        $event = array_values(array_filter($sink->get_events(), fn($event): bool => $event instanceof event\file_collected))[0];
        $this->assertStringContainsString("stored as '$stored'", $event->get_description());
    }

    public function test_a_newer_version_of_the_file_replaces_the_older_one(): void {
        foreach (['one', 'two'] as $content) {
            $this->agent->deliver("a's.csv", $content);
            $this->assertCount(1, api::before_action()->collected);
        }
        $this->assertSame('two', $this->stored('as.csv')->get_content());
        $this->assertCount(1, $this->names('/archives/'));
    }

    public function test_two_files_that_get_the_same_name_are_never_mixed(): void {
        $this->agent->deliver("a's.csv", 'mapped');
        api::before_action();
        foreach (['as.csv' => 'really called so', 'a"s.csv' => 'another'] as $name => $content) {
            $this->agent->deliver($name, $content);
            $outcome = api::before_action();
            $this->assertStringStartsWith('name_taken: ', $outcome->rejected[0]['reason'], $name);
        }
        $this->assertSame('mapped', $this->stored('as.csv')->get_content());
        $this->assertSame([], $this->names('/archives/'));
        $kept = array_map(fn(rejected $file): string => file_get_contents($file->path()), rejected::list());
        $this->assertEqualsCanonicalizing(['really called so', 'another'], $kept);
    }

    public function test_that_holds_within_one_batch_too(): void {
        $this->agent->deliver('as.csv', 'really called so');
        $this->agent->deliver("a's.csv", 'mapped');
        $this->agent->deliver('b.csv');
        $outcome = api::before_action();
        $this->assertCount(2, $outcome->collected);
        $this->assertCount(1, $outcome->rejected);
        $this->assertSame(['as.csv', 'b.csv'], $this->names());
        $this->assertCount(1, rejected::list());
    }

    public function test_what_a_person_has_put_there_is_not_replaced_by_a_file_of_another_name(): void {
        get_file_storage()->create_file_from_string([
            'contextid' => \context_system::instance()->id, 'component' => 'tool_syncingest', 'filearea' => 'files',
            'itemid' => 0, 'filepath' => '/', 'filename' => 'as.csv',
        ], 'by hand');
        $this->agent->deliver("a's.csv", 'mapped');
        $this->assertCount(1, api::before_action()->rejected);
        $this->assertSame('by hand', $this->stored('as.csv')->get_content());
    }

    public function test_whoever_listens_gets_the_file_by_its_stored_name(): void {
        if (!class_exists(\core\hook\manager::class)) {
            $this->markTestSkipped('Before Moodle 4.3 there are no hooks.');
        }
        $heard = [];
        $this->redirectHook(hook\files_collected::class, function (hook\files_collected $hook) use (&$heard): void {
            $heard = array_keys($hook->files());
        });
        $this->agent->deliver("a's.csv");
        api::before_action();
        $this->assertSame(['as.csv'], $heard);
    }

    public function test_names_that_moodle_allows_in_no_form_are_rejected_all_the_same(): void {
        foreach (["\xff.csv", '&', str_repeat('é', 120) . "'.csv"] as $name) {
            $this->agent->deliver($name);
        }
        $outcome = api::before_action();
        $this->assertCount(2, $outcome->rejected);
        $this->assertCount(1, $outcome->collected);
    }
}

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

use core_reportbuilder\system_report_factory;
use tool_syncingest\local\drop\rejected_actions;
use tool_syncingest\local\drop\rejected_list;
use tool_syncingest\local\store\area;
use tool_syncingest\reportbuilder\local\systemreports\alarms;
use tool_syncingest\reportbuilder\local\systemreports\history;
use tool_syncingest\reportbuilder\local\systemreports\rejected_files;
use tool_syncingest\reportbuilder\local\systemreports\stored_files;

defined('MOODLE_INTERNAL') || die();

require_once(__DIR__ . '/ingest_testcase.php');

/**
 * The lists: paged, searched, and quick however long they are.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers \tool_syncingest\reportbuilder\local\systemreports\base_list
 * @covers \tool_syncingest\local\drop\rejected_list
 */
final class reports_test extends ingest_testcase {
    #[\Override]
    protected function setUp(): void {
        global $PAGE;
        parent::setUp();
        $this->setAdminUser();
        $PAGE->set_url('/admin/tool/syncingest/files.php');
    }

    /**
     * Returns a list as HTML.
     *
     * @param string $report
     * @param array $filters
     * @return string HTML
     */
    private function shown(string $report, array $filters = []): string {
        $list = system_report_factory::create($report, \context_system::instance());
        $list->set_filter_values($filters);
        return $list->output();
    }

    /**
     * Fills the file store with records whose content is the same.
     *
     * @param int $count
     */
    private function store_many(int $count): void {
        global $DB;
        $area = new area();
        $first = get_file_storage()->create_file_from_string($area->record('/', 'first.csv', 'first.csv'), 'content');
        $model = (array) $DB->get_record('files', ['id' => $first->get_id()]);
        unset($model['id']);
        $files = $history = [];
        for ($number = 0; $number < $count; $number++) {
            $name = sprintf('file%05d.csv', $number);
            $hash = \file_storage::get_pathname_hash(...[...$area->place('/'), $name]);
            $files[] = ['filename' => $name, 'pathnamehash' => $hash, 'timecreated' => 1000000 + $number] + $model;
        }
        $DB->insert_records('files', $files);
        $ids = $DB->get_records_select_menu('files', 'filename LIKE ?', ['file%.csv'], '', 'filename, id');
        foreach ($ids as $name => $id) {
            $history[] = [
                'deliveryid' => "d-$name", 'filename' => $name, 'filesize' => 7, 'contenthash' => $first->get_contenthash(),
                'evidence' => 'settled', 'attempt' => 1, 'fileid' => $id, 'archiveid' => null, 'timecreated' => time(),
            ];
        }
        $DB->insert_records('tool_syncingest_files', $history);
    }

    public function test_ten_thousand_stored_files_are_a_page_of_30_queries_and_leave_no_draft_behind(): void {
        global $DB;
        $this->store_many(10000);
        $this->shown(stored_files::class);
        $drafts = $DB->count_records('files', ['filearea' => 'draft']);
        $before = $DB->perf_get_queries();
        $began = microtime(true);
        $html = $this->shown(stored_files::class);
        $this->assertLessThan(2.0, microtime(true) - $began);
        $this->assertLessThanOrEqual(30, $DB->perf_get_queries() - $before);
        $this->assertStringContainsString('file09999.csv', $html);
        $this->assertStringNotContainsString('file00000.csv', $html);
        for ($view = 0; $view < 20; $view++) {
            $this->shown(stored_files::class);
        }
        $this->assertSame($drafts, $DB->count_records('files', ['filearea' => 'draft']));
    }

    public function test_a_stored_file_is_found_by_its_name(): void {
        $this->store_many(50);
        $html = $this->shown(stored_files::class, [
            'stored_file:name_operator' => \core_reportbuilder\local\filters\text::CONTAINS,
            'stored_file:name_value' => 'file00017',
        ]);
        $this->assertStringContainsString('file00017.csv', $html);
        $this->assertStringNotContainsString('file00016.csv', $html);
    }

    public function test_a_file_that_replaced_others_counts_them(): void {
        foreach (['one', 'two', 'three'] as $content) {
            $this->agent->deliver('a.csv', $content);
            api::before_action();
        }
        $html = $this->shown(stored_files::class);
        $this->assertMatchesRegularExpression('~a\.csv</.*not waited for: the settle time is 0~s', $html);
        $this->assertMatchesRegularExpression('~<td[^>]*>2</td>~', $html);
        $this->assertStringContainsString('yes', strtolower($this->shown(history::class)));
    }

    public function test_an_alarm_is_listed_while_it_is_active_and_after_it_has_ended(): void {
        local\alarm\incidents::raise('library', 'no such file');
        $this->assertStringContainsString('active', $this->shown(alarms::class));
        local\alarm\incidents::end('library');
        $html = $this->shown(alarms::class);
        $this->assertStringContainsString('ended', $html);
        $this->assertStringContainsString('no such file', $html);
    }

    public function test_hostile_names_are_shown_as_text_on_the_page_and_in_a_download(): void {
        $names = ['<script>alert(1)<.csv', "=cmd|' -C calc'!A0.csv", "caf\xE9.csv", "l\u{2215}etc\u{2215}passwd'.csv"];
        foreach ($names as $name) {
            $this->agent->deliver($name);
        }
        api::before_action();
        $html = $this->shown(rejected_files::class);
        $this->assertStringContainsString('&lt;script&gt;alert(1)', $html);
        $this->assertStringNotContainsString('<script>alert', $html);
        $this->assertStringContainsString('caf\xE9.csv', $html);
        $_POST['download'] = 'csv';
        \core_reportbuilder\manager::reset_caches();
        $report = system_report_factory::create(rejected_files::class, \context_system::instance());
        $column = $report->get_column('rejected_file:name');
        $column->set_index(1);
        $this->assertSame(s("'=cmd|x.csv"), $column->format_value(['c1_filename' => '=cmd|x.csv']));
    }

    public function test_who_may_not_manage_sees_no_list(): void {
        $this->setUser($this->getDataGenerator()->create_user());
        $this->expectException(\core_reportbuilder\exception\report_access_exception::class);
        $this->shown(rejected_files::class);
    }

    public function test_a_hundred_thousand_rejected_files_are_a_page_of_little_time_and_memory(): void {
        global $DB;
        $rows = [];
        for ($number = 0; $number < 100000; $number++) {
            $rows[] = [
                'deliveryid' => "d-$number", 'filename' => sprintf("l'%06d.csv", $number),
                'givenname' => sprintf('l%06d.csv', $number),
                'reason' => 'name_renamed: Moodle would rename it', 'kind' => 'Store', 'deaths' => 0, 'filesize' => 7,
                'timerejected' => 1000000 + $number, 'scan' => 1,
            ];
            if (count($rows) === 5000) {
                $DB->insert_records('tool_syncingest_rejected', $rows);
                $rows = [];
            }
        }
        $this->shown(rejected_files::class);
        gc_collect_cycles();
        memory_reset_peak_usage();
        [$before, $began] = [memory_get_usage(), microtime(true)];
        $html = $this->shown(rejected_files::class);
        $this->assertLessThan(3.0, microtime(true) - $began);
        $this->assertLessThan(32 * 1024 * 1024, memory_get_peak_usage() - $before);
        $this->assertStringContainsString('099999.csv', $html);
    }

    public function test_the_list_of_rejected_files_follows_the_work_area(): void {
        global $DB;
        $this->agent->deliver("d'accord.csv");
        $this->agent->deliver("l'autre.csv");
        api::before_action();
        $this->assertSame(2, rejected_list::count());
        // Another program deletes one and the list loses its rows.
        foreach (local\drop\library::folder()->rejected() as $file) {
            if ($file->name === "l'autre.csv") {
                local\drop\library::folder()->rejected()->delete($file->id);
            }
        }
        $this->assertTrue(rejected_list::refresh(null));
        $this->assertSame(["d'accord.csv"], array_values($DB->get_fieldset_select('tool_syncingest_rejected', 'filename', '')));
        $DB->delete_records('tool_syncingest_rejected');
        $this->assertTrue(rejected_list::refresh(null));
        $this->assertSame(['daccord.csv'], array_values($DB->get_fieldset_select('tool_syncingest_rejected', 'givenname', '')));
    }

    /**
     * Returns the ids of the rejected files.
     *
     * @return string[]
     */
    private function rejected_ids(): array {
        global $DB;
        return array_values($DB->get_fieldset_select('tool_syncingest_rejected', 'deliveryid', ''));
    }

    public function test_a_rejected_file_is_stored_under_the_name_that_moodle_gives_it_with_history_hook_and_event(): void {
        global $DB;
        $names = [];
        if (class_exists(\core\hook\manager::class)) {
            $this->redirectHook(hook\files_collected::class, function (hook\files_collected $hook) use (&$names): void {
                $names = $hook->names;
            });
        }
        $this->agent->deliver("d'accord.csv", 'oui');
        api::before_action();
        $ids = $this->rejected_ids();
        $sink = $this->redirectEvents();
        $this->assertSame([['name' => "d'accord.csv", 'problem' => null]], rejected_actions::run('store', $ids));
        $this->assertSame('oui', $this->stored('daccord.csv')->get_content());
        $this->assertSame("d'accord.csv", $this->stored('daccord.csv')->get_source());
        $this->assertSame('by_hand', $DB->get_field('tool_syncingest_files', 'evidence', ['deliveryid' => $ids[0]]));
        $this->assertContains(event\rejected_file_stored::class, array_map('get_class', $sink->get_events()));
        $this->assertSame(0, rejected_list::count());
        $this->assertSame(0, $this->in_work_area());
        if (class_exists(\core\hook\manager::class)) {
            $this->assertSame(['daccord.csv'], $names);
        }
    }

    public function test_a_rejected_file_replaces_no_other_file_that_is_really_called_so(): void {
        $this->agent->deliver('daccord.csv', 'the real one');
        $this->agent->deliver("d'accord.csv", 'oui');
        api::before_action();
        [$result] = rejected_actions::run('store', $this->rejected_ids());
        $this->assertStringContainsString('daccord.csv', (string) $result['problem']);
        $this->assertSame('the real one', $this->stored('daccord.csv')->get_content());
        $this->assertSame(1, $this->in_work_area());
    }

    public function test_when_two_administrators_press_the_same_button_it_is_done_once_and_the_second_one_is_told(): void {
        $this->agent->deliver("d'accord.csv", 'oui');
        $this->agent->deliver("l'autre.csv", 'non');
        api::before_action();
        $ids = $this->rejected_ids();
        $sink = $this->redirectEvents();
        foreach (['store', 'putback', 'delete'] as $second) {
            rejected_actions::run('delete', $ids);
            $problems = array_column(rejected_actions::run($second, $ids), 'problem');
            $this->assertSame([get_string('norejected', 'tool_syncingest')], array_values(array_unique($problems)));
        }
        $deleted = array_filter($sink->get_events(), fn($event): bool => $event instanceof event\rejected_file_deleted);
        $this->assertCount(2, $deleted);
    }

    public function test_a_session_that_ends_between_storing_and_removing_does_not_store_twice(): void {
        global $DB;
        $this->agent->deliver("d'accord.csv", 'oui');
        api::before_action();
        $ids = $this->rejected_ids();
        // As far as a process gets that is killed then.
        local\store\rescue::store(local\drop\rejected::get($ids[0]));
        $this->assertSame(1, $this->in_work_area());
        $this->assertSame([null], array_column(rejected_actions::run('store', $ids), 'problem'));
        $this->assertSame(0, $this->in_work_area());
        $this->assertSame(1, $DB->count_records('tool_syncingest_files', ['deliveryid' => $ids[0]]));
        $this->assertSame([], $this->names('/archives/'));
    }

    /**
     * Returns how many rejected files are in the work area.
     *
     * @return int
     */
    private function in_work_area(): int {
        return iterator_count(local\drop\library::folder()->rejected()->getIterator());
    }
}

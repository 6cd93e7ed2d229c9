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

use tool_syncingest\form\feed as feed_form;
use tool_syncingest\form\feed_values;
use tool_syncingest\local\feed\candidates;
use tool_syncingest\local\feed\definition;
use tool_syncingest\local\feed\feed;
use tool_syncingest\local\feed\feeds;
use tool_syncingest\local\feed\sample;
use tool_syncingest\local\feed\table\library_table;
use tool_syncingest\local\feed\table\tables;
use tool_syncingest\local\feed\templates;
use tool_syncingest\local\store\area;
use tool_syncingest\output\feed_page;

defined('MOODLE_INTERNAL') || die();

require_once(__DIR__ . '/feed_testcase.php');

/**
 * The form of a feed: made of what its processor declares, and of a stored file.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers \tool_syncingest\form\feed
 * @covers \tool_syncingest\form\feed_values
 * @covers \tool_syncingest\output\feed_page
 * @covers \tool_syncingest\local\feed\sample
 * @covers \tool_syncingest\local\feed\templates
 */
final class feed_form_test extends feed_testcase {
    #[\Override]
    protected function setUp(): void {
        global $PAGE;
        parent::setUp();
        $PAGE->set_url('/admin/tool/syncingest/feed.php');
        tables::$reader = library_table::class;
    }

    /**
     * Stores a file.
     *
     * @param string $content
     * @param string $name
     * @return int its id
     */
    private function store(string $content, string $name = 'eleves-2026-09-01.csv'): int {
        return (int) get_file_storage()->create_file_from_string((new area())->record('/', $name, $name), $content)->get_id();
    }

    /**
     * What the form would send when nothing is changed.
     *
     * @param feed_page $page
     * @return \stdClass
     */
    private function unchanged(feed_page $page): \stdClass {
        return (object) $page->values();
    }

    /**
     * The values of a definition, in the order of their names.
     *
     * @param definition $definition
     * @return array
     */
    private function sorted(definition $definition): array {
        $values = json_decode(json_encode($definition), true);
        ksort($values);
        return $values;
    }

    /**
     * What is wrong with a form, by element.
     *
     * @param feed_page $page
     * @param array $changes
     * @return string[]
     */
    private function errors(feed_page $page, array $changes): array {
        $form = new feed_form(null, $page->form_data(''));
        return $form->validation($changes + $page->values() + ['after' => []], []);
    }

    /** @var string a registry's file: Windows-1252, semicolons, French header */
    private const REGISTRY = "Matricule;Nom;Prénom;Courriel;Login;Mot de passe;Options\n"
        . "0042;Lovelace;Ada;ada@example.org;ada;secret1;\n0043;Noël;Zoé;zoe@example.org;zoe;secret2;<b>latin</b>\n";

    public function test_a_new_feed_begins_with_the_header_of_a_stored_file(): void {
        $file = $this->store(mb_convert_encoding(self::REGISTRY, 'Windows-1252', 'UTF-8'));
        $page = new feed_page(null, 'users_full', $file, null);
        $definition = $page->definition();
        $this->assertSame(['eleves-{date}.csv', 'full', ['idnumber']], array_map($definition->get(...), ['pattern', 'mode', 'key']));
        $this->assertEquals([
            'matricule' => 'idnumber', 'nom' => 'lastname', 'prénom' => 'firstname', 'courriel' => 'email', 'login' => 'username',
            'mot de passe' => 'password',
        ], $definition->get('mapping'));
        $data = $page->form_data($definition->get('pattern'));
        $this->assertStringContainsString('Zoé', $data['sample']);
        $this->assertStringContainsString('&lt;b&gt;latin', $data['sample']);
        $this->assertStringNotContainsString('secret1', $data['sample']);
        $this->assertStringContainsString('1 of 1 stored files match', $data['trial']);
        $this->assertSame([], $this->errors($page, []));
        $saved = feeds::save(0, $page->values()['name'], feed_values::to_definition($definition, $this->unchanged($page)));
        $this->assertSame('eleves', $saved->name);
    }

    public function test_a_form_that_is_sent_as_it_is_changes_nothing(): void {
        $this->store("username,firstname,lastname,email,idnumber,extra\na,b,c,d@example.org,1,2\n", 'users.csv');
        $definitions = [
            ['processor' => 'users', 'pattern' => 'users.csv', 'mode' => 'full', 'key' => ['idnumber']],
            [
                'processor' => 'users', 'pattern' => 'users.csv', 'mode' => 'rows', 'key' => ['username'],
                'mapping' => ['username' => 'username', 'absent' => 'city'], 'options' => ['gone' => 'keep', 'update' => true],
                'limits' => ['removals' => 0, 'removals_share' => 3], 'once' => ['email'], 'allowed' => ['auth'], 'adopting' => true,
                'quiet' => '07:30-18:00', 'every' => 24, 'skip' => 1, 'delimiter' => "\t", 'empty' => 'erase', 'rule' => 'exact',
            ],
            ['processor' => 'scheduled_task', 'pattern' => 'u.csv', 'options' => ['task' => '\tool_x\task', 'timeout' => 5, 'filearea' => 'a']],
            ['processor' => 'cohort_processor', 'pattern' => 'users.csv', 'key' => ['idnumber', 'name'], 'options' => ['unknown' => [1]]],
        ];
        foreach ($definitions as $values) {
            $definition = new definition($values);
            $feed = new feed(7, 'x', 1, local\feed\rules\stage::TESTING, $definition, null, [], 2, 1, null);
            $page = new feed_page($feed, '', -1, null);
            $sent = feed_values::to_definition($definition, $this->unchanged($page));
            $this->assertEquals($this->sorted($definition), $this->sorted($sent));
        }
    }

    public function test_what_is_wrong_is_said_where_it_is_wrong(): void {
        $page = new feed_page(null, 'users_full', $this->store(self::REGISTRY), null);
        $wrong = [
            'name' => ['name' => ''], 'pattern' => ['pattern' => '{any}.csv'], 'quiet' => ['quiet' => 'at night'],
            'limit_removals_share' => ['limit_removals_share' => '101'], 'limit_weekly' => ['limit_weekly' => 'many'],
            'map_0' => ['map_1' => 'idnumber'], 'option_auth' => ['option_auth' => 'nobody'], 'skip' => ['skip' => -1],
            'encoding' => ['encoding' => 'klingon'],
        ];
        foreach ($wrong as $element => $changes) {
            $this->assertSame([$element], array_keys($this->errors($page, $changes)));
        }
        $task = new feed_page(null, 'scheduled_task_task', 0, null);
        $this->assertContains('option_task', array_keys($this->errors($task, ['name' => 'x', 'pattern' => 'x.csv'])));
    }

    public function test_of_two_who_edit_a_feed_the_second_must_open_it_again(): void {
        $feed = $this->feed();
        $page = new feed_page($feed, '', 0, null);
        feeds::save($feed->id, $feed->name, $feed->definition->with(['empty' => 'erase']));
        $this->assertSame(['name' => get_string('feed_moved', 'tool_syncingest')], $this->errors($page, []));
        feeds::delete(feeds::get($feed->id));
        $this->assertSame(['name' => get_string('feed_deleted', 'tool_syncingest')], $this->errors($page, []));
    }

    public function test_every_processor_has_a_form_and_usual_cases(): void {
        $file = $this->store("idnumber,name\n1,x\n");
        foreach (templates::all() as $name => [$processor]) {
            $page = new feed_page(null, $name, $file, null);
            $form = new feed_form(null, $page->form_data(''));
            $form->set_data($page->values());
            $html = $form->render();
            foreach (array_keys(local\feed\processors::all()[$processor]::options()) as $option) {
                $this->assertStringContainsString("name=\"option_$option\"", $html);
            }
            $this->assertStringNotContainsString('[[', $html);
        }
    }

    public function test_a_file_that_is_no_table_is_said_to_be_none(): void {
        $page = new feed_page(null, 'users_full', $this->store('<!DOCTYPE html><html></html>'), null);
        $this->assertStringContainsString('cannot be read as a table', $page->form_data('')['sample']);
    }

    public function test_of_a_large_file_the_beginning_is_read(): void {
        $row = "1;\"two\nlines\";" . str_repeat('x', 1000) . "\n";
        $id = $this->store("a;b;c\n" . str_repeat($row, 1000), 'large.csv');
        $sample = sample::read(candidates::get($id), new definition([]));
        $this->assertSame([['a', 'b', 'c'], 3], [$sample->header, count($sample->rows)]);
    }

    public function test_a_pattern_is_tried_on_the_files_that_are_there(): void {
        global $PAGE;
        global $DB;
        foreach (['a-20260901.csv', 'a-20261301.csv'] as $name) {
            $this->store('x', $name);
        }
        $DB->set_field('files', 'filename', '<i>b.csv', ['id' => $this->store('x', 'b.csv')]);
        $this->feed(['pattern' => 'a-{any}{part}.csv'], 'first');
        $trial = new output\pattern_trial('a-{date}.csv', local\feed\rules\mode::ROWS, 0);
        $html = $PAGE->get_renderer('core')->render($trial);
        foreach (['1 of 3 stored files match', '{date} = 20260901000000', 'taken by the feed “first”', '&lt;i&gt;b.csv'] as $words) {
            $this->assertStringContainsString($words, $html);
        }
        $wrong = new output\pattern_trial('a/{x}', local\feed\rules\mode::ROWS, 0);
        $this->assertStringContainsString('A file name has no slash.', $PAGE->get_renderer('core')->render($wrong));
    }
}

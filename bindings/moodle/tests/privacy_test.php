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

use core_privacy\local\metadata\collection;
use core_privacy\local\request\approved_contextlist;
use core_privacy\local\request\approved_userlist;
use core_privacy\local\request\userlist;
use core_privacy\local\request\writer;
use core_privacy\tests\provider_testcase;
use tool_syncingest\privacy\provider;

/**
 * What the plugin declares to Moodle about personal data.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers \tool_syncingest\privacy\provider
 */
final class privacy_test extends provider_testcase {
    public function test_moodle_finds_the_provider_and_each_statement_has_its_words(): void {
        $this->assertTrue((new \core_privacy\manager())->component_is_compliant('tool_syncingest'));
        $items = provider::get_metadata(new collection('tool_syncingest'))->get_collection();
        $this->assertCount(7, $items);
        foreach ($items as $item) {
            $this->assertTrue(get_string_manager()->string_exists($item->get_summary(), 'tool_syncingest'));
        }
    }

    public function test_what_was_delivered_belongs_to_no_user(): void {
        $this->resetAfterTest();
        $user = $this->getDataGenerator()->create_user();
        $this->assertCount(0, provider::get_contexts_for_userid($user->id));
    }

    public function test_who_was_sent_an_alarm_is_exported_and_forgotten_on_demand(): void {
        global $DB;
        $this->resetAfterTest();
        $users = [$this->getDataGenerator()->create_user(), $this->getDataGenerator()->create_user()];
        local\alarm\incidents::raise('stale_agent_lock', '');
        $incident = local\alarm\incidents::open()['stale_agent_lock'];
        foreach ($users as $user) {
            local\alarm\notices::record($incident, $user->id, 'email', 1769846400);
        }
        $system = \context_system::instance();
        $this->assertEquals([$system->id], provider::get_contexts_for_userid($users[0]->id)->get_contextids());
        $this->export_context_data_for_user($users[0]->id, $system, 'tool_syncingest');
        $data = writer::with_context($system)->get_data([get_string('pluginname', 'tool_syncingest')]);
        $this->assertSame('stale_agent_lock', $data->notices[0]['alarm']);
        $list = new userlist($system, 'tool_syncingest');
        provider::get_users_in_context($list);
        $this->assertCount(2, $list->get_userids());
        provider::delete_data_for_user(new approved_contextlist($users[0], 'tool_syncingest', [$system->id]));
        $this->assertCount(0, provider::get_contexts_for_userid($users[0]->id));
        provider::delete_data_for_users(new approved_userlist($system, 'tool_syncingest', [$users[1]->id]));
        $this->assertSame(0, $DB->count_records('tool_syncingest_notices'));
    }

    public function test_who_has_undone_a_run_and_what_is_pinned_is_exported_and_forgotten_on_demand(): void {
        global $DB;
        $this->resetAfterTest();
        [$doer, $pupil] = [$this->getDataGenerator()->create_user(), $this->getDataGenerator()->create_user()];
        $DB->insert_record('tool_syncingest_undos', [
            'runid' => 7, 'userid' => $doer->id, 'step' => 'done', 'timecreated' => 1769846400, 'timemodified' => 1769846400,
        ]);
        $DB->insert_record('tool_syncingest_records', [
            'feedid' => 1, 'part' => '', 'keyhash' => md5('0042'), 'keytext' => '0042', 'rowhash' => md5('x'), 'stamp' => md5('y'),
            'objecttype' => 'user', 'objectid' => $pupil->id, 'scope' => '', 'owned' => 'created', 'pinned' => 1,
        ]);
        set_user_preference(local\feed\summary\sweep::SENT, 1769846400, $doer->id);
        $system = \context_system::instance();
        $path = [get_string('pluginname', 'tool_syncingest'), get_string('privacy:path:feeds', 'tool_syncingest')];
        foreach ([$doer, $pupil] as $user) {
            $this->assertEquals([$system->id], provider::get_contexts_for_userid($user->id)->get_contextids());
            writer::reset();
            $this->export_context_data_for_user($user->id, $system, 'tool_syncingest');
            $exported = [writer::with_context($system)->get_related_data($path, 'undone'), writer::with_context($system)->get_data($path)];
            $this->assertSame($user === $doer ? '7' : '0042', $user === $doer ? $exported[0]->runs[0]['runid'] : $exported[1]->records[0]->keytext);
        }
        provider::export_user_preferences($doer->id);
        $this->assertNotEmpty((array) writer::with_context($system)->get_user_preferences('tool_syncingest'));
        foreach ([$doer, $pupil] as $user) {
            provider::delete_data_for_user(new approved_contextlist($user, 'tool_syncingest', [$system->id]));
            $this->assertCount(0, provider::get_contexts_for_userid($user->id));
        }
        // That it was undone is not forgotten.
        $this->assertSame(1, $DB->count_records('tool_syncingest_undos'));
    }
}

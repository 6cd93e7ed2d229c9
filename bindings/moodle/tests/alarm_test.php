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

use tool_syncingest\local\config;
use tool_syncingest\local\alarm\incidents;
use tool_syncingest\local\alarm\mailer;
use tool_syncingest\local\drop\round;

defined('MOODLE_INTERNAL') || die();

require_once(__DIR__ . '/ingest_testcase.php');

/**
 * Alarms: raised once, reported once, reminded of, and ended.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers \tool_syncingest\local\alarm\incidents
 * @covers \tool_syncingest\local\alarm\mailer
 * @covers \tool_syncingest\local\drop\round
 */
final class alarm_test extends ingest_testcase {
    /**
     * Returns the subjects of the mails that a round sends.
     *
     * @return string[]
     */
    private function mails_of_a_round(): array {
        $sink = $this->redirectMessages();
        round::run(null);
        $subjects = array_map(fn(\stdClass $message): string => $message->subject, $sink->get_messages());
        $sink->close();
        return $subjects;
    }

    public function test_a_stale_agent_lock_is_told_once_reminded_of_and_over(): void {
        global $DB, $SITE;
        $where = "$SITE->shortname (" . config::folder() . ')';
        $lock = $this->agent->lock('alock.txt', 4 * HOURSECS);
        $this->assertSame(["$where: alock.txt is too old"], $this->mails_of_a_round());
        $this->assertSame([], $this->mails_of_a_round());
        $DB->set_field('tool_syncingest_incidents', 'timetold', time() - DAYSECS);
        $this->assertSame(["$where: still: alock.txt is too old"], $this->mails_of_a_round());
        $this->assertSame([], $this->mails_of_a_round());
        unlink($lock);
        $this->assertSame(["$where: over: alock.txt is too old"], $this->mails_of_a_round());
        $this->assertSame([], $this->mails_of_a_round());
        $this->assertSame([], $this->alarms());
    }

    public function test_a_stale_collector_lock_of_somebody_else_has_its_own_diagnosis(): void {
        $lock = $this->agent->lock('lock.txt', 4 * HOURSECS);
        $this->assertCount(1, $this->mails_of_a_round());
        $this->assertSame(['stale_collector_lock'], $this->alarms());
        unlink($lock);
        $this->assertCount(1, $this->mails_of_a_round());
    }

    public function test_a_lock_that_is_not_too_old_is_no_alarm(): void {
        $this->agent->lock('alock.txt', HOURSECS);
        $this->assertSame([], $this->mails_of_a_round());
        set_config('maxage', (string) (HOURSECS / 2), 'tool_syncingest');
        $this->assertCount(1, $this->mails_of_a_round());
    }

    public function test_many_rejected_files_are_one_incident_with_a_count(): void {
        foreach (['one', 'two', 'three'] as $name) {
            $this->agent->deliver("$name's.csv");
        }
        $this->assertCount(1, $this->mails_of_a_round());
        $this->assertSame('3', (string) incidents::open()['rejected_file']->amount);
        foreach (local\drop\rejected::list() as $file) {
            $file->delete();
        }
        $this->assertCount(1, $this->mails_of_a_round());
        $this->assertSame([], $this->alarms());
    }

    public function test_when_messaging_fails_the_next_round_tries_again(): void {
        set_config('recipients', '', 'tool_syncingest');
        $this->agent->lock('alock.txt', 4 * HOURSECS);
        $this->assertSame([], $this->rounds_without_messaging());
        $this->assertNull(incidents::open()['stale_agent_lock']->timetold);
        $this->assertCount(1, $this->mails_of_a_round());
    }

    /**
     * Returns the mails of a round whose messages cannot be sent: the provider is unknown.
     *
     * @return string[]
     */
    private function rounds_without_messaging(): array {
        global $DB;
        $DB->set_field('message_providers', 'component', 'tool_gone', ['component' => 'tool_syncingest']);
        $mails = $this->mails_of_a_round();
        $this->resetDebugging();
        $DB->set_field('message_providers', 'component', 'tool_syncingest', ['component' => 'tool_gone']);
        return $mails;
    }

    public function test_alarms_are_told_although_uninstalling_tool_sync_has_deleted_how(): void {
        message_provider_uninstall('tool_sync');
        $this->assertFalse(get_config('message', 'email_provider_tool_syncingest_alarm_locked'));
        $this->agent->lock('alock.txt', 4 * HOURSECS);
        $this->assertCount(1, $this->mails_of_a_round());
        $this->assertEquals(1, get_config('message', 'email_provider_tool_syncingest_alarm_locked'));
        $this->assertStringContainsString('email', get_config('message', 'message_provider_tool_syncingest_alarm_enabled'));
    }

    public function test_recipients_are_the_administrators_unless_others_are_chosen(): void {
        $this->assertSame(array_keys(get_admins()), array_keys(mailer::recipients()));
        $user = $this->getDataGenerator()->create_user();
        $role = $this->getDataGenerator()->create_role();
        assign_capability('tool/syncingest:receivealarms', CAP_ALLOW, $role, SYSCONTEXTID);
        role_assign($role, $user->id, SYSCONTEXTID);
        set_config('recipients', $user->id, 'tool_syncingest');
        $this->assertEquals([$user->id], array_keys(mailer::recipients()));
    }

    public function test_a_folder_that_cannot_be_used_is_an_alarm_and_no_exception(): void {
        global $CFG;
        $CFG->tool_syncingest_folder = "$CFG->dataroot/nowhere";
        $this->assertCount(1, $this->mails_of_a_round());
        $this->assertSame(['folder'], $this->alarms());
        $this->assertSame(outcome::FAILED, api::before_action()->state);
        check_dir_exists($CFG->tool_syncingest_folder);
        $this->assertCount(1, $this->mails_of_a_round());
        $this->assertSame([], $this->alarms());
    }

    public function test_the_test_alarm_is_a_message(): void {
        $sink = $this->redirectMessages();
        $this->assertTrue(mailer::send_test());
        $message = $sink->get_messages()[0];
        $this->assertStringContainsString('Test alarm', $message->subject);
        $this->assertStringContainsString('/admin/tool/syncingest/index.php', $message->fullmessage);
    }

    public function test_an_alarm_that_began_and_ended_between_two_rounds_is_told_all_the_same(): void {
        $lock = $this->agent->lock('alock.txt', 4 * HOURSECS);
        api::before_action();
        $this->assertSame(['stale_agent_lock'], $this->alarms());
        unlink($lock);
        api::before_action();
        $this->assertSame([], $this->alarms());
        $mails = $this->mails_of_a_round();
        $this->assertCount(1, $mails);
        $this->assertStringContainsString('over: alock.txt', $mails[0]);
    }

    public function test_an_alarm_of_which_only_the_end_is_seen_is_told_all_the_same(): void {
        local\drop\library::load();
        $alarm = new \SyncIngest\Alarm(\SyncIngest\AlarmKind::LostLock, 'lock.txt was removed', time() - 60, 60, 1);
        incidents::observe(new \SyncIngest\Report(ended: [$alarm]));
        incidents::observe(new \SyncIngest\Report(ended: [$alarm]));
        $this->assertSame([], $this->alarms());
        $mails = $this->mails_of_a_round();
        $this->assertCount(1, $mails);
        // It happened at a moment: that it has, is the news.
        $this->assertStringContainsString('): Somebody removed lock.txt', $mails[0]);
    }

    public function test_alarms_leave_events_in_the_log(): void {
        $sink = $this->redirectEvents();
        $lock = $this->agent->lock('alock.txt', 4 * HOURSECS);
        $this->mails_of_a_round();
        unlink($lock);
        $this->mails_of_a_round();
        $ours = array_filter($sink->get_events(), fn($event): bool => $event->component === 'tool_syncingest');
        $this->assertSame([event\alarm_raised::class, event\alarm_over::class], array_map('get_class', array_values($ours)));
        foreach ($ours as $event) {
            $this->assertNotSame('', $event->get_description());
        }
    }

    public function test_a_lock_that_is_too_old_can_be_removed_and_another_not(): void {
        $lock = $this->agent->lock('alock.txt', 4 * HOURSECS);
        $sink = $this->redirectEvents();
        local\drop\unlock::remove('agent');
        $this->assertFileDoesNotExist($lock);
        $this->assertInstanceOf(event\lock_removed::class, $sink->get_events()[0]);
        $lock = $this->agent->lock('alock.txt');
        try {
            local\drop\unlock::remove('agent');
            $this->fail('a fresh lock was removed');
        } catch (\moodle_exception $refusal) {
            $this->assertFileExists($lock);
        }
        // A person may know more: the agent is dead.
        $sink->clear();
        local\drop\unlock::remove('agent', true);
        $this->assertFileDoesNotExist($lock);
        $removed = array_filter($sink->get_events(), fn($event): bool => $event instanceof event\lock_removed);
        $this->assertCount(1, $removed);
    }

    public function test_the_lock_of_a_live_collection_is_not_removed_by_force(): void {
        check_dir_exists(dirname(config::work_area()));
        $held = local\drop\library::folder()->takeLock()->granted;
        try {
            local\drop\unlock::remove('collector', true);
            $this->fail('the lock of a live process was removed');
        } catch (\moodle_exception $refusal) {
            $this->assertFileExists(config::folder() . '/lock.txt');
        } finally {
            $held->release();
        }
    }

    public function test_whoever_removes_a_lock_through_the_command_line_is_named_in_one_event(): void {
        $user = $this->getDataGenerator()->create_user();
        $this->agent->lock('alock.txt');
        $sink = $this->redirectEvents();
        local\drop\unlock::remove_here('agent', true, $user->id);
        $removed = array_values(array_filter($sink->get_events(), fn($event): bool => $event instanceof event\lock_removed));
        $this->assertCount(1, $removed);
        $this->assertEquals($user->id, $removed[0]->userid);
    }

    public function test_a_rejected_file_that_is_put_back_is_delivered_again(): void {
        $this->agent->deliver("a's.csv", 'content');
        api::before_action();
        $file = local\drop\rejected::list()[0];
        $this->agent->deliver("a's.csv", 'newer');
        try {
            $file->put_back();
            $this->fail('a newer file was overwritten');
        } catch (\moodle_exception $refusal) {
            $this->assertSame('newer', file_get_contents(config::folder() . "/a's.csv"));
        }
        unlink(config::folder() . "/a's.csv");
        $file->put_back();
        $this->assertSame('content', file_get_contents(config::folder() . "/a's.csv"));
        $this->assertSame([], local\drop\rejected::list());
        $this->assertSame([], glob(config::folder() . '/.*.part'));
    }

    public function test_rejected_files_are_deleted_when_kept_long_enough_if_the_site_says_so(): void {
        $this->agent->deliver("a's.csv", 'content');
        api::before_action();
        $this->expectOutputRegex('/0 rejected/');
        (new task\tidy())->execute();
        $this->assertCount(1, local\drop\rejected::list());
        set_config('rejectedtime', (string) DAYSECS, 'tool_syncingest');
        (new task\tidy())->execute();
        $this->assertCount(1, local\drop\rejected::list());
        // The age of a rejected file counts from when it was set aside, which no agent can set.
        $this->assertSame(0, local\drop\rejected::delete_older(time() - 60));
        $this->assertSame(1, local\drop\rejected::delete_older(time() + 60));
        $this->assertSame([], local\drop\rejected::list());
        $this->assertSame([], glob(config::work_area() . '/rejected/*'));
    }

    public function test_rejected_files_cross_from_the_command_line_to_a_page(): void {
        $this->agent->deliver("caf\xe9.csv", 'content');
        api::before_action();
        [$file] = local\drop\rejected::list();
        $json = local\drop\rejected::to_json([$file]);
        $crossed = (new \ReflectionMethod(local\drop\rejected::class, 'from_json'))->invoke(null, $json);
        $this->assertEquals([$file], $crossed);
        $this->assertSame("caf\xe9.csv", $file->name);
        $this->assertSame('content', file_get_contents($file->path()));
    }

    public function test_while_somebody_collects_nothing_is_put_back(): void {
        $this->agent->deliver("a's.csv", 'content');
        api::before_action();
        $lock = local\drop\library::folder()->takeLock()->granted;
        try {
            local\drop\rejected::list()[0]->put_back();
            $this->fail('it was put back under the lock of somebody else');
        } catch (\moodle_exception $refusal) {
            $this->assertSame('outcome_collector_busy', $refusal->errorcode);
        } finally {
            $lock->release();
        }
        $this->assertCount(1, local\drop\rejected::list());
    }

    public function test_no_id_leads_out_of_the_rejected_folder(): void {
        foreach (['..', '../rejected', '.', '', "a\0b", 'a/b', 'gone'] as $id) {
            try {
                local\drop\rejected::get($id);
                $this->fail("'$id' was accepted");
            } catch (\moodle_exception $refusal) {
                $this->assertSame('norejected', $refusal->errorcode);
            }
        }
    }
}

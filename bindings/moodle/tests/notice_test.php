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

use core\check\result;
use SyncIngest\NotStored;
use tool_syncingest\local\alarm\channels;
use tool_syncingest\local\alarm\incidents;
use tool_syncingest\local\alarm\mailer;
use tool_syncingest\local\drop\round;

defined('MOODLE_INTERNAL') || die();

require_once(__DIR__ . '/ingest_testcase.php');

/**
 * Notices: one for each incident, recipient and channel, whatever fails meanwhile, and what they say.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers \tool_syncingest\check\recipients
 * @covers \tool_syncingest\local\alarm\channels
 * @covers \tool_syncingest\local\alarm\incidents
 * @covers \tool_syncingest\local\alarm\letter
 * @covers \tool_syncingest\local\alarm\mailer
 * @covers \tool_syncingest\local\alarm\notices
 */
final class notice_test extends ingest_testcase {
    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        unset_config('noemailever');
        get_message_processors(false, true, true);
    }

    /**
     * Returns the mails of a round.
     *
     * @return \stdClass[]
     */
    private function mails(): array {
        $sink = $this->redirectEmails();
        round::run(null);
        $mails = $sink->get_messages();
        $sink->close();
        return $mails;
    }

    /**
     * Returns how many web notifications there are.
     *
     * @return int
     */
    private function web_notifications(): int {
        global $DB;
        return $DB->count_records('message_popup_notifications');
    }

    /**
     * Chooses a recipient.
     *
     * @param array $record of the user
     * @return \stdClass
     */
    private function recipient(array $record = []): \stdClass {
        $user = $this->getDataGenerator()->create_user($record);
        $role = $this->getDataGenerator()->create_role();
        assign_capability('tool/syncingest:receivealarms', CAP_ALLOW, $role, SYSCONTEXTID);
        role_assign($role, $user->id, SYSCONTEXTID);
        $chosen = get_config('tool_syncingest', 'recipients');
        set_config('recipients', trim("$chosen,$user->id", ','), 'tool_syncingest');
        return $user;
    }

    public function test_an_incident_is_one_mail_and_one_web_notification_for_each_recipient(): void {
        $this->recipient();
        $this->recipient();
        $this->agent->lock('alock.txt', 4 * HOURSECS);
        $this->assertFalse(get_config('tool_syncingest', 'lastmailed'));
        $this->assertCount(2, $this->mails());
        $this->assertEqualsWithDelta(time(), get_config('tool_syncingest', 'lastmailed'), 60);
        $this->assertSame(2, $this->web_notifications());
        $this->assertCount(0, $this->mails());
        $this->assertSame(2, $this->web_notifications());
    }

    public function test_a_retry_repeats_only_the_channel_that_failed(): void {
        global $DB;
        $user = $this->recipient();
        $this->agent->lock('alock.txt', 4 * HOURSECS);
        // Moodle refuses to mail to somebody whose mails have come back.
        $this->bounce($user, 100);
        for ($i = 0; $i < 3; $i++) {
            $this->assertCount(0, $this->mails());
            $this->assertDebuggingCalledCount(2);
        }
        $this->assertSame(1, $this->web_notifications());
        $this->assertNull(incidents::open()['stale_agent_lock']->timetold);
        $this->bounce($user, 0);
        $this->assertCount(1, $this->mails());
        $this->assertCount(0, $this->mails());
        $this->assertSame(1, $this->web_notifications());
        $this->assertNotNull(incidents::open()['stale_agent_lock']->timetold);
        $this->assertSame(2, $DB->count_records('tool_syncingest_notices', ['userid' => $user->id]));
    }

    public function test_a_recipient_who_cannot_be_reached_repeats_nothing_for_the_others(): void {
        $broken = $this->recipient();
        $this->recipient();
        $this->bounce($broken, 100);
        $this->agent->lock('alock.txt', 4 * HOURSECS);
        $this->assertCount(1, $this->mails());
        $this->assertCount(0, $this->mails());
        $this->assertSame(2, $this->web_notifications());
        $this->resetDebugging();
    }

    /**
     * Lets mails to a user have come back.
     *
     * @param \stdClass $user
     * @param int $count
     */
    private function bounce(\stdClass $user, int $count): void {
        global $CFG;
        $CFG->handlebounces = true;
        $CFG->minbounces = 10;
        $CFG->bounceratio = 0.2;
        $CFG->mailprefix = 'mdl+';
        $CFG->maildomain = 'example.com';
        set_user_preference('email_bounce_count', $count, $user->id);
        set_user_preference('email_send_count', $count, $user->id);
    }

    public function test_new_rejected_files_are_told_although_older_ones_are_there_bundled_by_the_hour(): void {
        global $DB;
        $this->recipient();
        $this->agent->deliver("one's.csv");
        $this->assertCount(1, $this->mails());
        foreach (["two's.csv", "three's.csv"] as $name) {
            $this->agent->deliver($name);
            $this->assertCount(0, $this->mails());
        }
        $DB->set_field('tool_syncingest_incidents', 'timetold', time() - HOURSECS);
        [$mail] = $this->mails();
        $this->assertStringContainsString('2 more: Rejected files', $mail->subject);
        $body = self::text($mail);
        $this->assertStringContainsString("two's.csv", $body);
        $this->assertStringContainsString("three's.csv", $body);
        $this->assertStringNotContainsString("one's.csv", $body);
        $this->assertStringContainsString('3 in all', $body);
        $DB->set_field('tool_syncingest_incidents', 'timetold', time() - HOURSECS);
        $this->assertCount(0, $this->mails());
    }

    public function test_a_file_that_is_set_aside_in_the_place_of_another_is_news_too(): void {
        global $DB;
        $this->recipient();
        $this->agent->deliver("one's.csv");
        $this->mails();
        local\drop\rejected::list()[0]->delete();
        $this->agent->deliver("two's.csv");
        api::before_action();
        $DB->set_field('tool_syncingest_incidents', 'timetold', time() - HOURSECS);
        $mails = $this->mails();
        $this->assertCount(1, $mails);
        $this->assertStringContainsString("two's.csv", self::text($mails[0]));
    }

    public function test_an_all_clear_is_short_and_repeats_no_instruction(): void {
        $this->recipient();
        $lock = $this->agent->lock('alock.txt', 4 * HOURSECS);
        $raised = self::text($this->mails()[0]);
        $this->assertStringContainsString('remove the lock', $raised);
        unlink($lock);
        [$over] = $this->mails();
        $this->assertStringContainsString('over: alock.txt', $over->subject);
        $this->assertStringNotContainsString('remove the lock', self::text($over));
        $this->assertLessThan(strlen($raised) / 2 + 200, strlen(self::text($over)));
    }

    public function test_what_happens_at_a_moment_has_no_all_clear(): void {
        $this->recipient();
        incidents::raise('recovered_lock', '');
        mailer::send_due();
        $sink = $this->redirectEmails();
        incidents::raise('lost_lock', '');
        mailer::send_due();
        incidents::end('lost_lock');
        incidents::end('recovered_lock');
        mailer::send_due();
        $subjects = array_map(fn($mail): string => $mail->subject, $sink->get_messages());
        $this->assertCount(1, $subjects);
        $this->assertStringNotContainsString('over:', $subjects[0]);
    }

    public function test_a_notice_names_site_folder_account_and_time_zone(): void {
        global $CFG, $SITE;
        $this->recipient(['timezone' => 'Indian/Reunion']);
        $lock = $this->agent->lock('alock.txt', 4 * HOURSECS);
        [$mail] = $this->mails();
        $folder = local\config::folder();
        $this->assertStringContainsString("$SITE->shortname ($folder): alock.txt is too old", $mail->subject);
        $text = self::text($mail);
        $this->assertStringContainsString($CFG->wwwroot, $text);
        $this->assertStringContainsString($folder, $text);
        $this->assertStringContainsString('UTC+04:00', $text);
        $account = posix_getpwuid(fileowner($lock))['name'];
        $this->assertStringContainsString("somebody else (account $account)", $text);
    }

    public function test_incidents_of_one_kind_stand_apart_by_their_subject(): void {
        $this->recipient();
        incidents::raise('feed_late', 'a', subject: 'students');
        incidents::raise('feed_late', 'b', subject: 'courses');
        incidents::raise('feed_late', 'b', 2, subject: 'courses');
        $this->assertSame(['feed_late:students', 'feed_late:courses'], array_keys(incidents::open()));
        $this->assertEquals(2, incidents::open()['feed_late:courses']->amount);
        $sink = $this->redirectEmails();
        mailer::send_due();
        $subjects = array_map(fn($mail): string => $mail->subject, $sink->get_messages());
        $this->assertStringContainsString('students', $subjects[0]);
        $this->assertStringContainsString('courses', $subjects[1]);
        incidents::observe(new \SyncIngest\Report());
        $this->assertCount(2, incidents::open());
        incidents::end('feed_late', 'students');
        $this->assertSame(['feed_late:courses'], array_keys(incidents::open()));
    }

    public function test_the_check_says_when_alarms_can_reach_nobody(): void {
        global $DB;
        $this->assertSame(result::OK, (new check\recipients())->get_result()->get_status());
        set_config('noemailever', 1);
        $result = (new check\recipients())->get_result();
        $this->assertSame(result::WARNING, $result->get_status());
        $this->assertStringContainsString('noemailever', $result->get_details());
        unset_config('noemailever');
        set_config('tool_syncingest_alarm_disable', 1, 'message');
        $this->assertSame(result::CRITICAL, (new check\recipients())->get_result()->get_status());
        unset_config('tool_syncingest_alarm_disable', 'message');
        $DB->set_field('user', 'email', 'nowhere', ['id' => get_admin()->id]);
        $this->assertSame(result::WARNING, (new check\recipients())->get_result()->get_status());
        $DB->set_field('message_processors', 'enabled', 0, ['name' => 'popup']);
        get_message_processors(false, true, true);
        $result = (new check\recipients())->get_result();
        $this->assertSame(result::CRITICAL, $result->get_status());
        $this->assertStringContainsString('valid mail address', $result->get_details());
        get_message_processors(false, true, true);
    }

    public function test_sending_through_one_channel_leaves_the_others_on(): void {
        $user = $this->recipient();
        $this->assertSame([channels::MAIL, 'popup'], channels::of(\core_user::get_user($user->id)));
        incidents::raise('moon_phase', 'full');
        $sink = $this->redirectEmails();
        mailer::send_due();
        $this->assertCount(1, $sink->get_messages());
        $this->assertSame([channels::MAIL, 'popup'], channels::of(\core_user::get_user($user->id)));
    }

    /**
     * Returns the plain text of a mail, without its line breaks.
     *
     * @param \stdClass $mail
     * @return string
     */
    private static function text(\stdClass $mail): string {
        $plain = explode('Content-Type: text/html', quoted_printable_decode($mail->body))[0];
        return preg_replace('/\s+/', ' ', $plain);
    }
}

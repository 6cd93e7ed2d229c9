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

use tool_syncingest\local\alarm\mailer;
use tool_syncingest\local\feed\exchange;
use tool_syncingest\local\feed\feeds;
use tool_syncingest\local\feed\round;
use tool_syncingest\local\feed\runs;
use tool_syncingest\local\feed\summary\sweep;

defined('MOODLE_INTERNAL') || die();

require_once(__DIR__ . '/feed_testcase.php');

/**
 * What the recipients of a feed read once a day, and that a silent feed is reported.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers \tool_syncingest\local\feed\summary\sweep
 * @covers \tool_syncingest\local\feed\summary\digest
 * @covers \tool_syncingest\local\feed\summary\letter
 * @covers \tool_syncingest\local\feed\summary\recipients
 */
final class feed_summary_test extends feed_testcase {
    /**
     * A user who may receive alarms.
     *
     * @param string $name
     * @param array $values
     * @return \stdClass
     */
    private function recipient(string $name, array $values = []): \stdClass {
        $user = $this->getDataGenerator()->create_user(['username' => $name] + $values);
        $role = $this->getDataGenerator()->create_role();
        assign_capability('tool/syncingest:receivealarms', CAP_ALLOW, $role, SYSCONTEXTID);
        role_assign($role, $user->id, SYSCONTEXTID);
        return $user;
    }

    /**
     * Sends the summaries of a day.
     *
     * @param int $days from now
     * @return \stdClass[] what was sent
     */
    private function sweep(int $days = 1): array {
        $sink = $this->redirectMessages();
        sweep::run(time() + $days * DAYSECS);
        $messages = array_filter($sink->get_messages(), fn($message): bool => $message->eventtype === 'summary');
        $sink->close();
        return array_values($messages);
    }

    public function test_each_recipient_gets_one_mail_a_day_about_all_runs_of_all_feeds(): void {
        $ada = $this->recipient('ada');
        $this->feed(['mode' => 'rows', 'pattern' => 'a.csv', 'recipients' => ['ada'], 'summary' => 'all'], 'first');
        $this->feed(['mode' => 'rows', 'pattern' => 'b.csv', 'recipients' => ['ada'], 'summary' => 'all'], 'second');
        $this->deliver($this->table(1, 2), 'a.csv');
        $this->deliver($this->table(3, 3), 'a.csv');
        $this->deliver("idnumber,name,hidden,do\nc9,Hidden Name,,fail\n", 'b.csv');
        $messages = $this->sweep();
        $this->assertCount(1, $messages);
        $this->assertEquals($ada->id, $messages[0]->useridto);
        $text = $messages[0]->fullmessage;
        $this->assertSame(2, substr_count($text, 'a.csv'));
        $this->assertStringContainsString("first\n", $text);
        $this->assertStringContainsString("second\n", $text);
        $this->assertStringContainsString('2 added, 0 changed, 0 removed, 0 failed', $text);
        $this->assertStringContainsString('done, with errors (0 added, 0 changed, 0 removed, 1 failed)', $text);
        $this->assertStringContainsString('1 need attention', $messages[0]->subject);
        // Never a name or a value of a row.
        $this->assertStringNotContainsString('Hidden Name', $text);
        $this->assertStringNotContainsString('c9', $text);
        $this->assertSame([], $this->sweep(2));
    }

    public function test_only_failures_are_named_where_that_is_wanted_and_a_good_day_sends_nothing(): void {
        global $DB;
        $this->recipient('ada');
        $this->feed(['mode' => 'rows', 'recipients' => ['ada']]);
        $this->deliver($this->table(1, 2));
        $this->assertSame([], $this->sweep());
        $this->assertSame(0, $DB->count_records_select(runs::TABLE, 'maildue IS NOT NULL'));
        $this->deliver("idnumber,name,hidden,do\nc9,Nine,,fail\n");
        $DB->set_field(runs::TABLE, 'maildue', time() + DAYSECS, ['id' => $this->last()->id]);
        $this->assertCount(1, $this->sweep(2));
    }

    public function test_nobody_is_told_who_is_no_recipient_may_not_receive_alarms_or_of_a_feed_that_sends_nothing(): void {
        $this->recipient('ada');
        $this->getDataGenerator()->create_user(['username' => 'nobody']);
        $this->feed(['pattern' => 'a.csv', 'mode' => 'rows', 'recipients' => ['nobody', 'missing'], 'summary' => 'all'], 'a');
        $this->feed(['pattern' => 'b.csv', 'mode' => 'rows', 'recipients' => ['ada'], 'summary' => 'never'], 'b');
        $this->feed(['pattern' => 'c.csv', 'mode' => 'rows'], 'c');
        foreach (['a.csv', 'b.csv', 'c.csv'] as $name) {
            $this->deliver("idnumber,name,hidden,do\nc9,Nine,,fail\n", $name);
        }
        $this->assertSame([], $this->sweep());
    }

    public function test_who_was_not_reached_is_told_by_the_next_sweep_and_nobody_twice(): void {
        global $DB;
        $this->recipient('ada');
        $this->recipient('alan');
        $this->feed(['mode' => 'rows', 'recipients' => ['ada', 'alan'], 'summary' => 'all']);
        $this->deliver($this->table(1, 1));
        $due = $DB->get_field(runs::TABLE, 'maildue', ['id' => $this->last()->id]);
        $this->assertCount(2, $this->sweep());
        // As after a death between the two mails: the mark is still there, and one of them has got it.
        $DB->set_field(runs::TABLE, 'maildue', $due, ['id' => $this->last()->id]);
        unset_user_preference(sweep::SENT, \core_user::get_user_by_username('alan')->id);
        $messages = $this->sweep(2);
        $this->assertSame([\core_user::get_user_by_username('alan')->id], array_column($messages, 'useridto'));
    }

    public function test_a_run_that_is_held_is_named_with_its_reasons_and_one_that_was_planned_only_is_not(): void {
        $this->recipient('ada');
        $feed = $this->feed(['recipients' => ['ada']]);
        $this->deliver($this->table(1, 30));
        $this->deliver($this->table(1, 25) . "x\n");
        $run = $this->deliver($this->table(1, 4));
        $this->assertSame('held', $run->state->value);
        $messages = $this->sweep();
        $this->assertStringContainsString('held', $messages[0]->fullmessage);
        $this->assertStringContainsString('removals', $messages[0]->fullmessage);
        feeds::set_stage(feeds::get($feed->id), local\feed\rules\stage::TESTING);
        $this->deliver($this->table(1, 3) . "x\n");
        $this->assertSame([], $this->sweep(2));
    }

    public function test_a_silent_feed_is_in_the_summary_and_raises_an_alarm_that_is_told_and_ends(): void {
        global $DB;
        $this->recipient('ada');
        $feed = $this->feed(['mode' => 'rows', 'every' => 24, 'recipients' => ['ada']]);
        $this->deliver($this->table(1, 1));
        $this->assertNotContains('feed_silent', $this->alarms());
        $DB->set_field('tool_syncingest_feeds', 'lastarrival', time() - 2 * DAYSECS, ['id' => $feed->id]);
        $sink = $this->redirectMessages();
        round::run(null);
        mailer::send_due();
        $this->assertContains('feed_silent', $this->alarms());
        $this->assertStringContainsString('A feed is silent', $sink->get_messages()[0]->subject);
        $this->assertStringContainsString('cohorts', $sink->get_messages()[0]->fullmessage);
        $this->assertStringContainsString('one should come every 24 hours', $this->sweep(0)[0]->fullmessage);
        $sink = $this->redirectMessages();
        $this->deliver($this->table(2, 2));
        mailer::send_due();
        $this->assertNotContains('feed_silent', $this->alarms());
        $this->assertNotEmpty(array_filter($sink->get_messages(), fn($message): bool => str_contains($message->subject, 'A feed is silent')));
        $this->assertSame([], $this->sweep(0));
    }

    public function test_a_french_reader_gets_it_in_french(): void {
        global $CFG, $DB;
        check_dir_exists("$CFG->langotherroot/fr");
        file_put_contents("$CFG->langotherroot/fr/langconfig.php", '<?php $string["thislanguage"] = "Français";');
        get_string_manager()->reset_caches();
        $user = $this->recipient('ada');
        $DB->set_field('user', 'lang', 'fr', ['id' => $user->id]);
        $this->feed(['mode' => 'rows', 'recipients' => ['ada'], 'summary' => 'all']);
        $this->deliver($this->table(1, 1));
        try {
            $this->assertStringContainsString('1 ajouts, 0 modifications', $this->sweep()[0]->fullmessage);
        } finally {
            fulldelete("$CFG->langotherroot/fr");
            get_string_manager()->reset_caches();
        }
    }

    public function test_recipients_stay_on_their_site_when_a_feed_goes_to_another_one(): void {
        $feed = $this->feed(['recipients' => ['ada'], 'summary' => 'all']);
        $json = exchange::export([$feed]);
        $this->assertStringNotContainsString('ada', $json);
        $this->assertStringContainsString('"summary": "all"', $json);
        [$again] = exchange::import($json);
        $this->assertSame(['ada'], $again->definition->get('recipients'));
        feeds::delete($again);
        [$new] = exchange::import($json);
        $this->assertSame([[], 'all'], [$new->definition->get('recipients'), $new->definition->get('summary')]);
    }
}

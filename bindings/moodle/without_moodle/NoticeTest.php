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

// PHPUnit alone reads these comments.
// phpcs:disable moodle.Commenting

namespace tool_syncingest\without_moodle;

use PHPUnit\Framework\TestCase;
use tool_syncingest\local\alarm\due;
use tool_syncingest\local\alarm\letter;
use tool_syncingest\local\alarm\progress;
use tool_syncingest\local\alarm\zone;

/**
 * Which notice of an incident is due, when nothing of it is left to send, and its text.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers \tool_syncingest\local\alarm\due
 * @covers \tool_syncingest\local\alarm\letter
 * @covers \tool_syncingest\local\alarm\progress
 * @covers \tool_syncingest\local\alarm\zone
 */
final class NoticeTest extends TestCase {
    /** @var int a moment */
    private const NOW = 1769846400;

    /** @var int a day */
    private const REMINDER = 86400;

    #[\Override]
    protected function tearDown(): void {
        \spoken::$language = 'en';
    }

    /**
     * Returns the row of an incident.
     *
     * @param array $fields
     * @return \stdClass
     */
    private static function incident(array $fields = []): \stdClass {
        return (object) ($fields + [
            'kind' => 'stale_agent_lock', 'subject' => '', 'amount' => 3, 'newamount' => 0, 'newfacts' => null, 'detail' => '',
            'facts' => null, 'since' => self::NOW - 7200, 'timetold' => null, 'timeended' => null, 'timeendtold' => null,
        ]);
    }

    /**
     * Incidents, and the notice that is due.
     *
     * @return array[]
     */
    public static function incidents(): array {
        $reported = ['timetold' => self::NOW - 3600];
        $ended = ['timeended' => self::NOW - 60];
        $event = ['kind' => 'lost_lock'];
        return [
            'begun' => [[], 'raised'],
            'reported' => [$reported, null],
            'reported long ago' => [['timetold' => self::NOW - self::REMINDER], 'reminder'],
            'more files within the hour' => [['newamount' => 2, 'timetold' => self::NOW - 3599], null],
            'more files after the hour' => [['newamount' => 2] + $reported, 'news'],
            'more files and nothing reported yet' => [['newamount' => 2], 'raised'],
            'ended' => [$ended + $reported, 'over'],
            'begun and ended unseen' => [$ended, 'over'],
            'ended, and reported' => [$ended + $reported + ['timeendtold' => self::NOW], null],
            'ended with more files' => [$ended + $reported + ['newamount' => 1], 'over'],
            'an event' => [$event, 'raised'],
            'an event that was reported' => [$event + $reported, null],
            'an event, long ago' => [$event + ['timetold' => self::NOW - 3 * self::REMINDER], null],
            'an event that has ended' => [$event + $ended + $reported, null],
            'an event of which only the end was seen' => [$event + $ended, 'raised'],
        ];
    }

    /**
     * Each incident has its notice.
     *
     * @dataProvider incidents
     * @param array $fields
     * @param string|null $due
     */
    public function test_each_incident_has_the_notice_that_is_due(array $fields, ?string $due): void {
        $this->assertSame($due, due::notice(self::incident($fields), self::NOW, self::REMINDER));
    }

    /**
     * Zero means never.
     */
    public function test_without_an_interval_there_is_no_reminder(): void {
        $this->assertNull(due::notice(self::incident(['timetold' => 0]), self::NOW, 0));
    }

    /**
     * What has arrived is not sent again.
     */
    public function test_only_what_failed_is_missing(): void {
        $progress = new progress([5 => ['email', 'popup'], 6 => ['email']], [5 => ['popup' => self::NOW]]);
        $this->assertSame(['email'], $progress->missing(5));
        $this->assertSame(['email'], $progress->missing(6));
        $progress->record(5, 'email', self::NOW);
        $this->assertSame([], $progress->missing(5));
    }

    /**
     * A notice goes on until everybody has it.
     */
    public function test_a_notice_is_done_with_when_every_channel_has_it(): void {
        $progress = new progress([5 => ['email', 'popup'], 6 => ['email'], 7 => []]);
        $this->assertFalse($progress->is_complete(self::NOW));
        $progress->record(5, 'email', self::NOW);
        $progress->record(5, 'popup', self::NOW);
        $this->assertFalse($progress->is_complete(self::NOW));
        $progress->record(6, 'email', self::NOW);
        $this->assertTrue($progress->is_complete(self::NOW));
    }

    /**
     * A broken address does not hold up later notices indefinitely.
     */
    public function test_after_an_hour_one_who_cannot_be_reached_is_given_up_if_another_was_reached(): void {
        $sent = [5 => ['email' => self::NOW, 'popup' => self::NOW]];
        $progress = new progress([5 => ['email', 'popup'], 6 => ['email']], $sent);
        $this->assertFalse($progress->is_complete(self::NOW + 3599));
        $this->assertTrue($progress->is_complete(self::NOW + 3600));
    }

    /**
     * As long as nobody has got the mail, it is tried.
     */
    public function test_as_long_as_nobody_was_fully_reached_it_goes_on(): void {
        $this->assertFalse((new progress([5 => ['email', 'popup']], [5 => ['popup' => 0]]))->is_complete(self::NOW));
        $this->assertFalse((new progress([5 => []]))->is_complete(self::NOW));
        $this->assertFalse((new progress([]))->is_complete(self::NOW));
    }

    /**
     * A moment without its zone misleads.
     */
    public function test_a_zone_has_its_abbreviation_or_its_distance(): void {
        $this->assertSame('CET', zone::at(self::NOW, 'Europe/Paris'));
        $this->assertSame('CEST', zone::at(self::NOW + 180 * 86400, 'Europe/Paris'));
        $this->assertSame('UTC+04:00', zone::at(self::NOW, 'Indian/Reunion'));
        $this->assertSame('UTC', zone::at(self::NOW, 'UTC'));
        $this->assertSame('', zone::at(self::NOW, 'Moon/Tycho'));
    }

    /**
     * Every occasion, in both languages.
     */
    public function test_every_letter_names_site_folder_alarm_and_page(): void {
        foreach (['en', 'fr'] as $language) {
            \spoken::$language = $language;
            foreach ([due::RAISED, due::NEWS, due::REMINDER, due::OVER] as $occasion) {
                $letter = self::letter($occasion, ['timeended' => self::NOW, 'timetold' => 1, 'newamount' => 2]);
                $this->assertStringContainsString('lab (/srv/moodledata/sync)', $letter->subject());
                $this->assertStringContainsString('alock.txt', $letter->subject());
                foreach (['https://moodle.example', '/srv/moodledata/sync', 'web-1', 'UTC', '/page'] as $word) {
                    $this->assertStringContainsString($word, $letter->text());
                }
            }
        }
    }

    /**
     * What an earlier notice had is not repeated.
     */
    public function test_an_all_clear_is_short_unless_it_is_all_that_is_ever_said(): void {
        $holder = ['kind' => 'agent', 'name' => 'registry', 'host' => 'erp-1', 'version' => '1', 'text' => ''];
        $facts = json_encode(['lock' => ['name' => 'alock.txt', 'since' => self::NOW, 'holder' => $holder]]);
        $short = self::letter(due::OVER, ['facts' => $facts, 'timeended' => self::NOW, 'timetold' => 1])->text();
        $this->assertStringNotContainsString('erp-1', $short);
        $this->assertStringNotContainsString('remove the lock', $short);
        $only = self::letter(due::OVER, ['facts' => $facts, 'timeended' => self::NOW])->text();
        $this->assertStringContainsString('erp-1', $only);
        $this->assertStringNotContainsString('remove the lock', $only);
    }

    /**
     * Two instructions, of which one is wrong, are worse than none.
     */
    public function test_a_file_of_mode_0600_brings_one_instruction(): void {
        $unreadable = ['kind' => 'unreadable_file', 'amount' => 1];
        $facts = [
            'files' => [['name' => 'a.csv', 'skipped' => 'unreadable']],
            'obstacles' => [['kind' => 'private_file', 'number' => 0600, 'advice' => '']],
        ];
        $text = self::letter(due::RAISED, $unreadable + ['facts' => json_encode($facts)])->text();
        $this->assertStringContainsString('chmod 640', $text);
        $this->assertStringNotContainsString(get_string('alarm_unreadable_file_advice', 'tool_syncingest'), $text);
        unset($facts['obstacles']);
        $text = self::letter(due::RAISED, $unreadable + ['facts' => json_encode($facts)])->text();
        $this->assertStringContainsString(get_string('alarm_unreadable_file_advice', 'tool_syncingest'), $text);
    }

    /**
     * Incidents of one kind are distinguished.
     */
    public function test_a_letter_names_the_subject_of_its_incident(): void {
        $this->assertStringContainsString('students', self::letter(due::RAISED, ['subject' => 'students'])->subject());
    }

    /**
     * Returns a letter.
     *
     * @param string $occasion
     * @param array $fields of the incident
     * @return letter
     */
    private static function letter(string $occasion, array $fields): letter {
        return new letter(self::incident($fields), $occasion, 'UTC', [
            'site' => 'lab', 'url' => 'https://moodle.example', 'folder' => '/srv/moodledata/sync', 'host' => 'web-1',
            'page' => 'https://moodle.example/page',
        ]);
    }
}

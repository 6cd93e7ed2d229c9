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
use SyncIngest\Alarm;
use SyncIngest\AlarmFile;
use SyncIngest\AlarmKind;
use SyncIngest\AlarmLock;
use SyncIngest\ChecksumFault;
use SyncIngest\Holder;
use SyncIngest\HolderKind;
use SyncIngest\LockKind;
use SyncIngest\Obstacle;
use SyncIngest\ObstacleKind;
use SyncIngest\Oddity;
use SyncIngest\SkipReason;
use tool_syncingest\local\alarm\explanation;
use tool_syncingest\local\alarm\facts;

/**
 * Alarms and holders are explained from their data alone, in both languages: whatever sentence the library makes of them is “x”
 * here, and nobody is shown it.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class ExplanationTest extends TestCase {
    /** @var string what is in no French text */
    private const ENGLISH = '/\b(the|since|files?|was|made|lock is|host|has|been|somebody|unknown)\b/i';

    #[\Override]
    protected function tearDown(): void {
        \spoken::$language = 'en';
    }

    /**
     * Every way in which a lock can be held, and what a person must read of it.
     *
     * @return array[]
     */
    public static function holders(): array {
        $holders = [
            'collector' => [new Holder(HolderKind::Collector, 'x', host: 'front-1', version: '0.2.0'), ['front-1', '0.2.0']],
            'agent' => [
                new Holder(HolderKind::Agent, 'x', 'registry', 'erp-1', '0.2.0'), ['registry', 'erp-1', '0.2.0'],
            ],
            'remote agent' => [new Holder(HolderKind::RemoteAgent, 'x', 'registry', 'erp-1'), ['registry', 'erp-1']],
            'remote agent over FTP' => [new Holder(HolderKind::RemoteAgent, 'x', 'registry'), ['registry', 'FTP']],
            'account' => [new Holder(HolderKind::User, 'x', user: 0), ['root']],
            'account that this host does not know' => [new Holder(HolderKind::User, 'x', user: 987654), ['987654']],
        ];
        foreach (Oddity::cases() as $oddity) {
            $holders[$oddity->name] = [new Holder(HolderKind::Odd, 'x', oddity: $oddity), []];
        }
        return $holders;
    }

    /**
     * @dataProvider holders
     * @param Holder $holder
     * @param string[] $named
     */
    public function test_every_holder_is_described_from_its_data(Holder $holder, array $named): void {
        foreach (['en', 'fr'] as $language) {
            \spoken::$language = $language;
            $text = explanation::holder(facts::holder($holder));
            $this->assert_is_ours($text);
            foreach ($named as $word) {
                $this->assertStringContainsString($word, $text);
            }
        }
    }

    public function test_every_kind_of_holder_is_among_them(): void {
        $kinds = array_map(fn(array $case): HolderKind => $case[0]->kind, array_values(self::holders()));
        foreach (HolderKind::cases() as $kind) {
            $this->assertSame($kind !== HolderKind::Unknown, in_array($kind, $kinds, true), $kind->name);
        }
    }

    public function test_a_holder_that_only_a_newer_library_knows_is_described_in_its_words(): void {
        $text = explanation::holder(facts::holder(new Holder(HolderKind::Unknown, 'a robot')));
        $this->assertSame('a robot', $text);
    }

    /**
     * Every kind of alarm, with all that the library knows of it.
     *
     * @return array[] alarm, what a person must read of it
     */
    public static function alarms(): array {
        $since = 1769846400;
        $agent = new Holder(HolderKind::RemoteAgent, 'x', 'registry', 'erp-1');
        $collector = new Holder(HolderKind::Collector, 'x', host: 'front-1', version: '0.2.0');
        $lock = fn(LockKind $kind, Holder $holder, int ...$times): array => [
            new AlarmLock($kind, $holder, $since, 20000, ...$times), [], [],
        ];
        $unreadable = new AlarmFile('a.csv', SkipReason::Unreadable);
        $sound = ['a.csv', '2770', "chmod -t '/srv/moodledata/sync'", "g+s '/srv/moodledata/sync'"];
        $files = fn(AlarmFile ...$files): array => [null, $files, []];
        $left = fn(SkipReason $reason): array => $files(new AlarmFile('a.csv', $reason), new AlarmFile('b.csv', $reason));
        $obstacles = array_map(
            fn(ObstacleKind $kind): Obstacle => new Obstacle($kind, 0600, 'x'),
            array_slice(ObstacleKind::cases(), 1)
        );
        $answered = $files(new AlarmFile('a.csv', answer: 'no column id'));
        $cases = [
            [AlarmKind::StaleCollectorLock, $lock(LockKind::Collector, $collector), ['lock.txt', 'front-1', '31/01/2026']],
            [AlarmKind::StaleAgentLock, $lock(LockKind::Agent, $agent), ['alock.txt', 'registry', 'erp-1', '31/01/2026']],
            [AlarmKind::RecoveredLock, $lock(LockKind::Collector, $collector), ['front-1', '0.2.0', '31/01/2026']],
            [AlarmKind::LostLock, [null, [], []], []],
            [AlarmKind::RejectedFile, $answered, ['a.csv', 'no column id']],
            [AlarmKind::FailingStore, $answered, ['a.csv', 'no column id']],
            [AlarmKind::UnfinishedFile, $left(SkipReason::OpenForWriting), ['a.csv', 'b.csv']],
            [AlarmKind::UnreadableFile, [null, [$unreadable], $obstacles], $sound],
            [AlarmKind::UnreadableFile, [null, [], [$obstacles[3]]], ['0600', '0640']],
            [AlarmKind::OversizedFile, $left(SkipReason::TooLarge), ['a.csv', 'b.csv']],
            [AlarmKind::ClockSkew, $lock(LockKind::Agent, $agent), ['alock.txt', 'registry']],
            [
                AlarmKind::ClockSkew, $lock(LockKind::Agent, $agent, modified: 0, changed: $since),
                ['alock.txt', '01/01/1970', '31/01/2026'],
            ],
            [AlarmKind::ChecksumMismatch, $left(SkipReason::ChecksumMismatch), ['a.csv', 'b.csv']],
            [AlarmKind::LeftBehind, $left(SkipReason::Directory), ['a.csv', 'b.csv']],
        ];
        foreach (ChecksumFault::cases() as $fault) {
            $file = new AlarmFile('a.csv', SkipReason::UnreadableChecksum, $fault);
            $cases[] = [AlarmKind::UnreadableChecksum, $files($file), ['a.csv']];
        }
        return array_map(fn(array $case): array => [
            new Alarm($case[0], 'x', $since, 20000, 2, ...$case[1]), $case[2],
        ], $cases);
    }

    /**
     * @dataProvider alarms
     * @param Alarm $alarm
     * @param string[] $named
     */
    public function test_every_alarm_is_explained_from_its_data(Alarm $alarm, array $named): void {
        foreach (['en', 'fr'] as $language) {
            \spoken::$language = $language;
            $explanation = self::explanation_of($alarm);
            $text = implode("\n", [$explanation->name(), $explanation->particulars(), $explanation->advice()]);
            $this->assert_is_ours(str_replace('no column id', '', $text));
            foreach ($named as $word) {
                $this->assertStringContainsString($word, $explanation->particulars());
            }
            $this->assertSame('', $explanation->words(), 'nothing is left for the library to say');
        }
    }

    public function test_every_kind_of_alarm_is_among_them(): void {
        $kinds = array_map(fn(array $case): AlarmKind => $case[0]->kind, self::alarms());
        foreach (AlarmKind::cases() as $kind) {
            $this->assertSame($kind !== AlarmKind::Unknown, in_array($kind, $kinds, true), $kind->name);
        }
    }

    public function test_whatever_a_library_may_answer_has_a_string_in_both_languages(): void {
        $keys = array_merge(
            array_map(fn(SkipReason $reason): string => 'skip_' . $reason->word(), SkipReason::cases()),
            array_map(fn(ChecksumFault $fault): string => 'checksum_' . $fault->word(), ChecksumFault::cases()),
            array_map(fn(Oddity $oddity): string => 'holder_odd_' . $oddity->word(), Oddity::cases()),
            array_map(fn(ObstacleKind $kind): string => 'obstacle_' . $kind->word(), array_slice(ObstacleKind::cases(), 1)),
        );
        foreach (['en', 'fr'] as $language) {
            \spoken::$language = $language;
            $this->assertSame([], array_values(array_diff($keys, array_keys(\spoken::strings()))));
        }
    }

    public function test_of_an_alarm_without_data_the_diagnosis_is_shown(): void {
        // An older release has recorded it.
        $explanation = self::explanation_of(new Alarm(AlarmKind::OversizedFile, '2 files are too large', 0, 1, 2));
        $this->assertStringContainsString('2 files are too large', $explanation->words());
    }

    public function test_more_files_than_are_named_are_hinted_at(): void {
        $alarm = new Alarm(AlarmKind::OversizedFile, 'x', 0, 1, 3, files: [new AlarmFile('a.csv', SkipReason::TooLarge)]);
        $this->assertStringContainsString('a.csv, …', self::explanation_of($alarm)->particulars());
    }

    public function test_nothing_is_read_out_of_sentences_or_looked_up_a_second_time(): void {
        foreach (['explanation', 'facts', 'incidents'] as $class) {
            $code = file_get_contents(__DIR__ . "/../classes/local/alarm/$class.php");
            $this->assertDoesNotMatchRegularExpression('/\bpreg_|->status\(\)/', $code, $class);
        }
    }

    /**
     * Returns the explanation of an alarm, as it is recorded by {@see \tool_syncingest\local\alarm\incidents}.
     *
     * @param Alarm $alarm
     * @return explanation
     */
    private static function explanation_of(Alarm $alarm): explanation {
        return new explanation((object) [
            'kind' => $alarm->kind->word(), 'detail' => $alarm->diagnosis, 'amount' => $alarm->count, 'since' => $alarm->since,
            'facts' => json_encode(facts::of($alarm)),
        ], 'UTC');
    }

    /**
     * That a text is there, in the language that is spoken, and not in the words of the library.
     *
     * @param string $text
     */
    private function assert_is_ours(string $text): void {
        $this->assertNotSame('', $text);
        $this->assertDoesNotMatchRegularExpression('/(?<![\w-])x(?![\w-])/', $text);
        if (\spoken::$language === 'fr') {
            $this->assertDoesNotMatchRegularExpression(self::ENGLISH, $text);
        }
    }
}

<?php

declare(strict_types=1);

namespace SyncIngest\Tests;

use SyncIngest\Alarm;
use SyncIngest\AlarmFile;
use SyncIngest\AlarmKind;
use SyncIngest\Arbitration;
use SyncIngest\ChecksumFault;
use SyncIngest\Holder;
use SyncIngest\HolderKind;
use SyncIngest\LockKind;
use SyncIngest\RejectDelivery;
use SyncIngest\SkipReason;

/** Alarms. */
final class AlarmTest extends FolderTestCase
{
    /** @var list<Alarm> */
    private array $heard = [];

    public function testTheListenerGetsAStaleAgentLockWithItsDiagnosis(): void
    {
        $this->staleAgentLock();
        $folder = $this->folder($this->hear(...));
        $report = $folder->collect(fn () => self::fail('offered under an agent lock'));
        self::assertSame(Arbitration::AgentDelivering, $report->arbitration);
        self::assertEquals($report->alarms, $this->heard);
        [$alarm] = $report->alarms;
        self::assertSame([AlarmKind::StaleAgentLock, 1], [$alarm->kind, $alarm->count]);
        self::assertStringContainsString('alock.txt', $alarm->diagnosis);
        self::assertSame(filemtime("$this->drop/alock.txt"), $alarm->since);
        self::assertEqualsWithDelta(20_000, $alarm->age, 5);
    }

    public function testItsLockIsDescribedAsData(): void
    {
        $this->staleAgentLock();
        [$alarm] = $this->folder()->status()->alarms;
        self::assertSame([LockKind::Agent, $alarm->since], [$alarm->lock->kind, $alarm->lock->since]);
        self::assertSame($alarm->age, $alarm->lock->age);
        self::assertSame([null, null], [$alarm->lock->modified, $alarm->lock->changed]);
        $owner = fileowner("$this->drop/alock.txt");
        self::assertEquals(new Holder(HolderKind::User, "somebody else (user $owner)", user: $owner), $alarm->lock->holder);
        self::assertSame([[], []], [$alarm->files, $alarm->obstacles]);
    }

    public function testItsFilesAreNamedEachWithItsReason(): void
    {
        $this->drop("caf\xe9.csv", str_repeat('x', 11));
        $this->drop('odd.csv');
        $this->drop('_odd.csv.sha256', "# nothing\n");
        $this->drop('refused.csv', 'x');
        $report = $this->folder(maxSize: 10)->collect(fn () => throw new RejectDelivery('no column id'));
        $files = array_map(fn (Alarm $alarm) => [$alarm->kind, $alarm->lock, $alarm->files], $report->alarms);
        self::assertEquals([
            [AlarmKind::RejectedFile, null, [new AlarmFile('refused.csv', answer: 'no column id')]],
            [AlarmKind::OversizedFile, null, [new AlarmFile("caf\xe9.csv", SkipReason::TooLarge)]],
            [AlarmKind::UnreadableChecksum, null, [new AlarmFile('odd.csv', SkipReason::UnreadableChecksum, ChecksumFault::Empty)]],
        ], $files);
    }

    public function testObstaclesToAUserAreData(): void
    {
        if (!function_exists('posix_geteuid') || posix_geteuid() !== 0) {
            self::markTestSkipped('SKIPPED: only root can become another user');
        }
        chmod($this->root, 0755);
        chmod($this->drop, 03777);
        $this->drop('students.csv');
        $code = 'posix_setegid(65534); posix_seteuid(65534); foreach ((new DropFolder(' . var_export($this->drop, true)
            . ', new Options(settle: 0)))->status()->alarms as $alarm) foreach ($alarm->obstacles as $one)'
            . ' echo $one->kind->word(), " ", $one->number ?? "-", " ", $one->advice, "\n";';
        $process = Process::run($code);
        self::assertSame('', $process->errors);
        self::assertStringContainsString('sticky_folder - the folder is sticky (+t)', $process->output);
        self::assertStringContainsString("chmod -t $this->drop", $process->output);
    }

    public function testItIsActiveAtEveryCollectionAndItsEndIsReported(): void
    {
        $this->staleAgentLock();
        $folder = $this->folder($this->hear(...));
        $folder->collectInto($this->store);
        $folder->beginCollection();
        self::assertSame(
            [AlarmKind::StaleAgentLock, AlarmKind::StaleAgentLock],
            array_map(fn (Alarm $alarm) => $alarm->kind, $this->heard),
        );
        unlink("$this->drop/alock.txt");
        $report = $folder->collectInto($this->store);
        self::assertSame(['students.csv'], self::namesOf($report->delivered));
        self::assertSame([], $report->alarms);
        self::assertSame([AlarmKind::StaleAgentLock], array_map(fn (Alarm $alarm) => $alarm->kind, $report->ended));
        self::assertCount(2, $this->heard);
    }

    public function testAListenerThatThrowsGetsTheOtherAlarmsToo(): void
    {
        $this->drop('rejected.csv');
        $this->folder()->collect(fn () => throw new RejectDelivery('no'));
        $this->staleAgentLock();
        $folder = $this->folder(function (Alarm $alarm): void {
            $this->hear($alarm);
            throw new \DomainException($alarm->kind->word());
        });
        try {
            $folder->collect(fn () => self::fail('offered under an agent lock'));
            self::fail('the exception was swallowed');
        } catch (\DomainException $thrown) {
            self::assertCount(2, $this->heard);
            self::assertSame($this->heard[0]->kind->word(), $thrown->getMessage());
        }
        self::assertFileDoesNotExist("$this->drop/lock.txt");
    }

    public function testAStoreThatKeepsFailingIsAnAlarmAfterAPullStyleCollection(): void
    {
        $this->drop('students.csv');
        $folder = $this->folder($this->hear(...), maxAttempts: 2);
        $folder->collect(fn () => throw new \RuntimeException('no'));
        self::assertSame([], $this->heard);
        $collection = $folder->beginCollection();
        $collection->next()->putBack('no');
        self::assertSame([], $this->heard);
        $collection->finish();
        $collection->finish();
        self::assertSame([AlarmKind::FailingStore], array_map(fn (Alarm $alarm) => $alarm->kind, $this->heard));
    }

    public function testRejectedFilesStayAnAlarmInTheStatus(): void
    {
        $this->drop('students.csv');
        $this->folder()->collect(fn () => throw new \SyncIngest\RejectDelivery('never'));
        [$alarm] = $this->folder()->status()->alarms;
        self::assertSame(AlarmKind::RejectedFile, $alarm->kind);
    }

    public function testWhatTheListenerThrowsComesAfterTheLockIsGone(): void
    {
        $this->drop('students.csv');
        $this->drop('alock.txt');
        touch("$this->drop/alock.txt", time() - 20_000);
        try {
            $this->folder(fn () => throw new \DomainException('mail'))->collectInto($this->store);
            self::fail('the exception was swallowed');
        } catch (\DomainException) {
            self::assertFileDoesNotExist("$this->drop/lock.txt");
        }
    }

    private function hear(Alarm $alarm): void
    {
        $this->heard[] = $alarm;
    }

    private function staleAgentLock(): void
    {
        $this->drop('students.csv');
        $this->drop('alock.txt');
        touch("$this->drop/alock.txt", time() - 20_000);
    }
}

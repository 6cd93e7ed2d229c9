<?php

declare(strict_types=1);

namespace SyncIngest\Tests;

use SyncIngest\Alarm;
use SyncIngest\AlarmKind;
use SyncIngest\Arbitration;
use SyncIngest\RejectDelivery;

/** What a person must hear of. */
final class AlarmTest extends FolderTestCase
{
    /** @var list<Alarm> */
    private array $heard = [];

    public function testAStaleAgentLockIsToldToTheListenerWithItsDiagnosis(): void
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

    public function testItStandsAtEveryCollectionAndItsEndIsReported(): void
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

    public function testAListenerThatThrowsHearsOfTheOtherAlarmsToo(): void
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

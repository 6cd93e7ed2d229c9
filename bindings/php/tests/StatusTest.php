<?php

declare(strict_types=1);

namespace SyncIngest\Tests;

use SyncIngest\DropFolder;
use SyncIngest\ErrorKind;
use SyncIngest\Exception\SystemFailure;
use SyncIngest\Holder;
use SyncIngest\HolderKind;
use SyncIngest\Library;
use SyncIngest\LockKind;
use SyncIngest\Oddity;
use SyncIngest\SkipReason;

/** The state of a folder, read without changing anything. */
final class StatusTest extends FolderTestCase
{
    public function testWhatWaitsAndWhatIsSkippedIsSeenAndNothingChanges(): void
    {
        $this->drop('students.csv', '123');
        $this->drop('_draft.csv');
        $before = scandir($this->drop);
        $status = $this->folder()->status();
        self::assertSame([['students.csv', 3]], array_map(fn ($file) => [$file->name, $file->size], $status->waiting));
        self::assertSame(1, $status->waitingCount);
        self::assertSame([SkipReason::Omitted], $status->skipped->reasons());
        self::assertSame(['_draft.csv'], $status->skipped->names(SkipReason::Omitted));
        self::assertSame([null, null, null], [$status->collectorLock, $status->agentLock, $status->readyIn]);
        self::assertSame([0, 0, 0], [$status->claimed, $status->unverified, $status->rejectedCount]);
        self::assertSame([[], []], [$status->rejected, $status->alarms]);
        self::assertSame($before, scandir($this->drop));
    }

    public function testLocksAreSeenWithTheirHoldersAndAges(): void
    {
        $this->drop('alock.txt');
        touch("$this->drop/alock.txt", time() - 5000);
        $folder = $this->folder(maxAge: 4000);
        $lock = $folder->status()->agentLock;
        self::assertSame([LockKind::Agent, false, true], [$lock->kind, $lock->ours, $lock->stale]);
        self::assertEqualsWithDelta(5000, $lock->age, 5);
        self::assertSame(filemtime("$this->drop/alock.txt"), $lock->since);
        self::assertEquals(self::someoneElse(fileowner("$this->drop/alock.txt")), $lock->holder);
        self::assertSame([LockKind::Agent], $folder->staleLocks());

        $this->drop('lock.txt', "0\n");
        touch("$this->drop/lock.txt", time() - 5000);
        self::assertSame([LockKind::Collector, LockKind::Agent], $folder->staleLocks());
    }

    public function testEveryKindOfHolderHasItsData(): void
    {
        $session = $this->folder()->beginAgentSession('registry')->granted;
        $holder = $this->folder()->status()->agentLock->holder;
        self::assertSame([HolderKind::Agent, 'registry', Library::version()], [$holder->kind, $holder->name, $holder->version]);
        unset($session);

        $token = str_repeat('0123456789abcdef', 2);
        $this->drop('alock.txt', "1\nsync-deliver registry\nhost erp-1\ntoken $token\n");
        $text = 'agent registry on host erp-1 (sync-deliver)';
        self::assertEquals(
            new Holder(HolderKind::RemoteAgent, $text, 'registry', 'erp-1'),
            $this->folder()->status()->agentLock->holder,
        );
        unlink("$this->drop/alock.txt");

        mkdir("$this->drop/alock.txt");
        self::assertEquals(
            new Holder(HolderKind::Odd, 'unknown: it is a directory', oddity: Oddity::Directory),
            $this->folder()->status()->agentLock->holder,
        );
    }

    private static function someoneElse(int $user): Holder
    {
        return new Holder(HolderKind::User, "somebody else (user $user)", user: $user);
    }

    public function testOurOwnLockAndWhatIsClaimedAreSeenDuringACollection(): void
    {
        $this->drop('students.csv');
        $collection = $this->folder()->beginCollection();
        $status = $this->folder()->status();
        self::assertTrue($status->collectorLock->ours);
        self::assertFalse($status->collectorLock->stale);
        $holder = $status->collectorLock->holder;
        self::assertSame([HolderKind::Collector, Library::version()], [$holder->kind, $holder->version]);
        self::assertSame("sync_ingest $holder->version on host $holder->host", (string) $holder);
        self::assertSame(1, $status->claimed);
        self::assertSame([], $this->folder()->staleLocks());
        $collection->finish();
    }

    public function testTheStatusShowsWhenAFileWillHaveSettled(): void
    {
        $this->drop('students.csv');
        $status = $this->folder(settle: 30)->status();
        self::assertSame([], $status->waiting);
        self::assertGreaterThan(0, $status->readyIn);
    }

    public function testTheFileSystemIsKnown(): void
    {
        exec('stat -f -c %T ' . escapeshellarg($this->drop), $type);
        $fileSystem = $this->folder()->status()->fileSystem;
        self::assertNotSame('', $fileSystem->name);
        self::assertFalse($fileSystem->network);
        self::assertSame(in_array($type[0], ['ext2/ext3', 'xfs', 'btrfs', 'tmpfs'], true), $fileSystem->verified);
    }

    public function testTheStatusShowsNamesThatOnlyLookLikeALockAndTheRoomThatIsLeft(): void
    {
        $this->drop('ALOCK.TXT');
        $status = $this->folder()->status();
        self::assertSame(['ALOCK.TXT'], $status->mistakenLocks);
        self::assertNull($status->agentLock);
        self::assertNotSame(0, $status->freeBytes);
        self::assertNotSame(0, $status->freeInodes);
    }

    public function testAgesAreSeenAndWhenACollectionLastWentWell(): void
    {
        $status = $this->folder()->status();
        $seen = [$status->oldestWaitingAge, $status->lastGoodCollection, $status->lastGoodCollectionAge];
        self::assertSame([null, null, null], $seen);
        $this->drop('a.csv');
        self::assertLessThan(600, $this->folder()->status()->oldestWaitingAge ?? 600);
        $collection = $this->folder()->beginCollection();
        foreach ($collection as $delivery) {
            $delivery->acknowledge();
        }
        $collection->finish();
        $status = $this->folder()->status();
        self::assertNull($status->oldestWaitingAge);
        self::assertEqualsWithDelta(time(), $status->lastGoodCollection, 600);
        self::assertLessThan(600, $status->lastGoodCollectionAge ?? 600);
    }

    public function testAFolderThatIsMissingIsAnError(): void
    {
        try {
            (new DropFolder("$this->drop/missing"))->status();
            self::fail('a missing folder has a status');
        } catch (SystemFailure $failure) {
            self::assertSame(ErrorKind::NotFound, $failure->kind());
        }
    }
}

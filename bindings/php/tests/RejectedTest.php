<?php

declare(strict_types=1);

namespace SyncIngest\Tests;

use SyncIngest\AlarmKind;
use SyncIngest\Arbitration;
use SyncIngest\Collection;
use SyncIngest\Delivery;
use SyncIngest\ErrorKind;
use SyncIngest\Exception\AlreadyExists;
use SyncIngest\Exception\Changed;
use SyncIngest\Exception\InvalidArgument;
use SyncIngest\Exception\SyncIngestException;
use SyncIngest\PutBackReason;
use SyncIngest\RejectDelivery;
use SyncIngest\RejectedFile;
use SyncIngest\RejectReason;

/** The rejected files: how they are listed, and how a person deals with each. */
final class RejectedTest extends FolderTestCase
{
    public function testEachIsListedWithAllThatIsKnownOfIt(): void
    {
        $this->reject("caf\xe9.csv");
        $file = $this->only();
        self::assertSame(["caf\xe9.csv", 5, 'not today'], [$file->name, $file->size, $file->reason]);
        self::assertSame([RejectReason::Store, 0], [$file->kind, $file->deaths]);
        self::assertStringEqualsFile($file->path, "id\n1\n");
        self::assertEqualsWithDelta(time(), $file->rejectedAt, 60);
        self::assertEquals($file, $this->folder()->rejected()->get($file->id));
    }

    public function testWithoutRejectedFilesThereAreNone(): void
    {
        self::assertSame([], iterator_to_array($this->folder()->rejected()));
        self::assertSame(ErrorKind::NotFound, self::failing(fn () => $this->folder()->rejected()->get('gone'))->kind());
    }

    public function testThousandsAreListedWithoutHoldingThem(): void
    {
        $this->reject('a.csv');
        for ($i = 0; $i < 2000; $i++) {
            mkdir("$this->drop/.sync_ingest/rejected/more-$i");
            touch("$this->drop/.sync_ingest/rejected/more-$i/a.csv");
        }
        $rejected = $this->folder()->rejected();
        [$count, $before] = [0, memory_get_usage()];
        foreach ($rejected as $file) {
            $rejected->delete($file->id);
            $count++;
        }
        self::assertSame(2001, $count);
        self::assertLessThan(200_000, memory_get_usage() - $before);
        self::assertSame([], iterator_to_array($rejected));
    }

    public function testOneThatCannotBeLookedAtDoesNotHoldBackTheOthers(): void
    {
        $this->reject('a.csv', 'b.csv');
        $environment = $this->replacing(
            '#include <dlfcn.h>
            int sync_ingest_rejected_list_next(void *list, void **file, void **error) {
                static int calls = 0;
                if (calls++ == 1)
                    return 4;
                int (*next)(void *, void **, void **) = dlsym(RTLD_NEXT, "sync_ingest_rejected_list_next");
                return next(list, file, error);
            }',
        );
        $process = Process::run(
            'try { foreach ((new DropFolder($argv[1]))->rejected() as $file) { echo "$file->name "; } }'
            . 'catch (Exception\SystemFailure $e) { echo $e->kind()->name; }',
            [$this->drop],
            [],
            $environment,
        );
        $words = explode(' ', $process->output);
        sort($words);
        self::assertSame([['PermissionDenied', 'a.csv', 'b.csv'], ''], [$words, $process->errors]);
    }

    public function testWhatIsPutBackIsCollectedAgainUnlessItsNameIsTaken(): void
    {
        $this->reject('a.csv');
        $rejected = $this->folder()->rejected();
        $id = $this->only()->id;
        $this->drop('a.csv', 'newer');
        self::assertInstanceOf(AlreadyExists::class, self::failing(fn () => $rejected->putBack($id)));
        self::assertStringEqualsFile("$this->drop/a.csv", 'newer');
        unlink("$this->drop/a.csv");
        $lock = $this->folder()->takeLock()->granted;
        self::assertSame(Arbitration::CollectorBusy, $rejected->putBack($id));
        $lock->release();
        $this->drop('alock.txt');
        self::assertSame(Arbitration::AgentDelivering, $rejected->putBack($id));
        unlink("$this->drop/alock.txt");
        self::assertSame(Arbitration::Collecting, $rejected->putBack($id));
        $report = $this->folder()->collectInto($this->store);
        self::assertSame(['a.csv'], self::namesOf($report->delivered));
        self::assertContains(AlarmKind::RejectedFile, array_column($report->ended, 'kind'));
    }

    public function testItIsStoredUnderAnotherNameAndReplacesOnlyWhatItMay(): void
    {
        $this->reject('a.csv');
        $rejected = $this->folder()->rejected();
        $id = $this->only()->id;
        file_put_contents("$this->store/b.csv", 'kept');
        self::assertInstanceOf(AlreadyExists::class, self::failing(fn () => $rejected->storeAs($id, $this->store, 'b.csv')));
        foreach (['', '..', '../b.csv', '/b.csv', "b\0.csv"] as $name) {
            $refused = self::failing(fn () => $rejected->storeAs($id, $this->store, $name, replace: true));
            self::assertInstanceOf(InvalidArgument::class, $refused);
        }
        self::assertStringEqualsFile("$this->store/b.csv", 'kept');
        $rejected->storeAs($id, $this->store, 'b.csv', replace: true);
        self::assertStringEqualsFile("$this->store/b.csv", "id\n1\n");
        self::assertSame(['b.csv'], self::names($this->store));
        self::assertSame([], iterator_to_array($rejected));
    }

    public function testWhatIsDeletedIsGoneAndAHostileIdReachesNothing(): void
    {
        $this->reject('a.csv');
        $rejected = $this->folder()->rejected();
        $id = $this->only()->id;
        foreach (['', '.', '..', '../..', 'a/b', 'a.txt', "a\0b", "caf\xe9"] as $hostile) {
            self::assertInstanceOf(InvalidArgument::class, self::failing(fn () => $rejected->delete($hostile)));
        }
        $rejected->delete($id);
        self::assertSame(ErrorKind::NotFound, self::failing(fn () => $rejected->delete($id))->kind());
    }

    public function testALinkThatWasPlantedThereIsNotFollowed(): void
    {
        $this->reject('a.csv');
        $file = $this->only();
        file_put_contents("$this->root/secret", 'secret');
        unlink($file->path);
        symlink("$this->root/secret", $file->path);
        $rejected = $this->folder()->rejected();
        self::assertInstanceOf(Changed::class, self::failing(fn () => $rejected->putBack($file->id)));
        self::assertInstanceOf(Changed::class, self::failing(fn () => $rejected->storeAs($file->id, $this->store, 'b')));
        $rejected->delete($file->id);
        self::assertStringEqualsFile("$this->root/secret", 'secret');
    }

    public function testReasonsAreForProgramsToo(): void
    {
        foreach (['a.csv', 'b.csv', 'c.csv', 'd.csv'] as $name) {
            $this->drop($name);
        }
        $report = $this->folder()->withCollection(function (Collection $collection): void {
            $collection->next()->reject('no');
            $collection->next()->putBack('later');
            $collection->next();
        });
        [$rejected] = $report->rejected;
        self::assertSame([RejectReason::Store, 'no', 0], [$rejected->kind, $rejected->reason, $rejected->deaths]);
        self::assertSame(
            [PutBackReason::Store, PutBackReason::Dropped, PutBackReason::NotOffered],
            array_column($report->putBack, 'kind'),
        );
        self::assertSame([null, null, null], array_column($report->putBack, 'error'));
        [$rejected] = $this->folder()->status()->rejected;
        self::assertSame(RejectReason::Store, $rejected->kind);
    }

    public function testAnErrorThatPutsBackHasItsKind(): void
    {
        $this->drop('a.csv');
        mkdir("$this->store/a.csv");
        [$putBack] = $this->folder()->collectInto($this->store)->putBack;
        self::assertSame([PutBackReason::Error, ErrorKind::Io], [$putBack->kind, $putBack->error]);
    }

    private function reject(string ...$names): void
    {
        array_walk($names, fn (string $name) => $this->drop($name));
        $this->folder()->collect(fn (Delivery $delivery) => throw new RejectDelivery('not today'));
    }

    private function only(): RejectedFile
    {
        $files = iterator_to_array($this->folder()->rejected(), false);
        self::assertCount(1, $files);
        return $files[0];
    }

    private static function failing(callable $call): SyncIngestException
    {
        try {
            $call();
        } catch (SyncIngestException $failure) {
            return $failure;
        }
        self::fail('it worked');
    }
}

<?php

declare(strict_types=1);

namespace SyncIngest\Tests;

use SyncIngest\Arbitration;
use SyncIngest\Durability;
use SyncIngest\Exception\AlreadyOver;
use SyncIngest\Exception\InvalidArgument;

/** Deliveries that are taken and answered one by one. */
final class CollectionTest extends FolderTestCase
{
    public function testDeliveriesAreIteratedAndAnswered(): void
    {
        array_map($this->drop(...), ['a.csv', 'b.csv', 'c.csv']);
        $collection = $this->folder()->beginCollection();
        self::assertTrue($collection->isOpen());
        foreach ($collection as $delivery) {
            $delivery->acknowledge();
        }
        self::assertCount(3, $collection->report()->delivered);
        self::assertTrue($collection->isOpen());
        $report = $collection->finish();
        self::assertFalse($collection->isOpen());
        self::assertSame(Arbitration::Collecting, $report->arbitration);
        self::assertCount(3, $report->delivered);
        self::assertSame([], self::names($this->drop));
    }

    public function testABatchMayBeOpenAtOnceAndIsAnsweredTogether(): void
    {
        array_map($this->drop(...), ['a.csv', 'b.csv', 'c.csv']);
        $collection = $this->folder()->beginCollection();
        $batch = iterator_to_array($collection);
        self::assertCount(3, $batch);
        self::assertNull($collection->next());
        foreach ($batch as $delivery) {
            $delivery->acknowledge();
        }
        self::assertCount(3, $collection->finish()->delivered);
    }

    public function testCopiesCanBeBroughtToTheDiskTogether(): void
    {
        array_map($this->drop(...), ['a.csv', 'b.csv', 'c.csv']);
        $collection = $this->folder(durability: Durability::Deferred)->beginCollection();
        $batch = iterator_to_array($collection);
        foreach ($batch as $delivery) {
            $delivery->copyTo("$this->store/$delivery->name");
        }
        $collection->sync();
        foreach ($batch as $delivery) {
            $delivery->acknowledge();
        }
        self::assertCount(3, $collection->finish()->delivered);
        self::assertSame(['a.csv', 'b.csv', 'c.csv'], self::names($this->store));
        $collection->sync();
    }

    public function testWithoutAnythingToCollectThereIsNothingToIterateAndTheReportShowsWhy(): void
    {
        $collection = $this->folder()->beginCollection();
        self::assertFalse($collection->isOpen());
        self::assertSame([], iterator_to_array($collection));
        self::assertSame(Arbitration::Nothing, $collection->finish()->arbitration);
    }

    public function testFinishingTwiceReturnsTheSameReport(): void
    {
        $this->drop('students.csv');
        $collection = $this->folder()->beginCollection();
        self::assertSame($collection->finish(), $collection->finish());
        self::assertSame($collection->finish(), $collection->report());
        self::assertNull($collection->next());
    }

    public function testACollectionThatIsDroppedReleasesTheLockAndLosesNothing(): void
    {
        $this->drop('students.csv');
        $collection = $this->folder()->beginCollection();
        $delivery = $collection->next();
        self::assertFileExists("$this->drop/lock.txt");
        unset($collection);
        self::assertFileDoesNotExist("$this->drop/lock.txt");
        try {
            $delivery->acknowledge();
            self::fail('acknowledged after the end of the collection');
        } catch (AlreadyOver) {
            self::assertTrue($delivery->isAnswered());
        }
        self::assertCount(1, $this->folder()->collectInto($this->store)->delivered);
    }

    /** @return iterable<string, array{callable(self): mixed}> each begins a collection and keeps nothing that is alive */
    public static function waysToAbandon(): iterable
    {
        yield 'a loop that is left' => [static function (self $test): void {
            foreach ($test->folder()->beginCollection() as $delivery) {
                break;
            }
        }];
        yield 'a generator' => [static function (self $test): void {
            $deliveries = $test->folder()->beginCollection()->getIterator();
            $deliveries->current();
            self::assertFileExists("$test->drop/lock.txt");
        }];
        yield 'a cycle' => [static function (self $test): void {
            $cycle = (object) ['collection' => $test->folder()->beginCollection()];
            $cycle->delivery = $cycle->collection->next();
            $cycle->itself = $cycle;
            unset($cycle);
            self::assertFileExists("$test->drop/lock.txt");
            gc_collect_cycles();
        }];
        yield 'a fiber in the store' => [static function (self $test): void {
            $fiber = new \Fiber(static fn () => $test->folder()->collect(static fn () => \Fiber::suspend()));
            $fiber->start();
            self::assertFileExists("$test->drop/lock.txt");
        }];
        yield 'an exception' => [static function (self $test): void {
            try {
                foreach ($test->folder()->beginCollection() as $delivery) {
                    throw new \DomainException();
                }
            } catch (\DomainException) {
            }
        }];
    }

    /**
     * @dataProvider waysToAbandon
     * @param callable(self): mixed $abandon
     */
    public function testACollectionThatIsAbandonedReleasesTheLockAndLosesNothing(callable $abandon): void
    {
        array_map($this->drop(...), ['a.csv', 'b.csv']);
        $abandon($this);
        // The exception may keep the folder alive for a while.
        gc_collect_cycles();
        self::assertFileDoesNotExist("$this->drop/lock.txt");
        self::assertCount(2, $this->folder()->collectInto($this->store)->delivered);
    }

    public function testACollectionThatIsFinishedWhileItIsIteratedEndsTheLoop(): void
    {
        array_map($this->drop(...), ['a.csv', 'b.csv']);
        $collection = $this->folder()->beginCollection();
        $seen = 0;
        foreach ($collection as $delivery) {
            $seen++;
            $collection->finish();
            try {
                $delivery->acknowledge();
                self::fail('acknowledged after the end of the collection');
            } catch (AlreadyOver) {
            }
        }
        self::assertSame(1, $seen);
        self::assertCount(2, $this->folder()->collectInto($this->store)->delivered);
    }

    public function testADeliveryThatIsDroppedWithoutAnAnswerIsPutBack(): void
    {
        $this->drop('students.csv');
        $collection = $this->folder()->beginCollection();
        $delivery = $collection->next();
        unset($delivery);
        $report = $collection->finish();
        self::assertSame(['students.csv'], self::namesOf($report->putBack));
        self::assertNotSame('', $report->putBack[0]->reason);
    }

    public function testADeliveryIsAnsweredOnce(): void
    {
        $this->drop('students.csv');
        $collection = $this->folder()->beginCollection();
        $delivery = $collection->next();
        $delivery->acknowledge();
        foreach (['acknowledge', 'putBack', 'reject'] as $answer) {
            try {
                $delivery->$answer(...($answer === 'acknowledge' ? [] : ['late']));
                self::fail("$answer after the answer");
            } catch (AlreadyOver) {
            }
        }
        self::assertCount(1, $collection->finish()->delivered);
    }

    public function testAReasonWithANulByteIsRefusedAndTheDeliveryStaysOpen(): void
    {
        $this->drop('students.csv');
        $collection = $this->folder()->beginCollection();
        $delivery = $collection->next();
        try {
            $delivery->putBack("a\0b");
            self::fail('a reason with a NUL byte was accepted');
        } catch (InvalidArgument) {
            self::assertFalse($delivery->isAnswered());
        }
        $delivery->acknowledge();
        self::assertCount(1, $collection->finish()->delivered);
    }

    public function testADeliveryIsMovedIntoAStore(): void
    {
        $this->drop('students.csv', 'content');
        $collection = $this->folder(sha256: true, sha1: true)->beginCollection();
        $delivery = $collection->next();
        $delivery->moveTo("$this->store/students.csv");
        $delivery->acknowledge();
        [$delivered] = $collection->finish()->delivered;
        self::assertStringEqualsFile("$this->store/students.csv", 'content');
        self::assertSame([hash('sha256', 'content'), sha1('content')], [$delivered->sha256, $delivered->sha1]);
        self::assertSame([], self::names($this->drop));
    }

    public function testADigestIsThatOfTheCurrentContentAndNotAnEarlierOne(): void
    {
        $this->drop('students.csv');
        $process = Process::run(
            '$delivery = ($collection = (new DropFolder($argv[1], new Options(settle: 0)))->beginCollection())->next();'
            . 'echo $delivery->sha256(), " ", $delivery->sha1(), " ";'
            . '$delivery->copyTo("$argv[2]/students.csv");'
            . 'echo $delivery->sha256(), " ", $delivery->sha1();',
            [$this->drop, $this->store],
            [],
            $this->replacing(
                '#include <dlfcn.h>
                static const char *digest = "known";
                const char *sync_ingest_delivery_sha256(void *delivery) { return digest; }
                const char *sync_ingest_delivery_sha1(void *delivery) { return digest; }
                int sync_ingest_delivery_copy_to(void *delivery, const char *path, void **error) {
                    int (*copy)(void *, const char *, void **) = dlsym(RTLD_NEXT, "sync_ingest_delivery_copy_to");
                    digest = "stored";
                    return copy(delivery, path, error);
                }',
            ),
        );
        self::assertSame(['known known stored stored', ''], [$process->output, $process->errors]);
    }
}

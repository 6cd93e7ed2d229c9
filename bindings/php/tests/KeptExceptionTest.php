<?php

declare(strict_types=1);

namespace SyncIngest\Tests;

use SyncIngest\Collection;
use SyncIngest\Delivery;
use SyncIngest\DropFolder;
use SyncIngest\Exception\SyncIngestException;
use SyncIngest\Exception\SystemFailure;

/** A logger that buffers exceptions keeps everything in their traces alive, but none of the locks of this package. */
final class KeptExceptionTest extends FolderTestCase
{
    private string $ignored;

    /** @var list<\Throwable> */
    private array $buffer = [];

    protected function setUp(): void
    {
        parent::setUp();
        // PHP's built-in default: traces hold arguments.
        $this->ignored = ini_set('zend.exception_ignore_args', '0');
    }

    protected function tearDown(): void
    {
        ini_set('zend.exception_ignore_args', $this->ignored);
        $this->buffer = [];
        parent::tearDown();
    }

    /** @return iterable<string, array{callable(self): mixed}> each fails, and throws what went wrong */
    public static function failures(): iterable
    {
        yield 'an agent that cannot read its file' => [
            static fn (self $test) => $test->folder()->beginAgentSession('registry')->granted->deliver('/nowhere/students.csv'),
        ];
        yield 'an agent whose file has a NUL byte in its name' => [
            static fn (self $test) => $test->folder()->beginAgentSession('registry')->granted->deliver("a\0b"),
        ];
        yield 'a lock that somebody has removed' => [static function (self $test): void {
            $lock = $test->folder()->takeLock()->granted;
            unlink("$test->drop/lock.txt");
            file_put_contents("$test->drop/lock.txt", '');
            unlink("$test->drop/lock.txt");
            $lock->refresh();
        }];
        yield 'a delivery that cannot be copied' => [
            static fn (self $test) => $test->folder()->beginCollection()->next()->copyTo('/nowhere/students.csv'),
        ];
        yield 'a reason with a NUL byte' => [
            static fn (self $test) => $test->folder()->beginCollection()->next()->putBack("a\0b"),
        ];
        yield 'a store that throws when it has answered' => [
            static fn (self $test) => $test->folder()->collect(static function (Delivery $delivery): never {
                $delivery->acknowledge();
                throw new \DomainException();
            }),
        ];
        yield 'a listener that throws' => [static function (self $test): void {
            $test->drop("bad\x01name");
            touch("$test->drop/alock.txt", 1);
            $test->folder(static fn () => throw new \DomainException())->collect(static fn () => null);
        }];
        yield 'a function that is given the collection' => [
            static fn (self $test) => $test->folder()->withCollection(static function (Collection $collection): never {
                foreach ($collection as $delivery) {
                    self::store($collection, $delivery);
                }
            }),
        ];
        yield 'a generator that is given the collection' => [
            static fn (self $test) => $test->folder()->withCollection(static fn (Collection $collection) => yield $collection->next()),
        ];
    }

    /**
     * @dataProvider failures
     * @param callable(self): mixed $fail
     */
    public function testAnExceptionThatIsKeptKeepsNoLock(callable $fail): void
    {
        $this->drop('students.csv');
        try {
            $fail($this);
            self::fail('nothing went wrong');
        } catch (SyncIngestException | \DomainException | \LogicException $failure) {
            $this->buffer[] = $failure;
            unset($failure);
        }
        self::assertFileDoesNotExist("$this->drop/lock.txt");
        self::assertTrue(!file_exists("$this->drop/alock.txt") || filemtime("$this->drop/alock.txt") === 1);
    }

    public function testWhatTheFunctionDidNotAnswerIsOfferedAgain(): void
    {
        array_map($this->drop(...), ['a.csv', 'b.csv', 'c.csv']);
        try {
            $this->folder()->withCollection(static function (Collection $collection): void {
                $collection->next()->acknowledge();
                self::store($collection, $collection->next());
            });
        } catch (\DomainException $failure) {
            $this->buffer[] = $failure;
        }
        $report = $this->folder()->collect(static fn () => null);
        self::assertCount(2, $report->delivered);
    }

    public function testWithoutAFailureTheReportShowsWhatTheFunctionDid(): void
    {
        array_map($this->drop(...), ['a.csv', 'b.csv']);
        $report = $this->folder()->withCollection(static function (Collection $collection): void {
            foreach ([...$collection] as $delivery) {
                $delivery->acknowledge();
            }
        });
        self::assertCount(2, $report->delivered);
        self::assertFileDoesNotExist("$this->drop/lock.txt");
    }

    public function testTheFunctionIsNotCalledWhenNothingCanBeCollected(): void
    {
        $report = $this->folder()->withCollection(static fn () => self::fail('nothing is there'));
        self::assertSame('nothing', $report->arbitration->word());
        touch("$this->drop/alock.txt");
        $this->drop('a.csv');
        $report = $this->folder()->withCollection(static fn () => self::fail('an agent delivers'));
        self::assertSame('agent_delivering', $report->arbitration->word());
    }

    public function testAFunctionThatFinishesByItselfMay(): void
    {
        $this->drop('a.csv');
        $reports = [];
        $report = $this->folder()->withCollection(static function (Collection $collection) use (&$reports): void {
            $reports[] = $collection->finish();
        });
        self::assertSame([$report], $reports);
    }

    public function testTheFirstExceptionIsTheOneThatIsPassedOn(): void
    {
        $this->drop('a.csv');
        $this->expectException(\DomainException::class);
        $this->folder()->withCollection(function (Collection $collection): never {
            unlink("$this->drop/lock.txt");
            throw new \DomainException();
        });
    }

    /** As documented: keeping an exception keeps its arguments. */
    public function testACollectionThatIsAnArgumentOfItsOwnEndsWithTheExceptionOrWithFinish(): void
    {
        $this->drop('a.csv');
        try {
            self::store($this->folder()->beginCollection());
        } catch (\DomainException $failure) {
            $this->buffer[] = $failure;
            unset($failure);
        }
        self::assertFileExists("$this->drop/lock.txt");
        $this->buffer = [];
        self::assertFileDoesNotExist("$this->drop/lock.txt");
        try {
            $collection = $this->folder()->beginCollection();
            try {
                self::store($collection);
            } finally {
                $collection->finish();
            }
        } catch (\DomainException $failure) {
            $this->buffer[] = $failure;
        }
        self::assertFileDoesNotExist("$this->drop/lock.txt");
    }

    private static function store(mixed ...$arguments): never
    {
        throw new \DomainException('the database is down');
    }
}

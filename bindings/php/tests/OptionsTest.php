<?php

declare(strict_types=1);

namespace SyncIngest\Tests;

use SyncIngest\DropFolder;
use SyncIngest\Durability;
use SyncIngest\Evidence;
use SyncIngest\Exception\InvalidArgument;
use SyncIngest\Now;
use SyncIngest\Options;
use SyncIngest\SkipReason;

/** Every option arrives in the library. */
final class OptionsTest extends FolderTestCase
{
    public function testTheDefaultsAreAccepted(): void
    {
        self::assertSame($this->drop, (new DropFolder($this->drop))->path);
    }

    public function testTheWorkAreaIsWhereTheOptionPutsIt(): void
    {
        $this->drop('students.csv');
        $area = dirname($this->drop) . '/work';
        $this->folder(workArea: $area)->collect(function ($delivery) use ($area): void {
            $delivery->acknowledge();
            self::assertStringStartsWith(realpath($area) . '/', $delivery->path);
        });
        self::assertDirectoryExists($area);
        self::assertSame(['.', '..'], scandir($this->drop));
    }

    public function testTheSettleTimeAndTheClockDecide(): void
    {
        $this->drop('students.csv');
        $later = new Now(time() + 100, monotonicSeconds: 100);
        self::assertSame(1, $this->folder(settle: 200, now: $later)->collectInto($this->store)->skipped->total);
        $report = $this->folder(settle: 50, now: $later)->collectInto($this->store);
        self::assertSame(Evidence::Settled, $report->delivered[0]->evidence);
    }

    public function testTheBatchIsLimited(): void
    {
        array_map($this->drop(...), ['a.csv', 'b.csv', 'c.csv']);
        $report = $this->folder(maxFiles: 2)->collectInto($this->store);
        self::assertCount(2, $report->delivered);
        self::assertSame(1, $report->skipped->count(SkipReason::BatchFull));
    }

    public function testTheSizeIsLimited(): void
    {
        $this->drop('small.csv', '12');
        $this->drop('large.csv', '123');
        $report = $this->folder(maxSize: 2)->collectInto($this->store);
        self::assertSame(['small.csv'], self::namesOf($report->delivered));
        self::assertSame(['large.csv'], $report->skipped->names(SkipReason::TooLarge));
    }

    public function testNamesOfUnfinishedFilesCanBeAdded(): void
    {
        array_map($this->drop(...), ['a.csv', 'b.csv.busy', 'tmp-c.csv']);
        $report = $this->folder(unfinishedNames: ['*.busy', 'tmp-*'])->collectInto($this->store);
        self::assertSame(['a.csv'], self::namesOf($report->delivered));
        self::assertSame(2, $report->skipped->count(SkipReason::UnfinishedName));
    }

    public function testTheAttemptsAreLimited(): void
    {
        $this->drop('students.csv');
        for ($i = 0; $i < 2; $i++) {
            Process::run(
                '$folder = new DropFolder($argv[1], new Options(settle: 0));'
                . '$folder->collect(fn () => posix_kill(getmypid(), SIGKILL));',
                [$this->drop],
            );
        }
        self::assertSame(0, $this->folder()->status()->rejectedCount);
        $report = $this->folder(maxAttempts: 2)->collect(fn () => self::fail('offered a third time'));
        self::assertSame(['students.csv'], self::namesOf($report->rejected));
        self::assertStringContainsString('2 times', $report->rejected[0]->reason);
    }

    public function testTheAgeThresholdAndWhatItCountsFrom(): void
    {
        $this->drop('alock.txt');
        touch("$this->drop/alock.txt", time() - 1000);
        self::assertTrue($this->folder(maxAge: 500)->status()->agentLock->stale);
        self::assertFalse($this->folder(maxAge: 2000)->status()->agentLock->stale);
        self::assertFalse($this->folder(maxAge: 500, lockAgeFromCtime: true)->status()->agentLock->stale);
    }

    public function testEveryDurabilityStores(): void
    {
        foreach (Durability::cases() as $durability) {
            $this->drop("$durability->name.csv");
            $report = $this->folder(durability: $durability, trustAgent: true, clusterLocked: true)
                ->collectInto($this->store);
            self::assertSame(["$durability->name.csv"], self::namesOf($report->delivered));
        }
    }

    /** @return list<array{array<string, mixed>}> */
    public static function outOfRange(): array
    {
        return [
            [['settle' => -2]],
            [['maxAge' => -1]],
            [['maxFiles' => -1]],
            [['maxFiles' => 0]],
            [['maxSize' => -1]],
            [['maxAttempts' => 0]],
            [['maxAttempts' => PHP_INT_MAX]],
            [['unfinishedNames' => ['*']]],
            [['unfinishedNames' => ["*.a\0b"]]],
            [['workArea' => '']],
            [['workArea' => "a\0b"]],
            [['now' => new Now(0, -1)]],
            [['now' => new Now(0, 1_000_000_000)]],
        ];
    }

    /**
     * @dataProvider outOfRange
     * @param array<string, mixed> $options
     */
    public function testAValueOutOfRangeIsAnInvalidArgument(array $options): void
    {
        $this->expectException(InvalidArgument::class);
        $this->folder(...$options);
    }

    /** @return list<array{array<string, mixed>}> */
    public static function wrongTypes(): array
    {
        return [
            [['settle' => '0']],
            [['settle' => 1.5]],
            [['sha256' => 1]],
            [['durability' => 2]],
            [['unfinishedNames' => '*.busy']],
            [['unfinishedNames' => [1]]],
            [['workArea' => false]],
            [['now' => 0]],
        ];
    }

    /**
     * @dataProvider wrongTypes
     * @param array<string, mixed> $options
     */
    public function testAWrongTypeIsATypeError(array $options): void
    {
        $this->expectException(\TypeError::class);
        $this->folder(...$options);
    }

    public function testOptionsCannotBeChanged(): void
    {
        $options = new Options(settle: 1);
        $this->expectException(\Error::class);
        $options->settle = 2;
    }
}

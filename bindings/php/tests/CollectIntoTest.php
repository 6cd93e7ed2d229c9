<?php

declare(strict_types=1);

namespace SyncIngest\Tests;

use SyncIngest\Arbitration;
use SyncIngest\ErrorKind;
use SyncIngest\Exception\InvalidArgument;
use SyncIngest\Exception\SystemFailure;

/** A collection into a directory. */
final class CollectIntoTest extends FolderTestCase
{
    public function testEveryFileIsStoredUnderItsOwnNameAndHashed(): void
    {
        $this->drop('students.csv', 'new');
        file_put_contents("$this->store/students.csv", 'old');
        $report = $this->folder(sha256: true)->collectInto($this->store);
        self::assertSame(Arbitration::Collecting, $report->arbitration);
        self::assertStringEqualsFile("$this->store/students.csv", 'new');
        self::assertSame(hash('sha256', 'new'), $report->delivered[0]->sha256);
        self::assertNull($report->delivered[0]->sha1);
        self::assertSame([], self::names($this->drop));
    }

    public function testAMissingFolderOrDirectoryIsReportedWithItsPathAndErrno(): void
    {
        $this->drop('students.csv');
        try {
            $this->folder()->collectInto("$this->store/missing");
            self::fail('collected into nowhere');
        } catch (SystemFailure $failure) {
            self::assertSame([ErrorKind::NotFound, 2], [$failure->kind(), $failure->errno]);
            self::assertSame("$this->store/missing", $failure->path);
            self::assertStringContainsString('missing', $failure->getMessage());
        }
        self::assertSame(['students.csv'], self::names($this->drop));
        $this->expectException(SystemFailure::class);
        (new \SyncIngest\DropFolder("$this->drop/missing"))->collectInto($this->store);
    }

    public function testANulByteInAPathIsRefused(): void
    {
        mkdir("$this->store/a");
        $this->expectException(InvalidArgument::class);
        $this->folder()->collectInto("$this->store/a\0b");
    }

    public function testAnUnsettledFileWaitsAndTheReportShowsForHowLong(): void
    {
        $this->drop('students.csv');
        $report = $this->folder(settle: 30)->collectInto($this->store);
        self::assertSame(Arbitration::Nothing, $report->arbitration);
        self::assertSame(['students.csv'], $report->skipped->names(\SyncIngest\SkipReason::Unsettled));
        self::assertGreaterThan(0, $report->readyIn);
        self::assertLessThanOrEqual(31, $report->readyIn);
    }
}

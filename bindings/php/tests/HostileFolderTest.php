<?php

declare(strict_types=1);

namespace SyncIngest\Tests;

use SyncIngest\Delivery;
use SyncIngest\SkipReason;

/** Harmful entries that an agent can put into a folder. */
final class HostileFolderTest extends FolderTestCase
{
    public function testWhatIsNoPlainFileIsLeftAloneWithItsReason(): void
    {
        file_put_contents("$this->store/secret", 'secret');
        symlink("$this->store/secret", "$this->drop/link.csv");
        link("$this->store/secret", "$this->drop/hard.csv");
        posix_mkfifo("$this->drop/fifo.csv", 0600);
        mkdir("$this->drop/folder.csv");
        $this->drop('.hidden.csv');
        $this->drop('_omitted.csv');
        $this->drop('students.csv.filepart');
        $this->drop("\e[2Jclear.csv");
        $this->drop('good.csv');
        $report = $this->folder()->collect(fn () => null);
        self::assertSame(['good.csv'], self::namesOf($report->delivered));
        $expected = [
            SkipReason::SymbolicLink->value => ['link.csv'],
            SkipReason::HardLink->value => ['hard.csv'],
            SkipReason::SpecialFile->value => ['fifo.csv'],
            SkipReason::Directory->value => ['folder.csv'],
            SkipReason::Hidden->value => ['.hidden.csv'],
            SkipReason::Omitted->value => ['_omitted.csv'],
            SkipReason::UnfinishedName->value => ['students.csv.filepart'],
            SkipReason::HostileName->value => ["\e[2Jclear.csv"],
        ];
        foreach ($expected as $reason => $names) {
            self::assertSame($names, $report->skipped->names(SkipReason::from($reason)));
            self::assertSame(1, $report->skipped->count(SkipReason::from($reason)));
        }
        self::assertCount(count($expected), $report->skipped->reasons());
        self::assertSame(count($expected), $report->skipped->total);
        self::assertStringEqualsFile("$this->store/secret", 'secret');
    }

    /** @return list<array{string}> */
    public static function oddNames(): array
    {
        return [['0'], ['-rf'], [' '], ["caf\xe9.csv"], ['élèves.csv'], ["\xff\xfe"], [str_repeat('x', 255)], ['%s%n']];
    }

    /** @dataProvider oddNames */
    public function testAnOddNameArrivesByteForByte(string $name): void
    {
        $this->drop($name);
        $seen = [];
        $report = $this->folder()->collect(function (Delivery $delivery) use (&$seen): void {
            $seen[] = $delivery->name;
        });
        self::assertSame([$name], $seen);
        self::assertSame([$name], self::namesOf($report->delivered));
    }

    public function testOnlyTheFirstNamesOfAReasonAreKeptAndAllAreCounted(): void
    {
        for ($i = 0; $i < 103; $i++) {
            $this->drop("_$i");
        }
        $skipped = $this->folder()->collectInto($this->store)->skipped;
        self::assertSame(103, $skipped->count(SkipReason::Omitted));
        self::assertCount(100, $skipped->names(SkipReason::Omitted));
        self::assertSame(103, $skipped->total);
    }

    public function testAFolderWhosePathHoldsANulByteIsRefused(): void
    {
        $this->expectException(\SyncIngest\Exception\InvalidArgument::class);
        new \SyncIngest\DropFolder("$this->drop\0/elsewhere");
    }
}

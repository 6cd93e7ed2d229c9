<?php

declare(strict_types=1);

namespace SyncIngest\Tests;

use SyncIngest\Alarm;
use SyncIngest\AlarmKind;
use SyncIngest\Arbitration;
use SyncIngest\Delivery;
use SyncIngest\Evidence;
use SyncIngest\RejectDelivery;

/** One whole collection, offered to a callable. */
final class CollectTest extends FolderTestCase
{
    public function testWhatTheStoreReturnsFromIsAcknowledgedAndGone(): void
    {
        $this->drop('students.csv', "id\n1\n");
        $this->drop('courses.csv', "id\n2\n");
        $report = $this->folder()->collect(function (Delivery $delivery): void {
            $delivery->copyTo("$this->store/$delivery->name");
        });
        self::assertSame(Arbitration::Collecting, $report->arbitration);
        self::assertEqualsCanonicalizing(['students.csv', 'courses.csv'], self::namesOf($report->delivered));
        self::assertSame([], self::names($this->drop));
        self::assertSame("id\n1\n", file_get_contents("$this->store/students.csv"));
        self::assertSame([], [...$report->putBack, ...$report->rejected, ...$report->alarms, ...$report->ended]);
    }

    public function testAnEmptyFolderIsNothingToCollectAndStaysEmpty(): void
    {
        $report = $this->folder()->collect(fn () => self::fail('nothing was there to be offered'));
        self::assertSame(Arbitration::Nothing, $report->arbitration);
        self::assertSame(['.', '..'], scandir($this->drop));
    }

    public function testADeliveryDescribesItsFile(): void
    {
        $content = "id,name\n1,Ada\n";
        $this->drop('students.csv', $content);
        touch("$this->drop/students.csv", 1_600_000_000);
        $offered = null;
        $report = $this->folder()->collect(function (Delivery $delivery) use (&$offered, $content): void {
            $offered = $delivery;
            self::assertStringEqualsFile($delivery->path, $content);
            self::assertSame(hash('sha256', $content), $delivery->sha256());
            self::assertSame(sha1($content), $delivery->sha1());
            self::assertSame(hash('sha256', $content), $delivery->sha256());
        });
        self::assertSame([], self::reasons($report->putBack));
        self::assertSame('students.csv', $offered->name);
        self::assertMatchesRegularExpression('/^[A-Za-z0-9-]{1,64}$/', $offered->id);
        self::assertSame(strlen($content), $offered->size);
        self::assertSame([1_600_000_000, 0], [$offered->modified, $offered->modifiedNanoseconds]);
        self::assertSame(1, $offered->attempt);
        self::assertSame(Evidence::AgentLock, $offered->evidence);
        self::assertTrue($offered->isAnswered());
        [$delivered] = $report->delivered;
        self::assertSame(
            [$offered->id, 'students.csv', strlen($content), 1, Evidence::AgentLock],
            [$delivered->id, $delivered->name, $delivered->size, $delivered->attempt, $delivered->evidence],
        );
    }

    public function testAnExceptionInTheStorePutsBackAndTheOthersAreOffered(): void
    {
        $this->drop('bad.csv');
        $this->drop('good.csv');
        $ids = [];
        $report = $this->folder()->collect(function (Delivery $delivery) use (&$ids): void {
            $ids[$delivery->name] = $delivery->id;
            if ($delivery->name === 'bad.csv') {
                throw new \RuntimeException('the database is down');
            }
        });
        self::assertSame(['good.csv'], self::namesOf($report->delivered));
        self::assertSame(['bad.csv' => 'the database is down'], self::reasons($report->putBack));
        self::assertFileDoesNotExist("$this->drop/lock.txt");

        $report = $this->folder()->collect(function (Delivery $delivery) use ($ids): void {
            self::assertSame([$ids['bad.csv'], 2], [$delivery->id, $delivery->attempt]);
        });
        self::assertSame([], self::reasons($report->putBack));
        self::assertSame(['bad.csv'], self::namesOf($report->delivered));
        self::assertSame(2, $report->delivered[0]->attempt);
    }

    public function testAnErrorInTheStorePutsBackToo(): void
    {
        $this->drop('students.csv');
        $report = $this->folder()->collect(fn (Delivery $delivery) => intdiv(1, $delivery->size * 0));
        self::assertSame(['students.csv' => 'Division by zero'], self::reasons($report->putBack));
        self::assertFileDoesNotExist("$this->drop/lock.txt");
    }

    public function testRejectDeliverySetsAsideWithTheReason(): void
    {
        $this->drop('students.exe');
        $report = $this->folder()->collect(fn () => throw new RejectDelivery('no table'));
        self::assertSame(['students.exe' => 'no table'], self::reasons($report->rejected));
        self::assertSame([], [...$report->putBack, ...$report->delivered]);
        self::assertSame(['students.exe' => 'no table'], self::reasons($this->folder()->status()->rejected));
        $this->folder()->collect(fn () => self::fail('a rejected delivery was offered again'));
    }

    /** @return list<array{string, string}> */
    public static function messages(): array
    {
        return [
            ['', 'RuntimeException'],
            ["a\0b", 'a\000b'],
            ["\e[2Jgone\n", '\033[2Jgone\n'],
            ["caf\xe9", 'caf\351'],
            ['café', 'café'],
        ];
    }

    /** @dataProvider messages */
    public function testAnyMessageOfAnExceptionBecomesAReasonThatCanBeShown(string $message, string $reason): void
    {
        $this->drop('students.csv');
        $report = $this->folder()->collect(fn () => throw new \RuntimeException($message));
        self::assertSame(['students.csv' => $reason], self::reasons($report->putBack));
    }

    public function testAStoreThatIsAGeneratorHasStoredNothingSoItIsNotAcknowledged(): void
    {
        $this->drop('students.csv');
        $report = $this->folder()->collect(function (Delivery $delivery): \Generator {
            yield $delivery->copyTo("$this->store/students.csv");
        });
        self::assertSame([], $report->delivered);
        self::assertStringContainsString('the store is a generator', self::reasons($report->putBack)['students.csv']);
        self::assertCount(1, $this->folder()->collectInto($this->store)->delivered);
    }

    public function testAStoreMayAnswerByItself(): void
    {
        array_map($this->drop(...), ['a.csv', 'b.csv', 'c.csv']);
        $report = $this->folder()->collect(fn (Delivery $delivery) => match ($delivery->name) {
            'a.csv' => $delivery->putBack('later'),
            'b.csv' => $delivery->reject('never'),
            'c.csv' => $delivery->acknowledge(),
        });
        self::assertSame(['a.csv' => 'later'], self::reasons($report->putBack));
        self::assertSame(['b.csv' => 'never'], self::reasons($report->rejected));
        self::assertSame(['c.csv'], self::namesOf($report->delivered));
    }

    public function testAnExceptionAfterTheAnswerIsNotSwallowedAndTheLockIsGone(): void
    {
        $this->drop('students.csv');
        try {
            $this->folder()->collect(function (Delivery $delivery): void {
                $delivery->acknowledge();
                throw new \DomainException('afterwards');
            });
            self::fail('the exception was swallowed');
        } catch (\DomainException) {
            self::assertSame([], self::names($this->drop));
        }
    }

    public function testAFileThatChangesWhileItIsOfferedIsNotRemovedAndHoldsNothingBack(): void
    {
        $this->drop('changing.csv', 'old');
        $this->drop('good.csv');
        $report = $this->folder()->collect(function (Delivery $delivery): void {
            if ($delivery->name === 'changing.csv') {
                file_put_contents($delivery->path, 'changed by its writer');
            }
        });
        self::assertSame(['good.csv'], self::namesOf($report->delivered));
        $seen = [];
        for ($i = 0; $i < 3 && $seen === []; $i++) {
            $this->folder()->collect(function (Delivery $delivery) use (&$seen): void {
                $seen[$delivery->name] = file_get_contents($delivery->path);
            });
        }
        self::assertSame(['changing.csv' => 'changed by its writer'], $seen);
    }

    public function testWhenSomebodyRemovesTheLockTheCollectionStopsWithAnAlarmAndLosesNothing(): void
    {
        array_map($this->drop(...), ['a.csv', 'b.csv']);
        $heard = [];
        $report = $this->folder(function (Alarm $alarm) use (&$heard): void {
            $heard[] = $alarm->kind;
        })->collect(fn () => unlink("$this->drop/lock.txt"));
        self::assertSame([], $report->delivered);
        self::assertSame([AlarmKind::LostLock], $heard);
        self::assertCount(2, $report->putBack);
        self::assertCount(2, $this->folder()->collectInto($this->store)->delivered);
    }

    public function testWhileAnAgentDeliversNothingIsOffered(): void
    {
        $this->drop('students.csv');
        $this->drop('alock.txt', '');
        $report = $this->folder()->collect(fn () => self::fail('offered under an agent lock'));
        self::assertSame(Arbitration::AgentDelivering, $report->arbitration);
        self::assertSame(['alock.txt', 'students.csv'], self::names($this->drop));
    }

    public function testTheLockIsThereWhileTheStoreWorks(): void
    {
        $this->drop('students.csv');
        $report = $this->folder()->collect(function (): void {
            self::assertFileExists("$this->drop/lock.txt");
            $inner = $this->folder()->collect(fn () => self::fail('two collections at a time'));
            self::assertSame(Arbitration::CollectorBusy, $inner->arbitration);
        });
        self::assertSame([], self::reasons($report->putBack));
        self::assertSame([], self::names($this->drop));
    }

    /**
     * @param list<\SyncIngest\NotStored> $answers
     * @return array<string, string>
     */
    private static function reasons(array $answers): array
    {
        return array_column($answers, 'reason', 'name');
    }
}

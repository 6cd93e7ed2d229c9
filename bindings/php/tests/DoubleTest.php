<?php

declare(strict_types=1);

namespace SyncIngest\Tests;

use SyncIngest\Arbitration;
use SyncIngest\Collector;
use SyncIngest\Delivery;
use SyncIngest\DropFolder;
use SyncIngest\Exception\AlreadyOver;
use SyncIngest\Exception\InvalidArgument;
use SyncIngest\Exception\SystemFailure;
use SyncIngest\Report;
use SyncIngest\SkipReason;
use SyncIngest\Skipped;
use SyncIngest\Status;

/** A program that depends on a Collector can be tested without the library. */
final class DoubleTest extends FolderTestCase
{
    public function testADropFolderIsACollector(): void
    {
        self::assertInstanceOf(Collector::class, $this->folder());
        foreach ((new \ReflectionClass(Collector::class))->getMethods() as $method) {
            $ours = new \ReflectionMethod(DropFolder::class, $method->getName());
            self::assertSame((string) $method->getReturnType(), (string) $ours->getReturnType());
        }
    }

    public function testADoubleOffersAnyFile(): void
    {
        file_put_contents("$this->store/source", 'content');
        $double = $this->createStub(Collector::class);
        $double->method('status')->willReturn(new Status(waitingCount: 1));
        $double->method('collect')->willReturnCallback(function (callable $store): Report {
            $store(Delivery::ofFile("$this->store/source", 'students.csv', attempt: 2));
            return new Report(Arbitration::Collecting, skipped: new Skipped(1, [SkipReason::Hidden->value => 1]));
        });
        $report = $double->collect(function (Delivery $delivery): void {
            self::assertSame(['students.csv', 7, 2], [$delivery->name, $delivery->size, $delivery->attempt]);
            self::assertSame([hash('sha256', 'content'), sha1('content')], [$delivery->sha256(), $delivery->sha1()]);
            $delivery->copyTo("$this->store/copy");
            $delivery->moveTo("$this->store/moved");
            $delivery->acknowledge();
        });
        self::assertSame(1, $report->skipped->count(SkipReason::Hidden));
        self::assertStringEqualsFile("$this->store/copy", 'content');
        self::assertStringEqualsFile("$this->store/moved", 'content');
        self::assertSame(1, $double->status()->waitingCount);
    }

    public function testADoubleFailsAsADeliveryDoes(): void
    {
        $delivery = Delivery::ofFile(__FILE__);
        foreach (['copyTo', 'moveTo'] as $store) {
            try {
                $delivery->$store("$this->store/missing/students.csv");
                self::fail("$store into a folder that is missing");
            } catch (SystemFailure $failure) {
                self::assertStringContainsString('No such file or directory', $failure->getMessage());
                self::assertSame("$this->store/missing/students.csv", $failure->path);
            }
        }
        try {
            $delivery->reject("a\0b");
            self::fail('a reason with a NUL byte was accepted');
        } catch (InvalidArgument) {
            self::assertFalse($delivery->isAnswered());
        }
        self::assertFileExists(__FILE__);
    }

    public function testADoubleIsAnsweredOnceToo(): void
    {
        $delivery = Delivery::ofFile(__FILE__);
        $delivery->reject('never');
        self::assertTrue($delivery->isAnswered());
        $this->expectException(AlreadyOver::class);
        $delivery->acknowledge();
    }

    public function testNothingOfItNeedsTheLibrary(): void
    {
        $process = Process::run(
            '$delivery = Delivery::ofFile(__FILE__); $delivery->putBack("later");'
            . 'echo count((new Report(putBack: [new NotStored($delivery->id, $delivery->name, "later", PutBackReason::Store)]))->putBack);',
            [],
            ['ffi.enable=0'],
            ['SYNC_INGEST_LIBRARY' => '/nowhere'],
        );
        self::assertSame(['1', ''], [$process->output, $process->errors]);
    }

    public function testItsDigestIsThatOfWhatWasStored(): void
    {
        file_put_contents("$this->root/students.csv", 'first');
        $delivery = Delivery::ofFile("$this->root/students.csv");
        self::assertSame(hash('sha256', 'first'), $delivery->sha256());
        file_put_contents("$this->root/students.csv", 'second');
        $delivery->copyTo("$this->store/students.csv");
        file_put_contents("$this->root/students.csv", 'third');
        self::assertSame([hash('sha256', 'second'), sha1('second')], [$delivery->sha256(), $delivery->sha1()]);
    }
}

<?php

declare(strict_types=1);

namespace SyncIngest\Tests;

use SyncIngest\Arbitration;
use SyncIngest\Evidence;
use SyncIngest\Exception\InvalidArgument;
use SyncIngest\Exception\LockLost;
use SyncIngest\Exception\SystemFailure;

/** The agent's side. */
final class AgentTest extends FolderTestCase
{
    public function testFilesAreDeliveredUnderTheAgentLock(): void
    {
        file_put_contents("$this->store/students.csv", 'content');
        $session = $this->folder()->beginAgentSession('registry')->granted;
        self::assertFileExists("$this->drop/alock.txt");
        $session->deliver("$this->store/students.csv");
        $session->deliver("$this->store/students.csv", 'other.csv');
        self::assertSame(Arbitration::AgentDelivering, $this->folder()->collectInto($this->store)->arbitration);
        $session->finish();
        $session->finish();
        self::assertSame(['other.csv', 'students.csv'], self::names($this->drop));
        self::assertStringEqualsFile("$this->drop/other.csv", 'content');
    }

    public function testWithChecksumsAFileIsCollectedAtOnceOnThatEvidence(): void
    {
        file_put_contents("$this->store/export.csv", 'content');
        $session = $this->folder(checksums: true)->beginAgentSession('registry')->granted;
        $session->deliver("$this->store/export.csv", 'students.csv');
        $session->finish();
        self::assertSame(['_students.csv.sha256', 'students.csv'], self::names($this->drop));
        $report = $this->folder(settle: 3600)->collectInto($this->store);
        self::assertSame(Evidence::Complete, $report->delivered[0]->evidence);
        self::assertSame([], self::names($this->drop));
    }

    public function testTheLockGoesWithTheLastReference(): void
    {
        $session = $this->folder()->beginAgentSession('registry')->granted;
        self::assertFileExists("$this->drop/alock.txt");
        unset($session);
        self::assertFileDoesNotExist("$this->drop/alock.txt");
    }

    public function testASecondAgentIsRefused(): void
    {
        $session = $this->folder()->beginAgentSession('registry')->granted;
        $attempt = $this->folder()->beginAgentSession('other');
        self::assertNull($attempt->granted);
        self::assertSame(Arbitration::AgentDelivering, $attempt->arbitration);
        $session->finish();
    }

    public function testNamesThatNoCollectorTakesAreRefused(): void
    {
        file_put_contents("$this->store/students.csv", 'content');
        $session = $this->folder()->beginAgentSession('registry')->granted;
        foreach (['.hidden', '_omitted', 'lock.txt', 'a/b', "a\0b", ''] as $name) {
            try {
                $session->deliver("$this->store/students.csv", $name);
                self::fail("delivered as \"$name\"");
            } catch (InvalidArgument) {
            }
        }
        $session->finish();
        self::assertSame(['.', '..'], scandir($this->drop));
    }

    public function testWhatIsMissingIsAnErrorAndTheSessionGoesOn(): void
    {
        $session = $this->folder()->beginAgentSession('registry')->granted;
        try {
            $session->deliver("$this->store/missing");
            self::fail('delivered a missing file');
        } catch (SystemFailure) {
        }
        file_put_contents("$this->store/students.csv", 'content');
        $session->deliver("$this->store/students.csv");
        $session->finish();
        self::assertSame(['students.csv'], self::names($this->drop));
    }

    public function testALockThatSomebodyRemovedIsLost(): void
    {
        $session = $this->folder()->beginAgentSession('registry')->granted;
        unlink("$this->drop/alock.txt");
        $this->expectException(LockLost::class);
        $session->finish();
    }

    public function testAnAgentMustHaveAPrintableName(): void
    {
        $this->expectException(InvalidArgument::class);
        $this->folder()->beginAgentSession("two words\n")->granted;
    }
}

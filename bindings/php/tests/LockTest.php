<?php

declare(strict_types=1);

namespace SyncIngest\Tests;

use SyncIngest\Arbitration;
use SyncIngest\Exception\Held;
use SyncIngest\Exception\LockLost;
use SyncIngest\LockKind;

/** The collector lock by itself, and locks that a person removes. */
final class LockTest extends FolderTestCase
{
    public function testItIsHeldRefreshedAndReleased(): void
    {
        $attempt = $this->folder()->takeLock();
        self::assertSame(Arbitration::Collecting, $attempt->arbitration);
        $lock = $attempt->granted;
        self::assertTrue($lock->isHeld());
        touch("$this->drop/lock.txt", time() - 5000);
        $lock->refresh();
        clearstatcache();
        self::assertEqualsWithDelta(time(), filemtime("$this->drop/lock.txt"), 5);
        $lock->release();
        self::assertFileDoesNotExist("$this->drop/lock.txt");
        self::assertFalse($lock->isHeld());
        $lock->release();
    }

    public function testItIsReleasedWithTheLastReference(): void
    {
        $lock = $this->folder()->takeLock()->granted;
        self::assertFileExists("$this->drop/lock.txt");
        unset($lock);
        self::assertFileDoesNotExist("$this->drop/lock.txt");
    }

    public function testWhileItIsHeldOthersAreRefused(): void
    {
        $lock = $this->folder()->takeLock()->granted;
        foreach ([$this->folder()->takeLock(), $this->folder()->beginAgentSession('registry')] as $attempt) {
            self::assertNull($attempt->granted);
            self::assertSame(Arbitration::CollectorBusy, $attempt->arbitration);
        }
        $lock->release();
    }

    public function testALockThatSomebodyRemovedIsLost(): void
    {
        $lock = $this->folder()->takeLock()->granted;
        unlink("$this->drop/lock.txt");
        self::assertFalse($lock->isHeld());
        foreach (['refresh', 'release'] as $step) {
            try {
                $lock->$step();
                self::fail("$step of a lost lock");
            } catch (LockLost $failure) {
                self::assertStringContainsString('lock.txt', $failure->getMessage());
            }
        }
    }

    public function testAPersonRemovesAForeignLock(): void
    {
        $this->drop('lock.txt', "0\n");
        $this->drop('alock.txt', '');
        foreach (LockKind::cases() as $kind) {
            self::assertTrue($this->folder()->unlock($kind));
            self::assertFalse($this->folder()->unlock($kind));
        }
        self::assertSame([], self::names($this->drop));
    }

    public function testALockOfALiveProcessIsNotRemoved(): void
    {
        $lock = $this->folder()->takeLock()->granted;
        try {
            $this->folder()->unlock(LockKind::Collector);
            self::fail('a live lock was removed');
        } catch (Held) {
            self::assertTrue($lock->isHeld());
        }
    }
}

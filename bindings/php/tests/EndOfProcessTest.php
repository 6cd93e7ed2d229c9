<?php

declare(strict_types=1);

namespace SyncIngest\Tests;

use SyncIngest\AlarmKind;
use SyncIngest\Arbitration;
use SyncIngest\Delivery;

/** A store that ends the process in the middle of a delivery: the next collection goes on. */
final class EndOfProcessTest extends FolderTestCase
{
    private const COLLECT = '$folder = new DropFolder($argv[1], new Options(settle: 0));';

    public function testAfterExitInTheStoreTheLockIsGoneAndTheDeliveryIsOfferedAgain(): void
    {
        $this->drop('students.csv');
        $process = Process::run(self::COLLECT . '$folder->collect(fn () => exit(7));', [$this->drop]);
        self::assertSame([7, ''], [$process->status, $process->errors]);
        self::assertFileDoesNotExist("$this->drop/lock.txt");
        $this->assertOfferedAgain();
    }

    public function testAfterAFatalErrorTheLockIsGoneWhileTheProcessStillLives(): void
    {
        $this->drop('students.csv');
        $process = Process::run(
            'ini_set("memory_limit", "32M");'
            . 'register_shutdown_function(function (): void {'
            // Registered first, so that it comes last when it is put at the end of the queue.
            . '    register_shutdown_function(function (): void { echo file_exists($GLOBALS["argv"][1] . "/lock.txt"); });'
            . '});'
            . self::COLLECT . '$folder->collect(fn () => str_repeat("x", 1 << 30));',
            [$this->drop],
        );
        self::assertSame(255, $process->status);
        self::assertStringContainsString('Allowed memory size', $process->errors);
        self::assertSame('', $process->output);
        self::assertFileDoesNotExist("$this->drop/lock.txt");
        $this->assertOfferedAgain();
    }

    public function testAtTheEndOfTheScriptAFolderCanStillBeCollectedFrom(): void
    {
        $this->drop('students.csv');
        $process = Process::run(
            self::COLLECT . '$collection = $folder->beginCollection();'
            . 'register_shutdown_function(function () use ($folder): void {'
            . '    echo count($folder->collect(fn () => null)->delivered);'
            . '});',
            [$this->drop],
        );
        self::assertSame(['1', ''], [$process->output, $process->errors]);
        self::assertFileDoesNotExist("$this->drop/lock.txt");
    }

    public function testASignalHandlerThatThrowsWhenACollectionHasJustBegunLeavesNoLock(): void
    {
        $this->drop('students.csv');
        $process = Process::run(
            'pcntl_async_signals(true); pcntl_signal(SIGALRM, fn () => throw new \DomainException("too slow"));'
            . self::COLLECT . 'try { $folder->collect(fn () => null); } catch (\DomainException $slow) { echo $slow->getMessage(); }'
            . 'unset($slow); echo file_exists("$argv[1]/lock.txt") ? ", locked" : ", free";',
            [$this->drop],
            [],
            $this->interrupted(SIGALRM),
        );
        self::assertSame(['too slow, free', ''], [$process->output, $process->errors]);
        self::assertSame(['students.csv'], self::namesOf($this->folder()->collect(static fn () => null)->delivered));
    }

    public function testADestructorThatAnswersAtTheEndOfTheScriptIsTooLate(): void
    {
        $this->drop('students.csv');
        $process = Process::run(
            'class Late { public $delivery; public function __destruct() {'
            . ' try { $this->delivery->acknowledge(); } catch (Exception\AlreadyOver $e) { echo $e->getMessage(); } } }'
            . '$late = new Late();' . self::COLLECT . '$collection = $folder->beginCollection();'
            . '$late->delivery = $collection->next();',
            [$this->drop],
        );
        self::assertStringContainsString('cannot go on at the end of the script', $process->output);
        self::assertSame([0, ''], [$process->status, $process->errors]);
        self::assertFileDoesNotExist("$this->drop/lock.txt");
        $this->assertOfferedAgain();
    }

    public function testAForkedChildThatDropsThemLeavesTheLocksOfItsParent(): void
    {
        foreach (['takeLock()' => 'lock.txt', 'beginAgentSession("registry")' => 'alock.txt'] as $take => $lock) {
            $output = $this->forked(
                "\$held = \$folder->$take;",
                'unset($held);',
                "echo file_exists(\"\$argv[1]/$lock\") ? 'held' : 'lost';",
            );
            self::assertSame('held', $output, $take);
            self::assertFileDoesNotExist("$this->drop/$lock");
        }
    }

    public function testAForkedChildCannotAnswerForItsParent(): void
    {
        $this->drop('students.csv');
        $output = $this->forked(
            '$collection = $folder->beginCollection(); $delivery = $collection->next();',
            'try { $delivery->acknowledge(); } catch (Exception\AlreadyOver) { echo "refused "; }'
            . 'try { $collection->finish(); } catch (Exception\AlreadyOver) { echo "refused "; }',
            '$delivery->acknowledge(); echo count($collection->finish()->delivered);',
        );
        self::assertSame('refused refused 1', $output);
    }

    public function testAfterTheProcessWasKilledTheLockIsRecoveredWithAnAlarm(): void
    {
        $this->drop('students.csv');
        Process::run(self::COLLECT . '$folder->collect(fn () => posix_kill(getmypid(), SIGKILL));', [$this->drop]);
        self::assertFileExists("$this->drop/lock.txt");
        $alarms = [];
        $report = $this->folder(function ($alarm) use (&$alarms): void {
            $alarms[] = $alarm->kind;
        })->collect(static fn (Delivery $delivery) => self::assertSame(2, $delivery->attempt));
        self::assertSame(['students.csv'], self::namesOf($report->delivered));
        self::assertContains(AlarmKind::RecoveredLock, $alarms);
        self::assertFileDoesNotExist("$this->drop/lock.txt");
    }

    public function testAForkedChildDoesNotEndItsParentsCollection(): void
    {
        $this->drop('students.csv');
        $output = $this->forked(
            '$report = $folder->collect(function () use ($argv): void {',
            '',
            'echo file_exists("$argv[1]/lock.txt") ? "held " : "lost "; }); echo count($report->delivered);',
        );
        self::assertSame('held 1', $output);
    }

    /** The output of a script that forks a child in its middle, and continues after the child has ended. */
    private function forked(string $before, string $child, string $after): string
    {
        $process = Process::run(
            self::COLLECT . "$before if (pcntl_fork() === 0) { $child exit; } pcntl_wait(\$status); $after",
            [$this->drop],
        );
        self::assertSame('', $process->errors);
        return $process->output;
    }

    private function assertOfferedAgain(): void
    {
        $report = $this->folder()->collect(static fn (Delivery $delivery) => self::assertSame(2, $delivery->attempt));
        self::assertSame(Arbitration::Collecting, $report->arbitration);
        self::assertSame(['students.csv'], self::namesOf($report->delivered));
    }
}

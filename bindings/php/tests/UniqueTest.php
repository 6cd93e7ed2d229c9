<?php

declare(strict_types=1);

namespace SyncIngest\Tests;

use SyncIngest\Native\Handle;
use SyncIngest\Tables\Table;
use SyncIngest\Tables\TableOptions;

/** Objects that own an object of the library are neither copied nor serialised. */
final class UniqueTest extends FolderTestCase
{
    public function testTextFromOutsideFreesNothing(): void
    {
        $folder = $this->folder();
        $class = Handle::class;
        for ($id = 0; $id < 1000; $id++) {
            $forged = sprintf(
                'O:%d:"%s":2:{s:%d:"%s";i:%d;s:%d:"%s";s:19:"sync_ingest_folder_";}',
                ...[strlen($class), $class, strlen($class) + 4, "\0$class\0id", $id, strlen($class) + 8, "\0$class\0prefix"],
            );
            try {
                unserialize($forged);
                self::fail('unserialised');
            } catch (\LogicException $refusal) {
                self::assertStringContainsString("$class cannot be unserialised", $refusal->getMessage());
            }
        }
        self::assertSame(0, $folder->status()->waitingCount);
    }

    private function table(): Table
    {
        $this->drop('students.csv');
        return new Table("$this->drop/students.csv", new TableOptions(key: ['id']));
    }

    /** @return iterable<string, array{callable(): object}> */
    public static function owners(): iterable
    {
        yield 'folder' => [fn () => $this->folder()];
        yield 'collection' => [fn () => $this->folder()->beginCollection()];
        yield 'delivery' => [function (): object {
            $this->drop('students.csv');
            return $this->folder()->beginCollection()->next();
        }];
        yield 'rejected files' => [fn () => $this->folder()->rejected()];
        yield 'lock' => [fn () => $this->folder()->takeLock()->granted];
        yield 'table' => [fn () => $this->table()];
        yield 'rows' => [fn () => $this->table()->rows()];
        yield 'changes' => [fn () => $this->table()->changes()];
        yield 'agent' => [fn () => $this->folder()->beginAgentSession('registry')->granted];
    }

    /**
     * @dataProvider owners
     * @param callable(): object $make
     */
    public function testCloningIsRefused(callable $make): void
    {
        $object = \Closure::bind($make, $this)();
        $this->expectException(\Error::class);
        $this->expectExceptionMessage('__clone()');
        clone $object;
    }

    /**
     * @dataProvider owners
     * @param callable(): object $make
     */
    public function testSerialisingIsRefusedInBothDirections(callable $make): void
    {
        $object = \Closure::bind($make, $this)();
        $class = $object::class;
        try {
            serialize($object);
            self::fail('serialised');
        } catch (\LogicException $refusal) {
            self::assertStringContainsString("$class cannot be serialised", $refusal->getMessage());
        }
        $this->expectException(\LogicException::class);
        unserialize('O:' . strlen($class) . ":\"$class\":0:{}");
    }
}

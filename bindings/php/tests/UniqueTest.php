<?php

declare(strict_types=1);

namespace SyncIngest\Tests;

/** Objects that own something of the library are neither copied nor written down. */
final class UniqueTest extends FolderTestCase
{
    /** @return iterable<string, array{callable(): object}> */
    public function owners(): iterable
    {
        yield 'folder' => [fn () => $this->folder()];
        yield 'collection' => [fn () => $this->folder()->beginCollection()];
        yield 'delivery' => [function (): object {
            $this->drop('students.csv');
            return $this->folder()->beginCollection()->next();
        }];
        yield 'lock' => [fn () => $this->folder()->lock()];
        yield 'agent' => [fn () => $this->folder()->beginDelivery('registry')];
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

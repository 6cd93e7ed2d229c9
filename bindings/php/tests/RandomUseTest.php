<?php

declare(strict_types=1);

namespace SyncIngest\Tests;

use SyncIngest\AgentSession;
use SyncIngest\Collection;
use SyncIngest\CollectorLock;
use SyncIngest\Delivery;
use SyncIngest\Durability;
use SyncIngest\Exception\Failure;

/** A program may use the objects in any order: each file is taken once, and no lock is left. */
final class RandomUseTest extends FolderTestCase
{
    private const STEPS = 40;

    /** @var list<object> what the program holds */
    private array $held;

    /** @var list<string> names that were delivered */
    private array $delivered;

    /** @var list<string> names that were acknowledged or rejected */
    private array $taken;

    public function testEachFileIsTakenOnceAndNoLockIsLeft(): void
    {
        $programs = getenv('SYNC_INGEST_PROOF') === 'long' ? 500 : 12;
        $counts = [];
        for ($seed = 0; $seed < $programs; $seed++) {
            mt_srand($seed);
            $done = $this->program();
            $message = "program $seed: " . implode(' ', $done);
            foreach (['lock.txt', 'alock.txt'] as $lock) {
                self::assertFileDoesNotExist("$this->drop/$lock", $message);
            }
            do {
                $names = self::namesOf($this->collector()->collect(static fn () => null)->delivered);
                array_push($this->taken, ...$names);
            } while ($names !== []);
            self::assertEqualsCanonicalizing($this->delivered, $this->taken, $message);
            foreach ($done as $word) {
                $counts[$word] = ($counts[$word] ?? 0) + 1;
            }
        }
        foreach (array_keys($this->steps()) as $step) {
            self::assertArrayHasKey($step, $counts, 'no program has come to this');
        }
    }

    /** @return list<string> what it has done, and what was refused */
    private function program(): array
    {
        $this->held = $this->delivered = $this->taken = [];
        $steps = $this->steps();
        $done = [];
        while (count($done) < self::STEPS) {
            $step = array_rand($steps);
            try {
                if ($steps[$step]() !== false) {
                    $done[] = $step;
                }
            } catch (Failure $failure) {
                $done[] = "$step:{$failure->kind()->name}";
            }
        }
        $this->held = [];
        gc_collect_cycles();
        return $done;
    }

    /** @return array<string, callable(): mixed> those that need something to do it with return false where there is none */
    private function steps(): array
    {
        $store = function (Delivery $delivery): void {
            // A store may fail, and may try to collect, too.
            mt_rand(0, 1) > 0 || throw new \DomainException('no');
            self::assertSame([], $this->collector()->collectInto($this->store)->delivered);
            $this->taken[] = $delivery->name;
        };
        $deliver = function (AgentSession $session): void {
            $session->deliver(__FILE__, $name = $this->fileName());
            $this->delivered[] = $name;
        };
        return [
            'drop' => fn () => $this->drop($this->delivered[] = $this->fileName()),
            'begin' => fn () => $this->hold($this->collector()->beginCollection()),
            'next' => fn () => $this->with(Collection::class, fn (Collection $collection) => $this->hold($collection->next())),
            'acknowledge' => fn () => $this->take(static fn (Delivery $delivery) => $delivery->acknowledge()),
            'reject' => fn () => $this->take(static fn (Delivery $delivery) => $delivery->reject('no')),
            'put back' => fn () => $this->with(Delivery::class, static fn (Delivery $delivery) => $delivery->putBack('later')),
            'hash' => fn () => $this->with(Delivery::class, static fn (Delivery $delivery) => $delivery->sha256()),
            'report' => fn () => $this->with(Collection::class, static fn (Collection $collection) => $collection->report()),
            'finish' => fn () => $this->with(Collection::class, static fn (Collection $collection) => $collection->finish()),
            'collect' => fn () => $this->collector()->collect($store),
            'status' => fn () => $this->collector()->status(),
            'lock' => fn () => $this->hold($this->collector()->takeLock()->granted),
            'release' => fn () => $this->with(CollectorLock::class, static fn (CollectorLock $lock) => $lock->release()),
            'begin delivery' => fn () => $this->hold($this->collector()->beginAgentSession('registry')->granted),
            'deliver' => fn () => $this->with(AgentSession::class, $deliver),
            'finish delivery' => fn () => $this->with(AgentSession::class, static fn (AgentSession $session) => $session->finish()),
            'forget' => fn () => array_splice($this->held, mt_rand(0, count($this->held)), 1) !== [],
            'forget in a cycle' => function (): void {
                $cycle = (object) ['held' => array_splice($this->held, mt_rand(0, count($this->held)), 2)];
                $cycle->itself = $cycle;
            },
            'look for cycles' => static fn () => gc_collect_cycles(),
        ];
    }

    private function collector(): \SyncIngest\DropFolder
    {
        return $this->folder(maxAttempts: 1000, durability: Durability::None);
    }

    private function fileName(): string
    {
        static $number = 0;
        return sprintf('%06d.csv', ++$number);
    }

    private function hold(?object $object): bool
    {
        if ($object !== null) {
            $this->held[] = $object;
        }
        return $object !== null;
    }

    /** @param class-string $class */
    private function with(string $class, callable $do): mixed
    {
        $some = array_values(array_filter($this->held, static fn (object $object) => $object instanceof $class));
        return $some === [] ? false : $do($some[array_rand($some)]);
    }

    /** @param callable(Delivery): void $answer an answer that takes it out of the drop folder for good */
    private function take(callable $answer): mixed
    {
        return $this->with(Delivery::class, function (Delivery $delivery) use ($answer): void {
            $answer($delivery);
            $this->taken[] = $delivery->name;
        });
    }
}

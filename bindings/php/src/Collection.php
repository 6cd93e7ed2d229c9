<?php

declare(strict_types=1);

namespace SyncIngest;

use SyncIngest\Exception\Changed;
use SyncIngest\Exception\LockLost;
use SyncIngest\Exception\SyncIngestException;
use SyncIngest\Native\Handle;
use SyncIngest\Native\Unique;

/**
 * One pass under the collector lock, for stores that take several files at a time: iterate over the deliveries, answer
 * each, and {@see finish()}. When nothing can be collected there are no deliveries, and the report says why.
 *
 * When the last reference goes, what has not been answered is put back and the lock is given back. An exception whose trace
 * has this object among its arguments is such a reference, for as long as somebody keeps it: {@see finish()} in a `finally`,
 * or let {@see DropFolder::withCollection()} do it.
 *
 * @implements \IteratorAggregate<int, Delivery>
 */
final class Collection implements \IteratorAggregate
{
    use Unique;

    /**
     * @internal
     * @param ?Report $report the final one; null while the collection goes on
     * @param \Closure(Report): mixed $tell called once, with the final report of one that went on
     */
    public function __construct(
        private readonly ?Handle $handle,
        private ?Report $report,
        private readonly \Closure $tell,
    ) {
    }

    /** Whether the collector lock is ours. */
    public function isOpen(): bool
    {
        return $this->report === null;
    }

    /**
     * The next delivery, oldest leftovers first; null when there is none at the moment. Several may be open at once. A
     * delivery with an older one of its name that is open waits: ask again after answering.
     *
     * @throws LockLost when somebody removed `lock.txt`; the collection has then stopped
     * @throws SyncIngestException
     */
    public function next(): ?Delivery
    {
        if (!$this->isOpen()) {
            return null;
        }
        [$delivery] = $this->handle->call('next', [], ['sync_ingest_delivery *']);
        return $delivery === null ? null : new Delivery($delivery);
    }

    /**
     * The deliveries that are left, one after the other, as {@see next()} gives them.
     *
     * @return \Generator<int, Delivery>
     * @throws SyncIngestException
     */
    public function getIterator(): \Generator
    {
        while (($delivery = $this->next()) !== null) {
            yield $delivery;
        }
    }

    /**
     * Brings every copy to the disk that {@see Delivery::copyTo()} has made so far and left to be synced later
     * ({@see Durability::Deferred}): all of them together, which takes a fraction of the time of one after the other.
     * Nothing to do with any other durability, and after the end.
     *
     * @throws SyncIngestException of the first copy that could not be synced: its delivery cannot be acknowledged any
     *     more, the others can
     */
    public function sync(): void
    {
        if ($this->isOpen()) {
            $this->handle->call('sync');
        }
    }

    /**
     * What has happened so far.
     *
     * @throws SyncIngestException
     */
    public function report(): Report
    {
        if (!$this->isOpen()) {
            return $this->report;
        }
        [$report] = $this->handle->call('report', [], ['sync_ingest_report *']);
        return Report::of($report);
    }

    /**
     * Ends the collection: puts back what has not been answered, updates the alarms, and gives the lock back. The
     * report stays the same when this is called again.
     *
     * @throws SyncIngestException after the lock was given back
     */
    public function finish(): Report
    {
        if ($this->isOpen()) {
            [$report] = $this->handle->call('finish', [], ['sync_ingest_report *']);
            $this->report = Report::of($report);
            ($this->tell)($this->report);
        }
        return $this->report;
    }

    /**
     * The rest of {@see DropFolder::collect()}.
     *
     * @internal
     * @param callable(Delivery): mixed $store
     */
    public function offerTo(callable $store): Report
    {
        try {
            foreach ($this as $delivery) {
                self::offer($delivery, $store);
            }
        } catch (LockLost) {
            // The collection has stopped, and its report says so with an alarm.
        } catch (\Throwable $failure) {
            $this->finishAfter($failure);
        }
        return $this->finish();
    }

    /**
     * The rest of {@see DropFolder::withCollection()}.
     *
     * @internal
     * @param callable(self): mixed $work
     */
    public function giveTo(callable $work): Report
    {
        try {
            if ($work($this) instanceof \Generator) {
                throw new \LogicException('a generator: calling it runs nothing of it; let it do without yield');
            }
        } catch (\Throwable $failure) {
            $this->finishAfter($failure);
        }
        return $this->finish();
    }

    /**
     * The lock is given back now: whoever keeps the exception keeps this object too, with its trace.
     *
     * @return never
     */
    private function finishAfter(\Throwable $failure): void
    {
        try {
            $this->finish();
        } catch (\Throwable) {
            // What came first matters more.
        }
        throw $failure;
    }

    private static function offer(Delivery $delivery, callable $store): void
    {
        try {
            if ($store($delivery) instanceof \Generator) {
                throw new \LogicException('the store is a generator: calling it runs nothing of it; let it do without yield');
            }
            if (!$delivery->isAnswered()) {
                $delivery->acknowledge();
            }
        } catch (\Throwable $failure) {
            if ($delivery->isAnswered()) {
                if ($failure instanceof Changed) {
                    // Its new content will be a new delivery, and the others need not wait.
                    return;
                }
                throw $failure;
            }
            $reason = self::reason($failure);
            $failure instanceof RejectDelivery ? $delivery->reject($reason) : $delivery->putBack($reason);
        }
    }

    /** What an exception says, as text that any report can show. */
    private static function reason(\Throwable $failure): string
    {
        $message = $failure->getMessage() === '' ? $failure::class : $failure->getMessage();
        $isPlain = preg_match('/^[^\x00-\x1f\x7f]*$/Du', $message) === 1;
        return $isPlain ? $message : addcslashes($message, "\0..\37\177..\377");
    }
}

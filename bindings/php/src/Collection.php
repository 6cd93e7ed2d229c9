<?php

declare(strict_types=1);

namespace SyncIngest;

use SyncIngest\Exception\Changed;
use SyncIngest\Exception\LockLost;
use SyncIngest\Exception\SyncIngestException;
use SyncIngest\Native\Handle;
use SyncIngest\Native\Unique;

/**
 * One pass under the collector lock, for stores that take several files at a time: iterate over the deliveries, answer each, and
 * {@see finish()}. When nothing can be collected there are no deliveries, and the report has the reason.
 *
 * When the last reference is gone, deliveries without an answer are put back and the lock is released. An exception whose trace has
 * this object among its arguments is such a reference, for as long as it is kept: {@see finish()} in a `finally`, or let {@see
 * DropFolder::withCollection()} do it.
 *
 * @implements \IteratorAggregate<int, Delivery>
 */
final class Collection implements \IteratorAggregate
{
    use Unique;

    /**
     * @internal
     * @param ?Report $report the final one; null while the collection goes on
     * @param \Closure(Report): mixed $onEnd called once, with the final report of one that went on
     */
    public function __construct(
        private readonly ?Handle $handle,
        private ?Report $report,
        private readonly \Closure $onEnd,
    ) {
    }

    /** Whether this collection holds the lock. */
    public function isOpen(): bool
    {
        return $this->report === null;
    }

    /**
     * The next delivery, oldest leftovers first; null if there is none at the moment. Several may be open at once. A delivery waits
     * while an older one of its name is open: ask again after answering that one.
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
     * The remaining deliveries, one after the other, as {@see next()} returns them.
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
     * Brings every copy to the disk that {@see Delivery::copyTo()} has made so far and left to be synced later ({@see
     * Durability::Deferred}): all of them together, which takes a fraction of the time of syncing one after the other. Does nothing
     * with any other durability, or after the end.
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
     * The report on what has happened so far.
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
     * Ends the collection: puts back deliveries without an answer, updates the alarms, and releases the lock. The report stays the
     * same when this is called again.
     *
     * @throws SyncIngestException after the lock was released
     */
    public function finish(): Report
    {
        if ($this->isOpen()) {
            [$report] = $this->handle->call('finish', [], ['sync_ingest_report *']);
            $this->report = Report::of($report);
            ($this->onEnd)($this->report);
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
            // The collection has stopped, and its report mentions it with an alarm.
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
                throw new \LogicException('a generator: calling it does not run it; write it without yield');
            }
        } catch (\Throwable $failure) {
            $this->finishAfter($failure);
        }
        return $this->finish();
    }

    /**
     * Releases the lock now: keeping the exception would keep this object too, through its trace.
     *
     * @return never
     */
    private function finishAfter(\Throwable $failure): void
    {
        try {
            $this->finish();
        } catch (\Throwable) {
            // The first exception matters more.
        }
        throw $failure;
    }

    private static function offer(Delivery $delivery, callable $store): void
    {
        try {
            if ($store($delivery) instanceof \Generator) {
                throw new \LogicException('the store is a generator: calling it does not run it; write it without yield');
            }
            if (!$delivery->isAnswered()) {
                $delivery->acknowledge();
            }
        } catch (\Throwable $failure) {
            if ($delivery->isAnswered()) {
                if ($failure instanceof Changed) {
                    // Its new content becomes a new delivery, and the others need not wait.
                    return;
                }
                throw $failure;
            }
            $reason = self::reason($failure);
            $failure instanceof RejectDelivery ? $delivery->reject($reason) : $delivery->putBack($reason);
        }
    }

    /** The message of an exception, as text that any report can show. */
    private static function reason(\Throwable $failure): string
    {
        $message = $failure->getMessage() === '' ? $failure::class : $failure->getMessage();
        $isPlain = preg_match('/^[^\x00-\x1f\x7f]*$/Du', $message) === 1;
        return $isPlain ? $message : addcslashes($message, "\0..\37\177..\377");
    }
}

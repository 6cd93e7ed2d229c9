<?php

declare(strict_types=1);

namespace SyncIngest;

use SyncIngest\Exception\SyncIngestException;
use SyncIngest\Native\Functions;
use SyncIngest\Native\Handle;
use SyncIngest\Native\Input;
use SyncIngest\Native\Loader;
use SyncIngest\Native\Locks;
use SyncIngest\Native\Unique;

/**
 * A folder that agents write into and that is collected from. Holds no open file between calls.
 */
final class DropFolder implements Collector
{
    use Unique;

    /**
     * The release of the half of the package that is read on use: the namespace Native may have been preloaded long before.
     *
     * @internal
     */
    public const RELEASE = '0.2.0';

    private readonly Handle $handle;

    private readonly ?\Closure $onAlarm;

    /**
     * Does not access the folder yet.
     *
     * @param callable(Alarm): void|null $onAlarm called for every alarm that is active after a collection; the first exception that
     * it throws is rethrown after it has been called for all of them
     * @throws SyncIngestException
     */
    public function __construct(public readonly string $path, ?Options $options = null, ?callable $onAlarm = null)
    {
        try {
            $isWhole = Loader::RELEASE === self::RELEASE;
        } catch (\Error) {
            // The first release had no such constant.
            $isWhole = false;
        }
        $isWhole || Requirements::check();
        Loader::loaded();
        if (strlen($path) > 255 || str_contains($path, "\0")) {
            // Any other version is fine, and a fresh process need not load the class for it.
            Input::path('open the drop folder', $path);
        }
        // Kept until the library has read them.
        $native = $options?->toNative();
        [$this->handle] = Functions::call(
            'sync_ingest_folder_open',
            [$path, $native?->pointer()],
            ['sync_ingest_folder *'],
        );
        $this->onAlarm = $onAlarm === null ? null : $onAlarm(...);
    }

    /**
     * One whole collection. Each delivery is offered to the store: when the store returns, it is acknowledged; when the store
     * throws {@see RejectDelivery}, it is rejected; when it throws anything else, it is put back with the message as the reason,
     * and the next delivery is offered. An answer that the store has already given stays.
     *
     * When somebody removes `lock.txt` meanwhile, the collection stops with an alarm: deliveries without an acknowledgement are
     * offered again.
     *
     * @param callable(Delivery): mixed $store
     * @throws SyncIngestException
     */
    public function collect(callable $store): Report
    {
        [$collection, $report] = $this->begin();
        return $report ?? (new Collection($collection, null, $this->notify(...)))->offerTo($store);
    }

    /**
     * One whole collection into a directory: each file under its own name, durably, replacing a file of that name atomically. Files
     * that cannot be stored are put back and reported.
     *
     * @throws SyncIngestException
     */
    public function collectInto(string $directory): Report
    {
        Input::path('collect into', $directory);
        [$report] = $this->handle->call('collect_into', [$directory], ['sync_ingest_report *']);
        return $this->notify(Report::of($report));
    }

    /**
     * One whole collection, for stores that take several deliveries at a time: the function gets it, unless nothing can be
     * collected, and takes and answers the deliveries. It ends when the function returns or throws, even if the exception is kept.
     *
     * @param callable(Collection): mixed $work
     * @throws SyncIngestException
     */
    public function withCollection(callable $work): Report
    {
        $collection = $this->beginCollection();
        return $collection->isOpen() ? $collection->giveTo($work) : $collection->finish();
    }

    /**
     * One collection whose deliveries are taken and answered one by one: end it in a `finally`, as an exception that is kept
     * may keep it, and its lock; or leave that to {@see withCollection()}.
     *
     * @throws SyncIngestException
     */
    public function beginCollection(): Collection
    {
        return new Collection(...$this->begin(), onEnd: $this->notify(...));
    }

    /**
     * The state of the folder, read without changing anything.
     *
     * @throws SyncIngestException
     */
    public function status(): Status
    {
        return Status::of($this->handle);
    }

    /**
     * The locks that are too old: none, one or both. Changes nothing.
     *
     * @return list<LockKind>
     * @throws SyncIngestException
     */
    public function staleLocks(): array
    {
        return Locks::stale($this->handle);
    }

    /** The files that were rejected and wait for a person. */
    public function rejected(): RejectedFiles
    {
        return new RejectedFiles($this->handle);
    }

    /**
     * Takes the collector lock alone, with the same arbitration as a collection.
     *
     * @return Attempt<CollectorLock>
     * @throws SyncIngestException
     */
    public function takeLock(): Attempt
    {
        return Locks::take($this->handle);
    }

    /**
     * Removes a lock that only a person may break, because one asked for it. Returns false when there is none.
     *
     * @throws Exception\Held when a live process of this library holds it
     * @throws SyncIngestException
     */
    public function unlock(LockKind $kind): bool
    {
        return Locks::remove($this->handle, $kind);
    }

    /**
     * Begins the agent's side for a program on this host.
     *
     * @param string $agent this agent's own name; a lock that an agent of this name left behind is taken over
     * @return Attempt<AgentSession>
     * @throws SyncIngestException
     */
    public function beginAgentSession(string $agent): Attempt
    {
        return Locks::beginAgentSession($this->handle, $agent);
    }

    /** @return array{?Handle, ?Report} a collection; or, if there is none, the report, whose alarms have been passed on */
    private function begin(): array
    {
        [$collection, $report] = $this->handle->call(
            'collect',
            [],
            ['sync_ingest_collection *', 'sync_ingest_report *'],
        );
        return [$collection, $report === null ? null : $this->notify(Report::of($report))];
    }

    private function notify(Report $report): Report
    {
        if ($this->onAlarm !== null && $report->alarms !== []) {
            Alarm::notify($report->alarms, $this->onAlarm);
        }
        return $report;
    }
}

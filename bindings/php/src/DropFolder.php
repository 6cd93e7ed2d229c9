<?php

declare(strict_types=1);

namespace SyncIngest;

use SyncIngest\Exception\Changed;
use SyncIngest\Exception\LockLost;
use SyncIngest\Exception\SyncIngestException;
use SyncIngest\Native\Handle;
use SyncIngest\Native\Input;
use SyncIngest\Native\Unique;

/**
 * A folder that agents write into and that is collected from. Holds no open file between calls.
 */
final class DropFolder implements Collector
{
    use Unique;

    private readonly Handle $handle;

    private readonly ?\Closure $onAlarm;

    /**
     * Looks at nothing yet.
     *
     * @param callable(Alarm): void|null $onAlarm called for every alarm that stands after a collection
     * @throws SyncIngestException
     */
    public function __construct(public readonly string $path, ?Options $options = null, ?callable $onAlarm = null)
    {
        Input::path('open the drop folder', $path);
        $functions = Library::functions();
        $native = ($options ?? new Options())->toNative($functions);
        [$this->handle] = $functions->call(
            'sync_ingest_folder_open',
            [$path, $native->pointer],
            ['sync_ingest_folder *'],
        );
        $this->onAlarm = $onAlarm === null ? null : $onAlarm(...);
    }

    /**
     * One whole collection. Each delivery is offered to the store: when the store returns, it is acknowledged; when the
     * store throws {@see RejectDelivery}, it is rejected; when it throws anything else, it is put back with the message
     * as the reason, and the next delivery is offered. A store that has answered by itself is left its answer.
     *
     * When somebody removes `lock.txt` meanwhile, the collection stops, and an alarm says so: what has not been
     * acknowledged is offered again.
     *
     * @param callable(Delivery): mixed $store
     * @throws SyncIngestException
     */
    public function collect(callable $store): Report
    {
        $collection = $this->beginCollection();
        try {
            foreach ($collection as $delivery) {
                self::offer($delivery, $store);
            }
        } catch (LockLost) {
            // The collection has stopped, and its report says so with an alarm.
        }
        return $collection->finish();
    }

    /**
     * One whole collection into a directory: each file under its own name, durably, a file of that name that is already
     * there replaced atomically. What cannot be stored is put back and reported.
     *
     * @throws SyncIngestException
     */
    public function collectInto(string $directory): Report
    {
        Input::path('collect into', $directory);
        [$report] = $this->handle->call('collect_into', [$directory], ['sync_ingest_report *']);
        $report = Report::of($report);
        $this->tell($report);
        return $report;
    }

    /**
     * One collection whose deliveries are taken and answered one by one.
     *
     * @throws SyncIngestException
     */
    public function beginCollection(): Collection
    {
        [$collection, $report] = $this->handle->call(
            'collect',
            [],
            ['sync_ingest_collection *', 'sync_ingest_report *'],
        );
        return new Collection($collection, $report, $this->tell(...));
    }

    /**
     * What can be seen without changing anything.
     *
     * @throws SyncIngestException
     */
    public function status(): Status
    {
        [$status] = $this->handle->call('status', [], ['sync_ingest_status *']);
        return Status::of($status);
    }

    /**
     * The locks that are too old: none, one or both. Changes nothing.
     *
     * @return list<LockKind>
     * @throws SyncIngestException
     */
    public function staleLocks(): array
    {
        [$collector, $agent] = $this->handle->call('stale_locks', [], ['int32_t', 'int32_t']);
        $stale = [];
        if ($collector !== 0) {
            $stale[] = LockKind::Collector;
        }
        if ($agent !== 0) {
            $stale[] = LockKind::Agent;
        }
        return $stale;
    }

    /**
     * Takes the collector lock alone, with the same arbitration as a collection. Null when somebody else goes first.
     *
     * @param Arbitration|null $arbitration set to who goes
     * @throws SyncIngestException
     */
    public function lock(?Arbitration &$arbitration = null): ?CollectorLock
    {
        [$lock, $number] = $this->handle->call('lock', [], ['sync_ingest_lock *', 'sync_ingest_arbitration']);
        $arbitration = Arbitration::from($number);
        return $lock === null ? null : new CollectorLock($lock);
    }

    /**
     * Removes a lock that is not ours to break, because a person said so. False when there is none.
     *
     * @throws Exception\Held when a live process of this library holds it
     * @throws SyncIngestException
     */
    public function unlock(LockKind $kind): bool
    {
        [$removed] = $this->handle->call('unlock', [$kind->value], ['int32_t']);
        return $removed !== 0;
    }

    /**
     * Begins the agent's side for a program on this host. Null when somebody else goes first.
     *
     * @param string $agent this agent's own name; a lock that an agent of this name left behind is taken back
     * @param Arbitration|null $arbitration set to who goes
     * @throws SyncIngestException
     */
    public function beginDelivery(string $agent, ?Arbitration &$arbitration = null): ?AgentSession
    {
        [$session, $number] = $this->handle->call(
            'begin_delivery',
            [$agent],
            ['sync_ingest_agent *', 'sync_ingest_arbitration'],
        );
        $arbitration = Arbitration::from($number);
        return $session === null ? null : new AgentSession($session);
    }

    private static function offer(Delivery $delivery, callable $store): void
    {
        try {
            $store($delivery);
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

    private function tell(Report $report): void
    {
        if ($this->onAlarm !== null) {
            array_map($this->onAlarm, $report->alarms);
        }
    }
}

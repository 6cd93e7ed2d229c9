<?php

declare(strict_types=1);

namespace SyncIngest;

use SyncIngest\Exception\SyncIngestException;

/**
 * The part of a drop folder that a program needs to collect from it. Depend on this instead of {@see DropFolder}, so that tests can
 * use a double: reports and statuses are made with `new`, deliveries with {@see Delivery::ofFile()}.
 */
interface Collector
{
    /**
     * One whole collection, each delivery offered to the store.
     *
     * @param callable(Delivery): mixed $store
     * @throws SyncIngestException
     */
    public function collect(callable $store): Report;

    /**
     * One whole collection into a directory.
     *
     * @throws SyncIngestException
     */
    public function collectInto(string $directory): Report;

    /**
     * The state of the folder, read without changing anything.
     *
     * @throws SyncIngestException
     */
    public function status(): Status;

    /**
     * The locks that are too old.
     *
     * @return list<LockKind>
     * @throws SyncIngestException
     */
    public function staleLocks(): array;

    /**
     * Removes a lock because a person asked for it. False if there is none.
     *
     * @throws SyncIngestException
     */
    public function unlock(LockKind $kind): bool;
}

<?php

declare(strict_types=1);

namespace SyncIngest;

use SyncIngest\Exception\SyncIngestException;

/**
 * What a program needs of a drop folder to collect from it. Ask for this instead of {@see DropFolder}, and tests can put a
 * double in its place: reports and statuses are made with `new`, deliveries with {@see Delivery::ofFile()}.
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
     * What can be seen without changing anything.
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
     * Removes a lock because a person said so. False when there is none.
     *
     * @throws SyncIngestException
     */
    public function unlock(LockKind $kind): bool;
}

<?php

declare(strict_types=1);

namespace SyncIngest;

use SyncIngest\Exception\SyncIngestException;
use SyncIngest\Native\Handle;
use SyncIngest\Native\Unique;

/**
 * `lock.txt`, held. When the last reference is gone, it is released. An exception whose trace has this object among its arguments
 * is such a reference: {@see release()} in a `finally`.
 */
final class CollectorLock
{
    use Unique;

    private bool $released = false;

    /** @internal */
    public function __construct(private readonly Handle $handle)
    {
    }

    /**
     * Returns whether `lock.txt` is still ours.
     *
     * @throws SyncIngestException
     */
    public function isHeld(): bool
    {
        if ($this->released) {
            return false;
        }
        [$held] = $this->handle->call('is_held', [], ['int32_t']);
        return $held !== 0;
    }

    /**
     * Refreshes its timestamp: long work must do so now and then.
     *
     * @throws Exception\LockLost when somebody has removed it
     * @throws SyncIngestException
     */
    public function refresh(): void
    {
        $this->handle->call('refresh');
    }

    /**
     * Removes `lock.txt`. Doing so again is fine.
     *
     * @throws Exception\LockLost when somebody has removed it before
     * @throws SyncIngestException
     */
    public function release(): void
    {
        if (!$this->released) {
            $this->released = true;
            $this->handle->call('release');
        }
    }
}

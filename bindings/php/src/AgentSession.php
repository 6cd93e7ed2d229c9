<?php

declare(strict_types=1);

namespace SyncIngest;

use SyncIngest\Exception\SyncIngestException;
use SyncIngest\Native\Handle;
use SyncIngest\Native\Input;
use SyncIngest\Native\Unique;

/**
 * An agent on this host that holds `alock.txt`. When the last reference is gone, the lock is removed. An exception whose trace has
 * this object among its arguments is such a reference: {@see finish()} in a `finally`.
 */
final class AgentSession
{
    use Unique;

    private bool $finished = false;

    /** @internal */
    public function __construct(private readonly Handle $handle)
    {
    }

    /**
     * Delivers a copy of a file, under its own name unless another one is given. A file of that name that has not been
     * collected yet is replaced.
     *
     * @throws SyncIngestException
     */
    public function deliver(string $source, ?string $name = null): void
    {
        Input::path('deliver', $source);
        Input::path('deliver as', $name ?? '');
        $this->handle->call('deliver', [$source, $name]);
    }

    /**
     * Removes `alock.txt`. Doing so again is fine.
     *
     * @throws Exception\LockLost when somebody has removed it meanwhile
     * @throws SyncIngestException
     */
    public function finish(): void
    {
        if (!$this->finished) {
            $this->finished = true;
            $this->handle->call('finish');
        }
    }
}

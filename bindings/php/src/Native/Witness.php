<?php

declare(strict_types=1);

namespace SyncIngest\Native;

/**
 * Shows whether PHP still calls the destructors of this script. After a fatal error it does not, and says so nowhere.
 *
 * @internal
 */
final class Witness
{
    use Unique;

    /** @param \Closure(): mixed $seen */
    public function __construct(private readonly \Closure $seen)
    {
    }

    public function __destruct()
    {
        ($this->seen)();
    }
}

<?php

declare(strict_types=1);

namespace SyncIngest\Exception;

/** Everything that this package throws. The message says what was tried, on which path, why it failed, what to do. */
interface SyncIngestException extends \Throwable
{
}

<?php

declare(strict_types=1);

namespace SyncIngest\Exception;

/** Everything that this package throws. The message names what was tried, the path, the reason and the remedy. */
interface SyncIngestException extends \Throwable
{
}

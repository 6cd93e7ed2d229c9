<?php

declare(strict_types=1);

namespace SyncIngest;

/** What reaches the disk before a delivery is acknowledged. */
enum Durability: int
{
    /** Nothing is synced: a power cut may lose what was stored last, a crash of the process may not. */
    case None = 0;
    /** Every file and folder by itself. Right for web requests: a busy neighbour does not slow it down. */
    case PerFile = 1;
    /** File by file for small batches, the whole file system at once for large ones. */
    case Automatic = 2;
}

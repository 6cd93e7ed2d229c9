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
    /**
     * As PerFile, but {@see Delivery::copyTo()} leaves the copy to be synced later, together with others: by {@see
     * Collection::sync()}, or at the latest when the first of them is acknowledged. For stores that take several deliveries at a
     * time and then copy them on: until the sync a power cut may leave an empty file.
     */
    case Deferred = 3;
}

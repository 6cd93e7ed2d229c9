<?php

declare(strict_types=1);

namespace SyncIngest;

/** One of the two locks. */
enum LockKind: int
{
    /** `lock.txt`: the collector's. */
    case Collector = 1;
    /** `alock.txt`: the agent's. */
    case Agent = 2;
}

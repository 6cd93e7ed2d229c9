<?php

declare(strict_types=1);

namespace SyncIngest\Exception;

/** Somebody removed or replaced our lock: the collection has stopped, nothing was lost. */
final class LockLost extends Failure
{
}

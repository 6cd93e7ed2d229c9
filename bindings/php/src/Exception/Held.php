<?php

declare(strict_types=1);

namespace SyncIngest\Exception;

/** A live process holds the lock. */
final class Held extends Failure
{
}

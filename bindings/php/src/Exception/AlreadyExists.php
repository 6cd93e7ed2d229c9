<?php

declare(strict_types=1);

namespace SyncIngest\Exception;

/** The name is taken: nothing was overwritten. */
final class AlreadyExists extends Failure
{
}

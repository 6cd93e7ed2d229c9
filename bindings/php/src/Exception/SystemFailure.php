<?php

declare(strict_types=1);

namespace SyncIngest\Exception;

/** The folder, the work area or the store cannot be used as needed; {@see Failure::kind()} returns which failure it is. */
final class SystemFailure extends Failure
{
}

<?php

declare(strict_types=1);

namespace SyncIngest\Exception;

/** The delivery or the collection has already ended. */
final class AlreadyOver extends Failure
{
}

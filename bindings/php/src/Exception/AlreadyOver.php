<?php

declare(strict_types=1);

namespace SyncIngest\Exception;

/** The delivery or the collection has already come to its end. */
final class AlreadyOver extends Failure
{
}

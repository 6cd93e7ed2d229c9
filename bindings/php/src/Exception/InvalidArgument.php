<?php

declare(strict_types=1);

namespace SyncIngest\Exception;

/** An argument makes no sense. */
final class InvalidArgument extends Failure
{
}

<?php

declare(strict_types=1);

namespace SyncIngest\Exception;

/** What is gone from a table is not known, because the key of a row cannot be read: remove nothing. */
final class GoneUnknown extends Failure
{
}

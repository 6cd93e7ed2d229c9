<?php

declare(strict_types=1);

namespace SyncIngest\Exception;

/** A writer changed the file after it was offered, so that it becomes a new delivery; or it changed while an agent was delivering
 * it. */
final class Changed extends Failure
{
}

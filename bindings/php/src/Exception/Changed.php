<?php

declare(strict_types=1);

namespace SyncIngest\Exception;

/** A writer changed the file after it was offered: its new content will be a new delivery. Or it changed while an agent delivered it. */
final class Changed extends Failure
{
}

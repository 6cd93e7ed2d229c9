<?php

declare(strict_types=1);

namespace SyncIngest\Exception;

/** This file may not be moved, so copy it. */
final class MoveRefused extends Failure
{
}

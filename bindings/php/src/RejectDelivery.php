<?php

declare(strict_types=1);

namespace SyncIngest;

/**
 * Thrown by a store that will never take a delivery: it is set aside in the rejected folder, with the message as the
 * reason, for a person to look at. May be extended.
 */
class RejectDelivery extends \RuntimeException
{
}

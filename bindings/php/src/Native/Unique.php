<?php

declare(strict_types=1);

namespace SyncIngest\Native;

/**
 * For objects that own an object of the library: a copy would free it twice, and it cannot be serialised.
 *
 * @internal
 */
trait Unique
{
    private function __clone()
    {
    }

    /** @return never */
    public function __serialize(): array
    {
        throw new \LogicException(self::class . ' cannot be serialised: it belongs to this process');
    }

    /** @param array<mixed> $data */
    public function __unserialize(array $data): void
    {
        throw new \LogicException(self::class . ' cannot be unserialised: it belongs to the process that made it');
    }
}

<?php

declare(strict_types=1);

namespace SyncIngest;

use SyncIngest\Native\Handle;

/** The file system of the drop folder. */
final class FileSystem
{
    public function __construct(
        /** Its name, as in `ext4`. */
        public readonly string $name,
        /** Whether other hosts may use it at the same time. */
        public readonly bool $network,
        /** Whether the promises were verified on it. */
        public readonly bool $verified,
    ) {
    }

    /** @internal */
    public static function of(Handle $status): self
    {
        return new self(
            name: $status->get('file_system_name'),
            network: $status->get('file_system_network') !== 0,
            verified: $status->get('file_system_verified') !== 0,
        );
    }
}

<?php

declare(strict_types=1);

namespace SyncIngest;

use SyncIngest\Native\Handle;

/** A file that waits to be collected. */
final class Waiting
{
    public function __construct(
        /** Its name: bytes, not necessarily UTF-8. */
        public readonly string $name,
        /** Its size in bytes. */
        public readonly int $size,
    ) {
    }

    /**
     * @internal
     * @return list<self>
     */
    public static function listOf(Handle $status): array
    {
        $list = [];
        $count = $status->get('waiting_count');
        for ($i = 0; $i < $count; $i++) {
            $list[] = new self($status->get('waiting_name', $i), $status->get('waiting_size', $i));
        }
        return $list;
    }
}

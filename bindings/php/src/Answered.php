<?php

declare(strict_types=1);

namespace SyncIngest;

use SyncIngest\Native\Handle;

/** A delivery that was put back, rejected or superseded. */
final class Answered
{
    public function __construct(
        /** Its stable id. */
        public readonly string $id,
        /** Its name in the drop folder: bytes, not necessarily UTF-8. */
        public readonly string $name,
        /** Why, in words. */
        public readonly string $reason,
    ) {
    }

    /**
     * @internal
     * @param string $answer `put_back`, `rejected` or `superseded`
     * @return list<self>
     */
    public static function listOf(Handle $source, string $answer): array
    {
        $list = [];
        $count = $source->get($answer . '_count');
        for ($i = 0; $i < $count; $i++) {
            $list[] = new self(
                id: $source->get($answer . '_id', $i),
                name: $source->get($answer . '_name', $i),
                reason: $source->get($answer . '_reason', $i),
            );
        }
        return $list;
    }
}

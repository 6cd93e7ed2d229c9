<?php

declare(strict_types=1);

namespace SyncIngest\Tables;

use SyncIngest\Native\Handle;

/** A row that is reported, and not handed over. */
final class BadRow
{
    public function __construct(
        /** The line of the file on which it begins, from 1. */
        public readonly int $line,
        /** Why it is bad. */
        public readonly BadReason $reason,
    ) {
    }

    /**
     * @internal
     * @return list<self>
     */
    public static function listOf(Handle $findings): array
    {
        $list = [];
        $count = $findings->get('bad_count');
        for ($i = 0; $i < $count; $i++) {
            $list[] = new self(
                line: $findings->get('bad_line', $i),
                reason: BadReason::tryFrom($findings->get('bad_reason', $i)) ?? BadReason::Unknown,
            );
        }
        return $list;
    }
}

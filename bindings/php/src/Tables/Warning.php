<?php

declare(strict_types=1);

namespace SyncIngest\Tables;

use SyncIngest\Native\Handle;

/** Something that a person should look at. */
final class Warning
{
    /** @param list<WarningCell> $cells */
    public function __construct(
        /** What it is. */
        public readonly WarningKind $kind,
        /** How many cells, rows, lines or columns it is about; 1 where it is about the file. */
        public readonly int $count = 1,
        /** The first five cells that show it; empty where no cell does. */
        public readonly array $cells = [],
    ) {
    }

    /**
     * @internal
     * @return list<self>
     */
    public static function listOf(Handle $findings): array
    {
        $list = [];
        $count = $findings->get('warning_count');
        for ($i = 0; $i < $count; $i++) {
            $list[] = new self(
                kind: WarningKind::tryFrom($findings->get('warning_kind', $i)) ?? WarningKind::Unknown,
                count: $findings->get('warning_occurrences', $i),
                cells: WarningCell::listOf($findings, $i),
            );
        }
        return $list;
    }
}

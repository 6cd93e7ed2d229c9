<?php

declare(strict_types=1);

namespace SyncIngest\Tables;

use SyncIngest\Native\Handle;

/** A cell to look at. */
final class WarningCell
{
    public function __construct(
        /** The line of the file on which its row begins, from 1. */
        public readonly int $line,
        /** Its column, from 1. */
        public readonly int $column,
        /** Its text in UTF-8, at most 100 characters of it. */
        public readonly string $text,
    ) {
    }

    /**
     * @internal
     * @return list<self>
     */
    public static function listOf(Handle $findings, int $warning): array
    {
        $list = [];
        $count = $findings->get('warning_cell_count', $warning);
        for ($i = 0; $i < $count; $i++) {
            $list[] = new self(
                line: $findings->get('warning_cell_line', $warning, $i),
                column: $findings->get('warning_cell_column', $warning, $i),
                text: $findings->get('warning_cell_text', $warning, $i),
            );
        }
        return $list;
    }
}

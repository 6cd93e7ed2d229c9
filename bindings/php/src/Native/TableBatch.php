<?php

declare(strict_types=1);

namespace SyncIngest\Native;

/**
 * Takes rows out of the library many at a time: one call of C for each text costs more than all the rest.
 *
 * @internal
 */
final class TableBatch
{
    /** @return list<list<string>> the texts of each row */
    public static function texts(Handle $batch): array
    {
        $size = $batch->get('size');
        // Each ends with a NUL, and none has another one.
        $texts = Functions::bytes('sync_ingest_table_batch_texts', $batch->pointer(), $size - 1);
        return array_chunk(explode("\0", $texts), $batch->get('width'));
    }

    /** @return list<int> the line of each row, 0 for a key that is gone */
    public static function lines(Handle $batch): array
    {
        $count = $batch->get('count');
        $bytes = Functions::bytes('sync_ingest_table_batch_lines', $batch->pointer(), 8 * $count);
        return array_values(unpack('q*', $bytes));
    }

    /** @return list<int> what each change is */
    public static function kinds(Handle $batch): array
    {
        $count = $batch->get('count');
        $bytes = Functions::bytes('sync_ingest_table_batch_kinds', $batch->pointer(), 4 * $count);
        return array_values(unpack('l*', $bytes));
    }
}

<?php

declare(strict_types=1);

namespace SyncIngest\Tables;

use SyncIngest\Exception\SyncIngestException;
use SyncIngest\Native\Handle;
use SyncIngest\Native\TableBatch;
use SyncIngest\Native\Unique;

/**
 * The good rows of a table: without those whose key has rows that differ, and each of those that are equal once. Iterating
 * reads the file again, and can be done more than once. Memory does not grow with the number of rows.
 *
 * @implements \IteratorAggregate<int, list<string>>
 */
final class Rows implements \IteratorAggregate
{
    use Unique;

    /** @internal */
    public function __construct(
        private readonly Handle $findings,
        /** What the table is and has. */
        public readonly Check $check,
    ) {
    }

    /**
     * By the line of the file on which each begins: its cells in UTF-8, in the order of {@see Check::$columns}.
     *
     * @return \Generator<int, list<string>>
     * @throws SyncIngestException when the file has changed since it was checked, or cannot be read
     */
    public function getIterator(): \Generator
    {
        [$rows] = $this->findings->call('rows', [], ['sync_ingest_table_rows *']);
        while (true) {
            [$batch] = $rows->call('next', [], ['sync_ingest_table_batch *']);
            if ($batch === null) {
                return;
            }
            $lines = TableBatch::lines($batch);
            foreach (TableBatch::texts($batch) as $i => $row) {
                yield $lines[$i] => $row;
            }
        }
    }
}

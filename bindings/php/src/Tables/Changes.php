<?php

declare(strict_types=1);

namespace SyncIngest\Tables;

use SyncIngest\Exception\GoneUnknown;
use SyncIngest\Exception\SyncIngestException;
use SyncIngest\Native\Handle;
use SyncIngest\Native\TableBatch;
use SyncIngest\Native\Unique;

/**
 * What has changed since the table before. Iterating reads the file again: first come the rows that are new or different, in the
 * order of the file, then the keys that are gone, where that is known.
 *
 * @implements \IteratorAggregate<int, Change>
 */
final class Changes implements \IteratorAggregate
{
    use Unique;

    /** How many keys are new. */
    public readonly int $added;

    /** How many keys have another row. */
    public readonly int $changed;

    /** How many keys have the same row. */
    public readonly int $unchanged;

    /** The line of the first row whose key cannot be read, so that what is gone is not known; null: it is known. */
    public readonly ?int $goneUnknownSinceLine;

    /** @internal */
    public function __construct(
        private readonly Handle $findings,
        /** What the table is and has. */
        public readonly Check $check,
        private readonly int $keyColumns,
    ) {
        $this->added = $findings->get('added');
        $this->changed = $findings->get('changed');
        $this->unchanged = $findings->get('unchanged');
        $line = $findings->get('gone_unknown_since_line');
        $this->goneUnknownSinceLine = $line === 0 ? null : $line;
    }

    /**
     * Returns how many keys are gone: no row has them any more.
     *
     * @throws GoneUnknown while the key of a row cannot be read, which may be any of them: remove nothing then
     */
    public function gone(): int
    {
        [$gone] = $this->findings->call('gone', [], ['int64_t']);
        return $gone;
    }

    /** Returns all good rows of the table, changed or not. */
    public function rows(): Rows
    {
        return new Rows($this->findings, $this->check);
    }

    /**
     * @return \Generator<int, Change>
     * @throws SyncIngestException when the file has changed since it was compared, or cannot be read
     */
    public function getIterator(): \Generator
    {
        [$changes] = $this->findings->call('changes', [], ['sync_ingest_table_changes *']);
        while (true) {
            [$batch] = $changes->call('next', [], ['sync_ingest_table_batch *']);
            if ($batch === null) {
                return;
            }
            [$lines, $kinds] = [TableBatch::lines($batch), TableBatch::kinds($batch)];
            foreach (TableBatch::texts($batch) as $i => $texts) {
                yield $this->change($kinds[$i], $lines[$i], $texts);
            }
        }
    }

    /** @param list<string> $texts the two hashes, the cells of the key, those of the row */
    private function change(int $kind, int $line, array $texts): Change
    {
        $isGone = $line === 0;
        return new Change(
            kind: ChangeKind::from($kind),
            line: $isGone ? null : $line,
            key: $isGone ? [] : array_slice($texts, 2, $this->keyColumns),
            row: $isGone ? [] : array_slice($texts, 2 + $this->keyColumns),
            keyHash: $texts[0],
            rowHash: $isGone ? null : $texts[1],
        );
    }
}

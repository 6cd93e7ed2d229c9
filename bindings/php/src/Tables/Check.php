<?php

declare(strict_types=1);

namespace SyncIngest\Tables;

use SyncIngest\Native\Handle;

/** What a table is and has, read from its beginning to its end. */
final class Check
{
    /**
     * @param list<string> $header
     * @param list<string> $columns
     * @param list<BadRow> $bad
     * @param list<Warning> $warnings
     */
    public function __construct(
        /** The encoding, as in `UTF-8`, `windows-1252` or `CP850`. */
        public readonly string $encoding,
        /** How the encoding is known. */
        public readonly EncodingEvidence $encodingEvidence,
        /** The delimiter, one character; `,` where there is one column alone. */
        public readonly string $delimiter,
        /** The names of the columns, as in the file. */
        public readonly array $header,
        /** The names of the columns that are handed over: their new ones, or those in the file. */
        public readonly array $columns,
        /** How many data rows there are, good and bad, without the header and what is skipped. */
        public readonly int $rows,
        /** How many of them are bad. */
        public readonly int $badCount = 0,
        /** The first of those: 100, unless the options ask for more or fewer. */
        public readonly array $bad = [],
        /** How many keys have rows that differ; null without key columns. */
        public readonly ?int $duplicateKeys = null,
        /** How many rows have an empty key; null without key columns. */
        public readonly ?int $emptyKeys = null,
        /** What a person should look at, each kind once. */
        public readonly array $warnings = [],
    ) {
    }

    /** @internal */
    public static function of(Handle $findings): self
    {
        $header = [];
        for ($i = 0, $count = $findings->get('header_count'); $i < $count; $i++) {
            $header[] = $findings->get('header_name', $i);
        }
        $columns = [];
        for ($i = 0, $count = $findings->get('column_count'); $i < $count; $i++) {
            $columns[] = $findings->get('column_name', $i);
        }
        [$duplicateKeys, $emptyKeys] = [$findings->get('duplicate_keys'), $findings->get('empty_keys')];
        return new self(
            encoding: $findings->get('encoding'),
            encodingEvidence: EncodingEvidence::tryFrom($findings->get('encoding_evidence')) ?? EncodingEvidence::Unknown,
            delimiter: $findings->get('delimiter'),
            header: $header,
            columns: $columns,
            rows: $findings->get('rows_total'),
            badCount: $findings->get('bad_total'),
            bad: BadRow::listOf($findings),
            duplicateKeys: $duplicateKeys < 0 ? null : $duplicateKeys,
            emptyKeys: $emptyKeys < 0 ? null : $emptyKeys,
            warnings: Warning::listOf($findings),
        );
    }
}

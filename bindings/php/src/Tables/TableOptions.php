<?php

declare(strict_types=1);

namespace SyncIngest\Tables;

use SyncIngest\Native\Functions;
use SyncIngest\Native\Handle;

/**
 * How a table is read. Name what differs from the defaults, with which everything is found out from the file:
 * `new TableOptions(key: ['idnumber'], rule: KeyRule::Folded)`. Null leaves a choice to the library.
 */
final class TableOptions
{
    /**
     * @param list<string> $header
     * @param list<string> $key
     * @param array<string, string> $map
     */
    public function __construct(
        /** The encoding: a label of the WHATWG standard, as in `windows-1252`, or `cp850` or `cp437`. */
        public readonly ?string $encoding = null,
        /** The delimiter: one ASCII character that is no letter, digit, quote or line end. */
        public readonly ?string $delimiter = null,
        /** The header that the table must have: these names in this order. Empty: any. */
        public readonly array $header = [],
        /** The first row is no header: columns are named 1, 2, … by their position. */
        public readonly bool $headerless = false,
        /** Lines at the top that are no part of the table, as a title or a `#TYPE` line are. */
        public readonly int $skipLines = 0,
        /** What lines behind the last row look like that are no part of the table, as in `(* rows affected)`. */
        public readonly ?string $footer = null,
        /** The columns of the key, by their names in the file or their new ones. Empty: no keys are judged. */
        public readonly array $key = [],
        /** How keys are compared. */
        public readonly KeyRule $rule = KeyRule::Exact,
        /** New names for columns: the one in the file => the new one. */
        public readonly array $map = [],
        /** Hand over and compare only the columns with a new name, in that order. */
        public readonly bool $onlyMapped = false,
        /**
         * The secret of the hashes by which keys and rows are compared: bytes, best 16 of `random_bytes()`. Without one, hashes of
         * student numbers can be guessed. It must be the same each time.
         */
        #[\SensitiveParameter]
        private readonly ?string $secret = null,
        /** How many rows a table has at most. Default, and the most: 5,000,000. */
        public readonly ?int $maxRows = null,
        /** How many bytes of UTF-8 a cell has at most. Default, and the most: 1 MiB. */
        public readonly ?int $maxField = null,
        /** How many bytes of UTF-8 a row has at most. Default, and the most: 4 MiB. */
        public readonly ?int $maxRecord = null,
        /** How many columns a table has at most. Default, and the most: 1,000. */
        public readonly ?int $maxColumns = null,
        /** How many bad rows are listed at most; all are counted. Default: 100. */
        public readonly ?int $badListed = null,
    ) {
    }

    /** @internal */
    public function toNative(): Handle
    {
        $options = new Handle('sync_ingest_table_options *', Functions::get('sync_ingest_table_options_new'));
        if ($this->encoding !== null) {
            $options->call('set_encoding', [$this->encoding]);
        }
        if ($this->delimiter !== null) {
            $options->call('set_delimiter', [$this->delimiter]);
        }
        if ($this->headerless) {
            $options->call('set_headerless', [1]);
        }
        foreach ($this->header as $name) {
            $options->call('add_header', [$name]);
        }
        if ($this->skipLines !== 0) {
            $options->call('set_skip_lines', [$this->skipLines]);
        }
        if ($this->footer !== null) {
            $options->call('set_footer', [$this->footer]);
        }
        foreach ($this->key as $column) {
            $options->call('add_key', [$column]);
        }
        if ($this->rule !== KeyRule::Exact) {
            $options->call('set_key_rule', [$this->rule->value]);
        }
        foreach ($this->map as $from => $to) {
            // A name of digits alone has become a number as a key.
            $name = (string) $from;
            $options->call('add_mapping', [$name, $to]);
        }
        if ($this->onlyMapped) {
            $options->call('set_only_mapped', [1]);
        }
        if ($this->secret !== null) {
            $digits = bin2hex($this->secret);
            $options->call('set_secret', [$digits]);
        }
        $this->setLimits($options);
        return $options;
    }

    private function setLimits(Handle $options): void
    {
        if ($this->maxRows !== null) {
            $options->call('set_max_rows', [$this->maxRows]);
        }
        if ($this->maxField !== null) {
            $options->call('set_max_field', [$this->maxField]);
        }
        if ($this->maxRecord !== null) {
            $options->call('set_max_record', [$this->maxRecord]);
        }
        if ($this->maxColumns !== null) {
            $options->call('set_max_columns', [$this->maxColumns]);
        }
        if ($this->badListed !== null) {
            $options->call('set_bad_listed', [$this->badListed]);
        }
    }
}

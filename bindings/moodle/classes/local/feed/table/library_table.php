<?php
// This file is part of Moodle - https://moodle.org/
//
// Moodle is free software: you can redistribute it and/or modify
// it under the terms of the GNU General Public License as published by
// the Free Software Foundation, either version 3 of the License, or
// (at your option) any later version.
//
// Moodle is distributed in the hope that it will be useful,
// but WITHOUT ANY WARRANTY; without even the implied warranty of
// MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the
// GNU General Public License for more details.
//
// You should have received a copy of the GNU General Public License
// along with Moodle.  If not, see <https://www.gnu.org/licenses/>.

namespace tool_syncingest\local\feed\table;

use SyncIngest\Exception\TableRefused;
use SyncIngest\Tables\BadReason;
use SyncIngest\Tables\Check;
use SyncIngest\Tables\EncodingEvidence;
use SyncIngest\Tables\HashFile;
use SyncIngest\Tables\KeyRule;
use SyncIngest\Tables\Table as library_reader;
use SyncIngest\Tables\TableOptions;
use SyncIngest\Tables\WarningKind;
use tool_syncingest\local\drop\library;
use tool_syncingest\local\feed\definition;
use tool_syncingest\local\feed\rules\file_facts;
use tool_syncingest\local\feed\settings;

/**
 * Reads tables with the library.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class library_table implements table {
    /** @var int how many bad rows are listed at most */
    private const BAD = 100000;

    /** @var Check|null what was found */
    private ?Check $check = null;

    /** @var TableOptions|null how it is read, once its header is known */
    private ?TableOptions $options = null;

    /** @var int|null the line of the first key that cannot be read */
    private ?int $unreadable = null;

    /** @var key_set|null keys that are gone */
    private ?key_set $gone = null;

    /**
     * Constructor.
     *
     * @param string $path
     * @param definition $definition how it is read, mapped and compared
     * @param string[] $columns those that the processor understands
     * @param string $secret
     * @param hash_files $hashes where the hashes of keys are kept from one file to the next
     * @param string|null $usual the encoding of the accepted file; null: none was accepted yet
     */
    public function __construct(
        /** @var string */
        private readonly string $path,
        /** @var definition how it is read, mapped and compared */
        private readonly definition $definition,
        /** @var string[] those that the processor understands */
        private readonly array $columns,
        /** @var string */
        private readonly string $secret,
        /** @var hash_files where the hashes of keys are kept from one file to the next */
        private readonly hash_files $hashes,
        /** @var string|null the encoding of the accepted file */
        private readonly ?string $usual,
    ) {
        library::load();
        if (!class_exists(library_reader::class)) {
            throw new \moodle_exception('feed_notables', 'tool_syncingest');
        }
    }

    #[\Override]
    public function check(): file_facts {
        return $this->translated(function (): file_facts {
            $encoding = $this->definition->get('encoding') ?: null;
            $plain = (new library_reader($this->path, $this->reading($encoding)))->check();
            $found = $plain->encoding;
            if ($encoding === null && $this->usual !== null && $this->is_as_usual($plain)) {
                $encoding = $found = $this->usual;
            }
            $this->options = $this->comparing($encoding, $plain->header);
            $reader = new library_reader($this->path, $this->options);
            if ($this->definition->get('key')) {
                $changes = $reader->changes();
                $this->unreadable = $changes->goneUnknownSinceLine;
                $this->check = $changes->check;
            } else {
                $this->check = $reader->check();
            }
            return $this->facts($found);
        });
    }

    #[\Override]
    public function header(): array {
        return $this->check->header;
    }

    #[\Override]
    public function bad_rows(): iterable {
        foreach ($this->check->bad as $bad) {
            yield new bad_row($bad->line, $bad->reason->word());
        }
    }

    #[\Override]
    public function changes(?iterable $known): iterable {
        $wanted = $known === null ? null : $this->compare($known);
        if ($wanted !== null && !count($wanted)) {
            return;
        }
        foreach ((new library_reader($this->path, $this->options))->changes($this->narrowing($wanted)) as $change) {
            if ($change->line !== null && ($wanted === null || $wanted->has($change->keyHash))) {
                $values = array_combine($this->check->columns, $change->row);
                yield new table_row($change->line, $values, implode(', ', $change->key), $change->keyHash, $change->rowHash);
            }
        }
    }

    #[\Override]
    public function gone(): ?iterable {
        return $this->gone;
    }

    #[\Override]
    public function originals(array $lines): iterable {
        $wanted = array_flip($lines);
        $reader = new library_reader($this->path, $this->reading($this->check->encoding));
        foreach ($reader->rows() as $line => $cells) {
            if (isset($wanted[$line])) {
                yield $line => $cells;
                unset($wanted[$line]);
            }
        }
        if ($wanted) {
            yield from $this->bad_originals($reader, $wanted);
        }
    }

    /**
     * Returns rows that cannot be read as the others, split as well as can be.
     *
     * @param library_reader $reader
     * @param int[] $wanted by line
     * @return \Generator cells, by line
     */
    private function bad_originals(library_reader $reader, array $wanted): \Generator {
        [$good, $bad] = ["$this->path.good", "$this->path.bad"];
        $reader->normalise($good, $bad);
        unlink($good);
        $file = fopen($bad, 'rb');
        while (($row = fgetcsv($file, 0, ',', '"', '')) !== false) {
            if (count($row) === 3 && isset($wanted[$row[0]])) {
                yield (int) $row[0] => str_getcsv(rtrim($row[2], "\r\n"), $this->check->delimiter, '"', '');
            }
        }
        fclose($file);
        unlink($bad);
    }

    /**
     * Returns the hashes of the last file if all wanted rows differ from it: then most of the others need not be brought to PHP.
     *
     * @param key_set|null $wanted
     * @return HashFile|null null: all rows are needed
     */
    private function narrowing(?key_set $wanted): ?HashFile {
        $base = $wanted === null ? null : $this->hashes->base();
        if ($base === null) {
            return null;
        }
        try {
            $found = 0;
            foreach ((new library_reader($this->path, $this->options))->changes($base) as $change) {
                $found += (int) ($change->line !== null && $wanted->has($change->keyHash));
            }
            return $found === count($wanted) ? $base : null;
        } catch (TableRefused) {
            return null;
        }
    }

    /**
     * Compares the keys of the file with those that are known: both come in the order of their hashes.
     *
     * @param iterable $known
     * @return key_set the keys whose rows are new or different
     */
    private function compare(iterable $known): key_set {
        $base = $this->hashes->base();
        $new = $this->hashes->next();
        try {
            $changes = (new library_reader($this->path, $this->options))->changes($base, $new);
        } catch (TableRefused) {
            // Not written for this state of the feed: it belongs to a database, or to a data root, that was restored.
            $base = null;
            $changes = (new library_reader($this->path, $this->options))->changes(null, $new);
        }
        $different = new key_set();
        $gone = new key_set();
        $hashes = hash_files::read($new->path);
        foreach ($known as [$key, $row]) {
            // Never as numbers, which digits alone would be.
            while ($hashes->valid() && strcmp($hashes->key(), $key) < 0) {
                $different->add($hashes->key());
                $hashes->next();
            }
            if (!$hashes->valid() || $hashes->key() !== $key) {
                $gone->add($key);
                continue;
            }
            if ($hashes->current() !== $row) {
                $different->add($key);
            }
            $hashes->next();
        }
        for (; $hashes->valid(); $hashes->next()) {
            $different->add($hashes->key());
        }
        // Without the hashes of the file before, the keys of bad rows that are present are not known.
        $hidden = $base === null && $this->check->badCount > 0;
        $this->unreadable ??= $hidden ? $this->check->bad[0]->line : null;
        $this->gone = $changes->goneUnknownSinceLine === null && !$hidden ? $gone : null;
        return $different;
    }

    /**
     * How the file is read.
     *
     * @param string|null $encoding
     * @return TableOptions
     */
    private function reading(?string $encoding): TableOptions {
        return new TableOptions(
            encoding: $encoding,
            delimiter: $this->definition->get('delimiter') ?: null,
            skipLines: $this->definition->get('skip'),
            footer: $this->definition->get('footer') ?: null,
        );
    }

    /**
     * How its rows are mapped and compared.
     *
     * @param string|null $encoding
     * @param string[] $header
     * @return TableOptions
     */
    private function comparing(?string $encoding, array $header): TableOptions {
        $map = $this->definition->get('mapping');
        foreach ($map ? [] : $header as $name) {
            if (in_array(self::fold($name), $this->columns, true)) {
                $map[$name] = self::fold($name);
            }
        }
        return new TableOptions(
            encoding: $encoding,
            delimiter: $this->definition->get('delimiter') ?: null,
            skipLines: $this->definition->get('skip'),
            footer: $this->definition->get('footer') ?: null,
            key: $this->definition->get('key'),
            rule: $this->definition->get('rule') === settings::FOLDED ? KeyRule::Folded : KeyRule::Exact,
            map: $map,
            onlyMapped: $this->columns !== [],
            secret: $this->secret,
            badListed: self::BAD,
        );
    }

    /**
     * What the check has found.
     *
     * @param string $encoding
     * @return file_facts
     */
    private function facts(string $encoding): file_facts {
        $counts = [];
        foreach ($this->check->warnings as $warning) {
            $counts[$warning->kind->value] = $warning->count;
        }
        $spoiled = ($counts[WarningKind::DoubleEncoded->value] ?? 0) + ($counts[WarningKind::ReplacementCharacter->value] ?? 0);
        $ends = !isset($counts[WarningKind::NoFinalNewline->value]);
        $last = $this->check->bad ? $this->check->bad[count($this->check->bad) - 1] : null;
        $ragged = !$ends && $last?->reason === BadReason::Ragged && $last->line >= $this->count_lines();
        return new file_facts(
            $encoding,
            $this->check->delimiter,
            array_map(self::fold(...), $this->check->header),
            $this->check->rows,
            $this->check->badCount,
            $spoiled,
            $ends,
            $ragged,
            $this->unreadable,
        );
    }

    /**
     * Returns whether nothing speaks against the accepted encoding: a guess between two of the old ones is no more than that, and
     * a file without accents is right in each.
     *
     * @param Check $check
     * @return bool
     */
    private function is_as_usual(Check $check): bool {
        $usual = strtolower($this->usual);
        if (str_starts_with($usual, 'utf-16')) {
            return false;
        }
        return $check->encodingEvidence === EncodingEvidence::Guessed ? $usual !== 'utf-8'
            : $check->encodingEvidence === EncodingEvidence::ValidUtf8 && $usual !== 'utf-8' && $this->is_ascii();
    }

    /**
     * Returns whether the file has nothing but ASCII.
     *
     * @return bool
     */
    private function is_ascii(): bool {
        $file = fopen($this->path, 'rb');
        $ascii = true;
        while ($ascii && ($piece = fread($file, 65536)) !== false && $piece !== '') {
            $ascii = preg_match('/[\x80-\xff]/', $piece) === 0;
        }
        fclose($file);
        return $ascii;
    }

    /**
     * Returns how many lines the file has, the one without an end among them.
     *
     * @return int
     */
    private function count_lines(): int {
        $file = fopen($this->path, 'rb');
        $lines = 1;
        while (($piece = fread($file, 65536)) !== false && $piece !== '') {
            $lines += substr_count($piece, "\n");
        }
        fclose($file);
        return $lines;
    }

    /**
     * A name as headers are compared.
     *
     * @param string $name
     * @return string
     */
    private static function fold(string $name): string {
        $name = class_exists(\Normalizer::class) ? (\Normalizer::normalize($name) ?: $name) : $name;
        return \core_text::strtolower(trim(preg_replace('/\p{Cf}+/u', '', $name) ?? $name));
    }

    /**
     * Does something, and turns the library's refusal of a file into ours.
     *
     * @param callable $work
     * @return mixed
     */
    private function translated(callable $work): mixed {
        try {
            return $work();
        } catch (TableRefused $refusal) {
            throw new refused($refusal->refusal()->word(), $refusal->tableLine(), $refusal->byte());
        }
    }
}

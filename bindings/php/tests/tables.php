<?php

/**
 * Does one task with one table and prints what came out of it, one fact per line: the PHP driver of the tables that all
 * languages share (tests/tables.rs runs them).
 *
 *     php tables.php check FILE [key=value]…
 *     php tables.php normalise FILE TO BAD [key=value]…
 *     php tables.php changes FILE BASE WRITE [key=value]…          BASE is - for none
 */

declare(strict_types=1);

use SyncIngest\Exception\GoneUnknown;
use SyncIngest\Exception\TableRefused;
use SyncIngest\Tables\Changes;
use SyncIngest\Tables\Check;
use SyncIngest\Tables\HashFile;
use SyncIngest\Tables\KeyRule;
use SyncIngest\Tables\Table;
use SyncIngest\Tables\TableOptions;

require __DIR__ . '/../autoload.php';

/** Bytes that a line could stumble over become %XX. */
function encoded(string $text): string
{
    return preg_replace_callback('/[^A-Za-z0-9._-]/', static fn ($byte) => sprintf('%%%02X', ord($byte[0])), $text);
}

function fact(string|int|null ...$words): void
{
    echo implode(' ', array_map(static fn ($word) => $word ?? '-', $words)), "\n";
}

/** @param list<string> $words */
function options(array $words): TableOptions
{
    $options = ['secret' => str_repeat("\0", 16)];
    foreach ($words as $word) {
        [$key, $value] = explode('=', $word, 2);
        $values = array_map(rawurldecode(...), explode('=', $value));
        match ($key) {
            'key', 'header' => $options[$key][] = $values[0],
            'map' => $options['map'][$values[0]] = $values[1],
            'rule' => $options['rule'] = $values[0] === 'folded' ? KeyRule::Folded : KeyRule::Exact,
            'encoding', 'delimiter', 'footer' => $options[$key] = $values[0],
            'skip_lines' => $options['skipLines'] = (int) $value,
            'max_rows' => $options['maxRows'] = (int) $value,
            'max_field' => $options['maxField'] = (int) $value,
            'max_record' => $options['maxRecord'] = (int) $value,
            'max_columns' => $options['maxColumns'] = (int) $value,
        };
    }
    return new TableOptions(...$options);
}

function tellCheck(Check $check): void
{
    fact('encoding', encoded($check->encoding));
    fact('delimiter', encoded($check->delimiter));
    foreach ($check->header as $name) {
        fact('header', encoded($name));
    }
    fact('rows', $check->rows);
    fact('bad_count', $check->badCount);
    foreach ($check->bad as $row) {
        fact('bad', $row->line, $row->reason->word());
    }
    fact('duplicate_keys', $check->duplicateKeys);
    fact('empty_keys', $check->emptyKeys);
    foreach ($check->warnings as $warning) {
        fact('warning', $warning->kind->word());
    }
}

function tellChanges(Changes $changes): void
{
    fact('added', $changes->added);
    fact('changed', $changes->changed);
    fact('unchanged', $changes->unchanged);
    try {
        fact('gone', $changes->gone());
    } catch (GoneUnknown) {
        fact('gone', null);
    }
    fact('gone_unknown_since_line', $changes->goneUnknownSinceLine);
    foreach ($changes as $change) {
        fact('change', $change->kind->word(), $change->line, ...($change->key === [] ? [null] : array_map(encoded(...), $change->key)));
    }
}

[, $task, $file] = $argv;
try {
    $table = new Table($file, options(array_slice($argv, $task === 'check' ? 3 : 5)));
    if ($task === 'check') {
        tellCheck($table->check());
    } elseif ($task === 'normalise') {
        $check = $table->normalise($argv[3], $argv[4]);
        fact('rows', $check->rows);
        fact('bad_count', $check->badCount);
    } else {
        tellChanges($table->changes($argv[3] === '-' ? null : new HashFile($argv[3]), new HashFile($argv[4])));
    }
} catch (TableRefused $refused) {
    fact('refused', $refused->refusal()->word(), $refused->tableLine(), $refused->byte());
    exit(1);
}

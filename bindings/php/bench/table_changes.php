<?php

/**
 * Checks a table, compares it with the one before, and takes every change as an object, the library loaded. Prints the median
 * microseconds of 20 times.
 *
 *     php table_changes.php BEFORE FILE HASHES CHANGES
 */

declare(strict_types=1);

use SyncIngest\Tables\HashFile;
use SyncIngest\Tables\Table;
use SyncIngest\Tables\TableOptions;

require __DIR__ . '/../autoload.php';

const TIMES = 20;

[, $before, $file, $hashes, $expected] = $argv;
$options = new TableOptions(key: ['username'], secret: str_repeat("\1", 16));
(new Table($before, $options))->changes(write: new HashFile($hashes));
for ($time = 0; $time < TIMES; $time++) {
    $start = hrtime(true);
    $changes = [...(new Table($file, $options))->changes(new HashFile($hashes))];
    $times[] = hrtime(true) - $start;
    if (count($changes) !== (int) $expected) {
        fprintf(STDERR, "%d changes, not %d\n", count($changes), $expected);
        exit(1);
    }
}
sort($times);
printf("%.1f µs\n", $times[intdiv(TIMES, 2)] / 1000);

<?php

/**
 * Reads all rows of a table as arrays: detects encoding and delimiter, checks every row, and hands the good ones over. Prints the
 * microseconds.
 *
 *     php table_rows.php FILE
 */

declare(strict_types=1);

use SyncIngest\Tables\Table;

require __DIR__ . '/../autoload.php';

$start = hrtime(true);
$rows = $cells = 0;
foreach ((new Table($argv[1]))->rows() as $row) {
    $rows++;
    $cells += count($row);
}
printf("%.1f µs\n%d rows, %d cells\n", (hrtime(true) - $start) / 1000, $rows, $cells);

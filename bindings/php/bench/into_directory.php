<?php

/**
 * The same with this package: durably, with the hashes, from opening the library to the report. Prints the microseconds.
 *
 *     php into_directory.php FOLDER DIRECTORY
 */

declare(strict_types=1);

use SyncIngest\DropFolder;
use SyncIngest\Options;

[, $folder, $directory] = $argv;
$start = hrtime(true);
require __DIR__ . '/../autoload.php';
$report = (new DropFolder($folder, new Options(settle: 0, sha1: true)))->collectInto($directory);
$hashes = array_column($report->delivered, 'sha1', 'name');
printf("%.1f µs\n", (hrtime(true) - $start) / 1000);

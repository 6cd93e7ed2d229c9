<?php

/**
 * What a fresh process, or a web request, pays: opens the library, looks once at an empty drop folder and prints the
 * microseconds that this took. bench/run compares whole processes with and without it.
 *
 *     php fresh_look.php FOLDER
 */

declare(strict_types=1);

use SyncIngest\DropFolder;

$start = hrtime(true);
require __DIR__ . '/../autoload.php';
(new DropFolder($argv[1] ?? $_GET['folder']))->collect(static fn () => null);
printf("%.1f µs\n", (hrtime(true) - $start) / 1000);

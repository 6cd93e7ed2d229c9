<?php

/**
 * The cost in a fresh process or web request: opens the library, looks once at an empty drop folder, and prints the microseconds of
 * processor time; nothing in it waits.
 *
 *     php fresh_look.php FOLDER
 */

declare(strict_types=1);

use SyncIngest\DropFolder;

require __DIR__ . '/processor_time.php';

$start = processor_time();
require __DIR__ . '/../autoload.php';
(new DropFolder($argv[1] ?? $_GET['folder']))->collect(static fn () => null);
printf("%d µs\n", processor_time() - $start);

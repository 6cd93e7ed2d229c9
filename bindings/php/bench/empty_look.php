<?php

/**
 * Measures a look at an empty drop folder, the library loaded, and prints the median of 2,000.
 *
 *     php empty_look.php [FOLDER]
 */

declare(strict_types=1);

use SyncIngest\Arbitration;
use SyncIngest\DropFolder;

require __DIR__ . '/../autoload.php';

const LOOKS = 2000;

$path = $argv[1] ?? sys_get_temp_dir() . '/sync_ingest_' . bin2hex(random_bytes(8));
if (!isset($argv[1])) {
    mkdir($path);
}
$folder = new DropFolder($path);
$store = static function (): void {
};

$times = [];
for ($look = 0; $look < LOOKS; $look++) {
    $start = hrtime(true);
    $report = $folder->collect($store);
    $times[] = hrtime(true) - $start;
    if ($report->arbitration !== Arbitration::Nothing) {
        fwrite(STDERR, "$path is not empty\n");
        exit(1);
    }
}
if (!isset($argv[1])) {
    // Fails if anything was written.
    rmdir($path);
}

sort($times);
printf("%.1f µs\n", $times[intdiv(LOOKS, 2)] / 1000);

<?php

declare(strict_types=1);

/** Measures a look at an empty drop folder, the library loaded: prints the median of 2,000 in microseconds. */

use SyncIngest\Arbitration;
use SyncIngest\DropFolder;

require __DIR__ . '/../autoload.php';

$path = sys_get_temp_dir() . '/sync_ingest_' . bin2hex(random_bytes(8));
mkdir($path);
$folder = new DropFolder($path);
$store = static function (): void {
};

$times = [];
for ($i = 0; $i < 2000; $i++) {
    $start = hrtime(true);
    $report = $folder->collect($store);
    $times[] = hrtime(true) - $start;
    if ($report->arbitration !== Arbitration::Nothing) {
        fwrite(STDERR, "the folder was not empty\n");
        exit(1);
    }
}
// Fails if anything was written.
rmdir($path);

sort($times);
printf("%.1f\n", $times[1000] / 1000);

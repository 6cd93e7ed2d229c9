<?php

/** Takes the files delivered to a drop folder into a store: php collect.php DROP_FOLDER STORE [SETTLE_SECONDS] */

declare(strict_types=1);

use SyncIngest\Alarm;
use SyncIngest\Delivery;
use SyncIngest\DropFolder;
use SyncIngest\Options;
use SyncIngest\RejectDelivery;

require __DIR__ . '/../autoload.php'; // With Composer: vendor/autoload.php.

if ($argc < 3) {
    fwrite(STDERR, "usage: php collect.php DROP_FOLDER STORE [SETTLE_SECONDS]\n");
    exit(64);
}
[, $drop, $store] = $argv;
$options = new Options(settle: isset($argv[3]) ? (int) $argv[3] : null, sha256: true);

// Called for everything that a person must know; a real program sends a mail.
$alarmed = fn (Alarm $alarm) => print("ALARM {$alarm->kind->word()}: $alarm->diagnosis\n");

$folder = new DropFolder($drop, $options, $alarmed);

// Returning acknowledges: the file leaves the drop folder. An exception puts it back, until the next time.
$report = $folder->collect(function (Delivery $delivery) use ($store): void {
    if (!str_ends_with($delivery->name, '.csv')) {
        throw new RejectDelivery('only CSV files are imported');
    }
    $delivery->copyTo("$store/$delivery->name"); // A copy that is complete, hashed and on the disk.
});

echo "outcome: {$report->arbitration->word()}\n";
foreach ($report->delivered as $file) {
    echo "stored: $file->name ($file->size bytes, sha256 $file->sha256)\n";
}
foreach ([...$report->putBack, ...$report->rejected] as $file) {
    echo "not stored: $file->name: $file->reason\n";
}
foreach ($report->skipped->reasons() as $reason) {
    foreach ($report->skipped->names($reason) as $name) {
        // The agent chooses the name, so it is not printed unescaped.
        echo 'left alone: ' . json_encode($name, JSON_INVALID_UTF8_SUBSTITUTE) . ": {$reason->explanation()}\n";
    }
}
foreach ($report->ended as $alarm) {
    echo "ended: {$alarm->kind->word()}\n";
}
if ($report->readyIn !== null) {
    echo "come back in $report->readyIn seconds\n";
}

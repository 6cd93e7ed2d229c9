<?php

/**
 * Does one collection and prints its results, one fact per line: the PHP driver of the scenarios that all languages share
 * (tests/scenarios.rs runs them).
 *
 *     php scenario.php FOLDER STORE [settle=N] [max_files=N] [max_size=N] [max_age=N] [max_attempts=N]
 *                      [work_area=PATH] [unfinished=PATTERN]… [store=ok|fail|reject]
 */

declare(strict_types=1);

use SyncIngest\Delivery;
use SyncIngest\DropFolder;
use SyncIngest\Exception\Failure;
use SyncIngest\Options;
use SyncIngest\Report;
use SyncIngest\Status;

require __DIR__ . '/../autoload.php';

/** Bytes that a line could stumble over become %XX. */
function encoded(string $name): string
{
    return preg_replace_callback('/[^A-Za-z0-9._-]/', static fn ($byte) => sprintf('%%%02X', ord($byte[0])), $name);
}

function fact(string|int ...$words): void
{
    echo implode(' ', $words), "\n";
}

/** @param array<string, string|list<string>> $settings */
function folder(string $path, array $settings): DropFolder
{
    $number = static fn (string $key): ?int => isset($settings[$key]) ? (int) $settings[$key] : null;
    $options = new Options(
        workArea: $settings['work_area'] ?? null,
        settle: $number('settle'),
        maxAge: $number('max_age'),
        maxFiles: $number('max_files'),
        maxSize: $number('max_size'),
        maxAttempts: $number('max_attempts'),
        sha256: true,
        unfinishedNames: $settings['unfinished'] ?? [],
    );
    return new DropFolder($path, $options);
}

function collection(DropFolder $folder, string $store, string $answer): Report
{
    $collection = $folder->beginCollection();
    foreach ($collection as $delivery) {
        match ($answer) {
            'ok' => keep($delivery, $store),
            'fail' => $delivery->putBack('the store failed'),
            'reject' => $delivery->reject('the store refused'),
        };
    }
    return $collection->finish();
}

function keep(Delivery $delivery, string $store): void
{
    try {
        $delivery->copyTo("$store/$delivery->name");
    } catch (Failure $failure) {
        $delivery->putBack($failure->getMessage());
        return;
    }
    $delivery->acknowledge();
}

function printReport(Report $report): void
{
    fact('outcome', $report->arbitration->word());
    foreach ($report->delivered as $file) {
        fact('delivered', encoded($file->name), $file->size, $file->sha256, $file->evidence->word(), $file->attempt);
    }
    foreach ($report->putBack as $file) {
        fact('put_back', encoded($file->name));
    }
    foreach ($report->rejected as $file) {
        fact('rejected', encoded($file->name));
    }
    foreach ($report->skipped->reasons() as $reason) {
        fact('skipped', $reason->word(), $report->skipped->count($reason));
        foreach ($report->skipped->names($reason) as $name) {
            fact('skipped_name', $reason->word(), encoded($name));
        }
    }
    foreach ($report->alarms as $alarm) {
        fact('alarm', $alarm->kind->word(), $alarm->count);
    }
    foreach ($report->ended as $alarm) {
        fact('ended', $alarm->kind->word());
    }
}

/** How an age is compared: recent, none, or as it is if it cannot be. */
function age(?int $age): string
{
    return match (true) {
        $age === null => 'none',
        $age >= 0 && $age <= 600 => 'recent',
        default => (string) $age,
    };
}

function printStatus(Status $status): void
{
    fact('waiting', $status->waitingCount);
    fact('oldest_waiting', age($status->oldestWaitingAge));
    fact('good_collection', age($status->lastGoodCollectionAge));
}

[, $folder, $store] = $argv;
$settings = [];
foreach (array_slice($argv, 3) as $argument) {
    [$key, $value] = explode('=', $argument, 2);
    if ($key === 'unfinished') {
        $settings[$key][] = $value;
    } else {
        $settings[$key] = $value;
    }
}
try {
    $folder = folder($folder, $settings);
    printReport(collection($folder, $store, $settings['store'] ?? 'ok'));
    if (isset($settings['status'])) {
        printStatus($folder->status());
    }
} catch (Failure $failure) {
    fact('error', strtoupper(preg_replace('/(?<!^)[A-Z]/', '_$0', $failure->kind()->name)));
    exit(1);
}

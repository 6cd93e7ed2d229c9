<?php

/** A web request in the tests of php-fpm and Apache: `do` selects what it does. It answers in JSON, if it gets that far. */

declare(strict_types=1);

use SyncIngest\Collection;
use SyncIngest\Delivery;
use SyncIngest\DropFolder;
use SyncIngest\Durability;
use SyncIngest\Environment;
use SyncIngest\Exception\LibraryUnavailable;
use SyncIngest\Options;
use SyncIngest\Report;

require __DIR__ . '/../../autoload.php';

// Apache has it from the process, and php-fpm, where getenv() may be disabled, from the pool.
$root = $_SERVER['ROOT'] ?? getenv('ROOT');
$get = $_GET + ['do' => 'collect', 'at' => 2, 'not' => 0, 'only' => getmypid()];

/** @return array<string, mixed> */
function summary(Report $report): array
{
    return [
        'pid' => getmypid(),
        'outcome' => $report->arbitration->word(),
        'delivered' => array_column($report->delivered, 'attempt', 'name'),
        'ids' => array_column($report->delivered, 'id'),
        'put_back' => array_column($report->putBack, 'name'),
        'alarms' => array_map(static fn ($alarm) => $alarm->kind->word(), $report->alarms),
    ];
}

/** @return array<string, int> */
function state(): array
{
    preg_match('/^RssAnon:\s+(\d+)/m', file_get_contents('/proc/self/status'), $anonymous);
    return [
        'pid' => getmypid(),
        'memory' => (int) $anonymous[1],
        'descriptors' => count(scandir('/proc/self/fd')),
        'opcache' => (int) (opcache_get_status(false)['opcache_enabled'] ?? false),
    ];
}

/** Ends the request in the requested way, in the middle of a delivery. */
function end_request(string $way, Delivery $delivery): void
{
    match ($way) {
        'exit' => exit,
        'exception' => throw new DomainException('nobody catches this'),
        'memory' => str_repeat('x', 1 << 30),
        // This leaves no memory for PHP's own end of the request.
        'memory_in_pieces' => (static function (): void {
            $pieces = new SplFixedArray(1 << 21);
            for ($i = 0; ; $i++) {
                $pieces[$i] = (object) [];
            }
        })(),
        'time' => (static function (): void {
            set_time_limit(1);
            while (true) {
            }
        })(),
        // PHP waits a second longer, and then ends the process.
        'time_in_library' => (static function () use ($delivery): void {
            set_time_limit(1);
            $delivery->sha256();
        })(),
    };
}

/** Collects one by one, so that exceptions stay uncaught. */
function collect(DropFolder $folder, string $store, callable $before): Report
{
    $collection = $folder->beginCollection();
    $number = 0;
    foreach ($collection as $delivery) {
        $before($delivery, ++$number);
        $delivery->copyTo("$store/$delivery->name");
        file_put_contents("$store/../taken", "$delivery->id\n", FILE_APPEND);
        $delivery->acknowledge();
    }
    return $collection->finish();
}

/** Values that may survive the request. */
function keep(Collection $collection): array
{
    static $kept = [];
    array_push($kept, $collection, $collection->next());
    return ['kept' => count($kept)];
}

if ((int) $get['not'] === getmypid() || (int) $get['only'] !== getmypid()) {
    exit('not this worker');
}
try {
    // No power cut happens here.
    $options = new Options(workArea: "$root/work", settle: 0, maxSize: PHP_INT_MAX, durability: Durability::None);
    $folder = $get['do'] === 'check' ? null : new DropFolder("$root/drop", $options);
    $answer = match ($get['do']) {
        'state' => state(),
        'check' => Environment::check("$root/drop", $options),
        'collect' => summary(collect($folder, "$root/store", static fn () => null)),
        'keep' => keep($folder->beginCollection()),
        'when_released' => summary(collect($folder, "$root/store", static function () use ($root): void {
            for ($try = 0; $try < 10_000 && !file_exists("$root/go"); $try++) {
                usleep(1000);
                clearstatcache();
            }
        })),
        // Acknowledges what the test itself has stored.
        'take' => summary($folder->collect(static fn () => null)),
        'deliver_and_collect' => (static function () use ($folder, $root): array {
            file_put_contents("$root/drop/students.csv", 'id');
            return summary($folder->collect(static fn (Delivery $delivery) => $delivery->copyTo("$root/store/students.csv")));
        })(),
        default => summary(collect($folder, "$root/store", static function (Delivery $delivery, int $number) use ($get): void {
            $number === (int) $get['at'] && end_request($get['do'], $delivery);
        })),
    };
} catch (LibraryUnavailable $unavailable) {
    $answer = ['unavailable' => $unavailable->getMessage()];
}
header('Content-Type: application/json');
echo json_encode($answer, JSON_THROW_ON_ERROR);

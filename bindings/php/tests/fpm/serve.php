<?php

/**
 * Runs a command with a php-fpm of its own, and passes it in SYNC_INGEST_PHP_DRIVER the command that plays the shared scenarios
 * through that. Its workers are this user, whose folders they are to collect from.
 *
 *     SYNC_INGEST_LIBRARY=… php serve.php preloaded|allowed[,SETTING=VALUE…] COMMAND…
 */

declare(strict_types=1);

namespace SyncIngest\Tests;

require __DIR__ . '/../Fpm.php';

$settings = explode(',', $argv[1]);
$configuration = array_shift($settings);
$settings = array_column(array_map(static fn (string $setting) => explode('=', $setting), $settings), 1, 0);
$missing = Fpm::missing();
if ($missing !== null) {
    echo "SKIPPED: scenarios through php-fpm: $missing\n";
    exit(0);
}
$root = sys_get_temp_dir() . '/sync_ingest_' . bin2hex(random_bytes(8));
mkdir($root);
$fpm = Fpm::start($root, $configuration, settings: $settings, asMe: true);
$driver = PHP_BINARY . ' ' . __DIR__ . "/scenario_client.php $root";
$process = proc_open(array_slice($argv, 2), [STDIN, STDOUT, STDERR], $pipes, env_vars: [
    'SYNC_INGEST_PHP_DRIVER' => $driver,
] + getenv());
$status = proc_close($process);
// Not one word of warning in the log, not one worker that died.
if (preg_match('/PHP message|exited|WARNING|ERROR/', $fpm->log()) === 1) {
    echo $fpm->log();
    $status = 1;
}
$fpm->stop();
exec('rm -rf ' . escapeshellarg($root));
exit($status);

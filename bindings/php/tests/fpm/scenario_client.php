<?php

/** Has one collection of a scenario done by the php-fpm in this folder: php scenario_client.php ROOT FOLDER STORE [key=value]… */

declare(strict_types=1);

namespace SyncIngest\Tests;

require __DIR__ . '/../Fpm.php';

$told = Fpm::request($argv[1], ['words' => array_slice($argv, 2)], 'scenario.php')();
echo $told;
exit(str_starts_with($told, 'error ') ? 1 : 0);

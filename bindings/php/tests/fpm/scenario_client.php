<?php

/** Has one collection of a scenario done by the php-fpm in this folder: php scenario_client.php ROOT FOLDER STORE [key=value]… */

declare(strict_types=1);

namespace SyncIngest\Tests;

require __DIR__ . '/../Fpm.php';

$answer = Fpm::request($argv[1], ['words' => array_slice($argv, 2)], 'scenario.php')();
echo $answer;
exit(str_starts_with($answer, 'error ') ? 1 : 0);

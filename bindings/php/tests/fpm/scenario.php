<?php

/** The driver of the shared scenarios as a web request, which has no command line: `words` are its arguments. */

declare(strict_types=1);

$argv = ['scenario.php', ...$_GET['words']];
require __DIR__ . '/../scenario.php';

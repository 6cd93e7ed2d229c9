<?php

/** The setup of every test of this package. */

declare(strict_types=1);

error_reporting(E_ALL);
ini_set('display_errors', 'stderr');

require __DIR__ . '/../autoload.php';
require __DIR__ . '/FolderTestCase.php';
require __DIR__ . '/Process.php';
require __DIR__ . '/Fpm.php';
require __DIR__ . '/FpmTestCase.php';
require __DIR__ . '/Troubles.php';
require __DIR__ . '/WebServer.php';

if (getenv('SYNC_INGEST_LIBRARY') === false) {
    fwrite(STDERR, "Set SYNC_INGEST_LIBRARY to the shared library that is to be tested, with its absolute path.\n");
    exit(1);
}

<?php

/** Loads every class of the package, and runs the code that needs no library. Any message of PHP is a failure. */

declare(strict_types=1);

use SyncIngest\Delivery;
use SyncIngest\Environment;
use SyncIngest\Exception\LibraryUnavailable;
use SyncIngest\Library;
use SyncIngest\Report;

error_reporting(E_ALL);
ini_set('html_errors', '0');
set_error_handler(static function (int $level, string $message, string $file, int $line): never {
    throw new ErrorException($message, 0, $level, $file, $line);
});
set_exception_handler(static function (Throwable $failure): never {
    echo $failure->getMessage(), ' in ', $failure->getFile(), ':', $failure->getLine(), "\n";
    exit(1);
});

function compiles(string $code): bool
{
    try {
        eval($code);
        return true;
    } catch (ErrorException | ParseError) {
        return false;
    }
}

$package = dirname(__DIR__, 2);
require "$package/autoload.php";

// First of all: this PHP refuses what is newer than itself, and what it deprecates.
if (compiles('enum Newer { const A = self::B; case B; public const int C = 1; }') !== PHP_VERSION_ID >= 80300) {
    throw new LogicException('a typed constant in ' . PHP_VERSION);
}
if (compiles('function deprecated(int $x = null) {}') === PHP_VERSION_ID >= 80400) {
    throw new LogicException('an implicitly nullable parameter in ' . PHP_VERSION);
}

$files = [...glob("$package/src/*.php"), ...glob("$package/src/*/*.php")];
foreach ($files as $file) {
    $class = 'SyncIngest\\' . strtr(substr($file, strlen("$package/src/"), -strlen('.php')), '/', '\\');
    class_exists($class) || interface_exists($class) || trait_exists($class)
        || throw new LogicException("$file does not declare $class");
}
foreach (['', 'examples/', 'bench/', 'tests/', 'tests/*/'] as $folder) {
    foreach (glob("$package/$folder*.php") as $script) {
        PhpToken::tokenize(file_get_contents($script), TOKEN_PARSE);
    }
}

$delivery = Delivery::ofFile(__FILE__, 'students.csv');
$delivery->copyTo('/tmp/students.csv');
$delivery->acknowledge();
hash_file('sha256', '/tmp/students.csv') === $delivery->sha256() || throw new LogicException('another hash');
(new Report())->skipped->reasons() === [] || throw new LogicException('something was left alone');
try {
    Library::load();
    throw new LogicException('there is no FFI to load it with');
} catch (LibraryUnavailable $unavailable) {
    Environment::check('/tmp')->problems === [$unavailable->getMessage()] || throw new LogicException('other problems');
}
echo 'PHP ', PHP_VERSION, ': ', count($files), " classes\n";

<?php

/** For use without Composer: require this file. */

declare(strict_types=1);

spl_autoload_register(static function (string $class): void {
    if (str_starts_with($class, 'SyncIngest\\')) {
        $file = __DIR__ . '/src/' . strtr(substr($class, 11), '\\', '/') . '.php';
        // A class that does not exist may be asked for; a file that cannot be read is an error.
        is_file($file) && require $file;
    }
});

<?php

/** For use without Composer: require this file. */

declare(strict_types=1);

spl_autoload_register(static function (string $class): void {
    if (str_starts_with($class, 'SyncIngest\\')) {
        $file = __DIR__ . '/src/' . strtr(substr($class, strlen('SyncIngest\\')), '\\', '/') . '.php';
        if (is_file($file)) {
            require $file;
        }
    }
});

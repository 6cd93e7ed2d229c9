<?php

/** For use without Composer: require this file. */

declare(strict_types=1);

(static function (): void {
    try {
        // What is called here may have been disabled: that is told, and not found out by a bare error later.
        foreach (['spl_autoload_register', 'str_starts_with', 'strtr', 'substr', 'is_file'] as $function) {
            $function(...);
        }
    } catch (Error) {
        require_once __DIR__ . '/src/Exception/SyncIngestException.php';
        require_once __DIR__ . '/src/Exception/LibraryUnavailable.php';
        throw SyncIngest\Exception\LibraryUnavailable::withoutFunctions("$function()");
    }
    spl_autoload_register(static function (string $class): void {
        if (str_starts_with($class, 'SyncIngest\\')) {
            $file = __DIR__ . '/src/' . strtr(substr($class, 11), '\\', '/') . '.php';
            // A class that does not exist may be asked for; a file that cannot be read is an error.
            is_file($file) && require $file;
        }
    });
})();

<?php

/** For use without Composer: require this file. */

declare(strict_types=1);

(static function (): void {
    try {
        // A function called here may have been disabled: report that now, instead of a bare error later.
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
            // Asking for a class that does not exist is fine; a file that cannot be read is an error.
            is_file($file) && require $file;
        }
    });
})();

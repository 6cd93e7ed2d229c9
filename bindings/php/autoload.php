<?php

/** For use without Composer: require this file. */

declare(strict_types=1);

spl_autoload_register(static function (string $class): void {
    if (str_starts_with($class, 'SyncIngest\\')) {
        // Not asked for first: a fresh process would pay for the question with every class.
        @include __DIR__ . '/src/' . strtr(substr($class, strlen('SyncIngest\\')), '\\', '/') . '.php';
    }
});

<?php

/** For opcache.preload: with ffi.enable=preload, PHP lets only preloaded code use FFI in web requests. */

declare(strict_types=1);

foreach (glob(__DIR__ . '/src/Native/*.php') as $file) {
    opcache_compile_file($file);
}

<?php

declare(strict_types=1);

// For opcache.preload: with ffi.enable=preload, PHP lets only preloaded code use FFI in web requests.
foreach (glob(__DIR__ . '/src/Native/*.php') as $file) {
    opcache_compile_file($file);
}

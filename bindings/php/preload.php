<?php

/** For opcache.preload: with ffi.enable=preload, PHP lets only preloaded code use FFI in web requests. */

declare(strict_types=1);

// Not by glob(), to which a bracket in the path would mean something.
foreach (new FilesystemIterator(__DIR__ . '/src/Native') as $file) {
    if ($file->getExtension() === 'php') {
        opcache_compile_file($file->getPathname());
    }
}

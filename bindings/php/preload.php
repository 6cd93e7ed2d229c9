<?php

/** For opcache.preload: with ffi.enable=preload, PHP lets only preloaded code use FFI in web requests. */

declare(strict_types=1);

// Executed files are preloaded too, for servers that forbid the function that only compiles them.
$mayCompile = function_exists('opcache_compile_file');
$mayCompile || require_once __DIR__ . '/autoload.php';

// Not by glob(), which would interpret a bracket in the path.
foreach (new FilesystemIterator(__DIR__ . '/src/Native') as $file) {
    if ($file->getExtension() === 'php') {
        $mayCompile ? opcache_compile_file($file->getPathname()) : require_once $file->getPathname();
    }
}

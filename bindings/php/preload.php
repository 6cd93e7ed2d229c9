<?php

/** For opcache.preload: with ffi.enable=preload, PHP lets only preloaded code use FFI in web requests. */

declare(strict_types=1);

// What is run is preloaded too, where a server forbids the function that compiles alone.
$mayCompile = function_exists('opcache_compile_file');
$mayCompile || require_once __DIR__ . '/autoload.php';

// Not by glob(), to which a bracket in the path would mean something.
foreach (new FilesystemIterator(__DIR__ . '/src/Native') as $file) {
    if ($file->getExtension() === 'php') {
        $mayCompile ? opcache_compile_file($file->getPathname()) : require_once $file->getPathname();
    }
}

<?php

declare(strict_types=1);

namespace SyncIngest\Exception;

use SyncIngest\Native\Diagnosis;

/** The shared library cannot be used in this process. */
final class LibraryUnavailable extends \RuntimeException implements SyncIngestException
{
    /** @internal */
    public static function withoutExtension(): self
    {
        return new self('cannot load the sync_ingest library: PHP runs without the FFI extension; install and '
            . 'enable it (Debian: `apt-get install php-ffi`, then `phpenmod ffi`)');
    }

    /** @internal */
    public static function withoutFunctions(string $functions): self
    {
        return new self("cannot use sync_ingest: PHP lacks $functions; take that off the list disable_functions in php.ini or in "
            . 'the php-fpm pool, and restart the server');
    }

    /** @internal */
    public static function withoutClass(string $message): self
    {
        return new self("cannot load the sync_ingest library: the class FFI does not work here ($message); take it off the list "
            . 'disable_classes in php.ini');
    }

    /**
     * @internal
     * @param ?string $release of the half that may have been preloaded; null for releases before there was one
     */
    public static function besideAnotherHalf(?string $release, string $place, string $ours, string $ourPlace): self
    {
        return new self('cannot use sync_ingest: PHP runs two releases of this package at once, ' . ($release ?? 'an older one')
            . ' from ' . Diagnosis::readable($place) . " and $ours from " . Diagnosis::readable($ourPlace) . '; see that '
            . 'opcache.preload names the preload.php of the package that is used, then restart the server (php-fpm or Apache)');
    }

    /** @internal */
    public static function refused(): self
    {
        $setting = Diagnosis::setting('ffi.enable') ?? '…';
        return new self("cannot load the sync_ingest library: PHP refuses FFI here (ffi.enable=$setting, " . PHP_SAPI
            . '); either preload this package: opcache.preload=' . Diagnosis::readable(dirname(__DIR__, 2)) . '/preload.php and '
            . 'opcache.preload_user in php.ini, with ffi.enable=preload and opcache switched on; or allow FFI for one '
            . 'php-fpm pool: php_admin_value[ffi.enable]=true (then reload the server); or collect from the command line, '
            . 'where ffi.enable=preload allows it');
    }

    /**
     * @internal
     * @param list<string> $files
     */
    public static function withoutDeclarations(array $files): self
    {
        return new self('cannot load the sync_ingest library: its declarations are missing; put sync_ingest_ffi.h of '
            . 'the same release at one of these places: ' . implode(', ', array_map(Diagnosis::readable(...), $files)) . Diagnosis::restriction());
    }

    /** @internal */
    public static function afterAnother(string $library, string $loaded): self
    {
        return new self('cannot load ' . Diagnosis::readable($library) . ': this process has already loaded '
            . Diagnosis::readable($loaded) . '; name the path before anything else uses the library');
    }

    /**
     * @internal
     * @param array<string> $causes by library
     */
    public static function afterTrying(array $causes): self
    {
        $tried = '';
        foreach ($causes as $library => $cause) {
            // A name consisting of digits has become a number as a key.
            $tried .= "\n  " . Diagnosis::readable((string) $library) . ": $cause";
        }
        return new self("cannot load the sync_ingest library; tried:$tried"
            . "\nInstall it, or name the file in the environment variable SYNC_INGEST_LIBRARY of this process (php-fpm: "
            . 'env[SYNC_INGEST_LIBRARY] in the pool)');
    }
}

<?php

declare(strict_types=1);

namespace SyncIngest\Native;

/**
 * Where the system's loader finds a library that is named without a path. It is then loaded by its path, so that it can be checked
 * first.
 *
 * @internal
 */
final class SystemLoader
{
    private const CACHE = '/etc/ld.so.cache';

    /** Longer than any such file. */
    private const CACHE_SIZE = 1 << 24;

    /** Where a loader looks that does not report it, such as musl's. */
    private const USUAL = ['/lib', '/usr/local/lib', '/usr/lib'];

    /**
     * The first that exists, before those for other processors; empty if there is none.
     *
     * @throws \FFI\Exception where FFI is refused
     */
    public static function find(string $name): string
    {
        $others = '';
        foreach (self::places($name) as $place) {
            $read = System::read($place, 0, 20);
            if (is_array($read)) {
                if (LibraryDefect::machine($read[0]) === LibraryDefect::machine(System::header())) {
                    return $place;
                }
                $others = $others === '' ? $place : $others;
            }
        }
        return $others;
    }

    /** @return list<string> in the order of the loader */
    private static function places(string $name): array
    {
        $first = [];
        $last = [];
        foreach (self::directories() as $directory) {
            $place = rtrim($directory, '/') . "/$name";
            if (preg_match('~^/(usr/)?lib~', $directory) === 1) {
                $last[] = $place;
            } else {
                $first[] = $place;
            }
        }
        $read = System::read(self::CACHE, 0, self::CACHE_SIZE);
        preg_match_all('~/[^\0]*(?<=/)' . preg_quote($name, '~') . '(?=\0)~', is_array($read) ? $read[0] : '', $cached);
        return [...$first, ...$cached[0], ...$last];
    }

    /** @return list<string> */
    private static function directories(): array
    {
        $directories = System::directories();
        if ($directories !== null) {
            return $directories;
        }
        return [...array_filter(explode(':', System::environment('LD_LIBRARY_PATH'))), ...self::USUAL];
    }
}

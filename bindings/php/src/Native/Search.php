<?php

declare(strict_types=1);

namespace SyncIngest\Native;

/**
 * Where the library and its declarations are looked for.
 *
 * @internal
 */
final class Search
{
    public const ENVIRONMENT = 'SYNC_INGEST_LIBRARY';

    /**
     * A library that was named is the only one: another version in its place would be a surprise.
     *
     * @return list<string>
     */
    public static function libraries(?string $named): array
    {
        $named ??= getenv(self::ENVIRONMENT);
        if (is_string($named) && $named !== '') {
            return [$named];
        }
        return [
            dirname(__DIR__, 2) . '/lib/libsync_ingest.so',
            // Found by the system's loader: /usr/lib, ldconfig, LD_LIBRARY_PATH.
            'libsync_ingest.so.1',
            'libsync_ingest.so',
        ];
    }

    /**
     * In a package the declarations lie beside the library, in a working copy of the project in its own folder, and
     * with the system's headers where the library was installed for every program.
     *
     * @return list<string>
     */
    public static function declarations(): array
    {
        return [
            dirname(__DIR__, 2) . '/lib/sync_ingest_ffi.h',
            dirname(__DIR__, 4) . '/include/sync_ingest_ffi.h',
            '/usr/local/include/sync_ingest_ffi.h',
            '/usr/include/sync_ingest_ffi.h',
        ];
    }
}

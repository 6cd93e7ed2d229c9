<?php

declare(strict_types=1);

namespace SyncIngest;

use SyncIngest\Exception\LibraryUnavailable;
use SyncIngest\Native\Loader;

/**
 * Checks that PHP has the functions this package needs, and that its two halves belong together. The namespace Native may have been
 * preloaded when the server started, the rest is read on use: after an update they are of different releases until the server is
 * restarted.
 *
 * @internal
 */
final class Requirements
{
    /** The functions of PHP without which nothing works. Those that a server may well disable are not here. */
    private const FUNCTIONS = [
        'addcslashes', 'array_filter', 'array_keys', 'array_map', 'array_search', 'array_values', 'basename', 'count',
        'current', 'defined', 'dirname', 'explode', 'extension_loaded', 'file_exists', 'file_get_contents',
        'filesize', 'function_exists', 'implode', 'in_array', 'is_array', 'is_file', 'is_int', 'is_readable',
        'is_string', 'max', 'min', 'ord', 'preg_match', 'preg_match_all', 'preg_quote', 'preg_replace_callback',
        'realpath', 'rtrim', 'sprintf', 'str_contains', 'str_ends_with', 'str_repeat', 'str_starts_with',
        'stripcslashes', 'strlen', 'strtr', 'substr', 'unpack',
    ];

    /** @throws LibraryUnavailable */
    public static function check(): void
    {
        self::demand(self::FUNCTIONS);
        $native = defined(Loader::class . '::RELEASE') ? Loader::RELEASE : null;
        if ($native !== DropFolder::RELEASE) {
            throw LibraryUnavailable::besideAnotherHalf($native, self::placeOf(Loader::class), DropFolder::RELEASE, self::place());
        }
    }

    /**
     * Refuses to go on without functions of PHP: a bare error would come later, in an unexpected place.
     *
     * @param list<string> $functions
     * @throws LibraryUnavailable
     */
    public static function demand(array $functions): void
    {
        $missing = '';
        foreach ($functions as $function) {
            // Not by function_exists(), which may be missing itself.
            try {
                $function(...);
            } catch (\Error) {
                $missing .= ($missing === '' ? '' : ', ') . "$function()";
            }
        }
        if ($missing !== '') {
            throw LibraryUnavailable::withoutFunctions($missing);
        }
    }

    /** The folder of the half of the package that is not preloaded. */
    public static function place(): string
    {
        return dirname(__DIR__);
    }

    /** @param class-string $class of the namespace Native */
    private static function placeOf(string $class): string
    {
        return dirname((string) (new \ReflectionClass($class))->getFileName(), 3);
    }
}

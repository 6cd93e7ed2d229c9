<?php

declare(strict_types=1);

namespace SyncIngest\Native;

use SyncIngest\ErrorKind;
use SyncIngest\Exception\Failure;

/**
 * Refuses input that C must not see or no system can use: a NUL byte, at which C would cut off the rest, and over-long paths and
 * names. Bytes that are not UTF-8 are fine in both.
 *
 * @internal
 */
final class Input
{
    private const LONGEST_PATH = 4095;

    private const LONGEST_NAME = 255;

    /** For `$verb` as in `copy to`. */
    public static function path(string $verb, string $path): void
    {
        self::withoutNul($verb, $path);
        $length = strlen($path);
        if ($length > self::LONGEST_PATH) {
            throw self::refusal($verb, $path, "the path is $length bytes long; at most " . self::LONGEST_PATH
                . ' are possible');
        }
        foreach (explode('/', $path) as $name) {
            if (strlen($name) > self::LONGEST_NAME) {
                throw self::refusal($verb, $path, 'a name in it is ' . strlen($name) . ' bytes long; at most '
                    . self::LONGEST_NAME . ' are possible');
            }
        }
    }

    /** For `$verb` as in `deliver as agent`. */
    public static function name(string $verb, string $name): void
    {
        self::withoutNul($verb, $name);
        $length = strlen($name);
        if ($length > self::LONGEST_NAME) {
            throw self::refusal($verb, $name, "the name is $length bytes long; at most " . self::LONGEST_NAME
                . ' are possible');
        }
    }

    public static function withoutNul(string $verb, string $text): void
    {
        if (str_contains($text, "\0")) {
            // The library would see only the part before it, and use another file than the intended one.
            throw self::refusal($verb, $text, 'it holds a NUL byte; no path, name or reason may');
        }
    }

    private static function refusal(string $verb, string $text, string $cause): Failure
    {
        $shown = addcslashes(substr($text, 0, 100), "\0..\37\"\\\177..\377") . (strlen($text) > 100 ? '…' : '');
        return Failure::of(ErrorKind::InvalidArgument->value, "cannot $verb \"$shown\": $cause");
    }
}

<?php

declare(strict_types=1);

namespace SyncIngest\Native;

/**
 * The mount that a path is on.
 *
 * @internal
 */
final class Mount
{
    private const TABLE = '/proc/self/mountinfo';

    /** Longer than any such file. */
    private const SIZE = 1 << 22;

    /** @param list<string> $options */
    private function __construct(
        /** The type of the file system, as in `ext4`. */
        public readonly string $type,
        /** The options of the mount and of the file system, as in `noexec`. */
        public readonly array $options,
    ) {
    }

    /** Null if it is unknown. */
    public static function of(string $path): ?self
    {
        $path = (string) (@realpath($path) ?: $path);
        $longest = -1;
        $found = null;
        foreach (explode("\n", self::table()) as $line) {
            // ID, parent, device, root, place, options, any number of others, "-", type, source, options of the file system.
            $words = explode(' ', $line);
            $end = array_search('-', $words, true);
            if ($end === false || count($words) < $end + 4) {
                continue;
            }
            $place = stripcslashes($words[4]);
            // A later mount on the same place hides the earlier one.
            if (strlen($place) >= $longest && str_starts_with("$path/", rtrim($place, '/') . '/')) {
                $longest = strlen($place);
                $found = new self($words[$end + 1], [...explode(',', $words[5]), ...explode(',', $words[$end + 3])]);
            }
        }
        return $found;
    }

    private static function table(): string
    {
        $table = @is_readable(self::TABLE) ? @file_get_contents(self::TABLE) : false;
        if ($table !== false) {
            return $table;
        }
        try {
            $read = System::read(self::TABLE, 0, self::SIZE);
            return is_array($read) ? $read[0] : '';
        } catch (\Error) {
            // FFI is refused.
            return '';
        }
    }
}

<?php

declare(strict_types=1);

namespace SyncIngest\Native;

/**
 * What is wrong with the file of a library according to its headers; PHP need not be able to see the file.
 *
 * @internal
 */
final class LibraryDefect
{
    /** Enough for the header and, in most libraries, the table of the segments. */
    private const BEGINNING = 2048;

    /**
     * Null if nothing is visibly wrong with the file. Without a path the system's loader has not found it.
     *
     * @throws \FFI\Exception where FFI is refused
     */
    public static function of(string $file): ?string
    {
        if ($file === '') {
            return 'the system\'s loader does not find it (`ldconfig -p` lists what it knows)';
        }
        if (@file_exists($file) && !@is_file($file)) {
            // Reading a pipe would block.
            return 'is not a file';
        }
        $read = System::read($file, 0, self::BEGINNING);
        if (is_int($read)) {
            return match ($read) {
                System::MISSING, System::NO_FOLDER => 'does not exist',
                System::ACCESS_DENIED => 'this user may not read it, or may not search a folder above it',
                default => "cannot be read, and so not be checked (error $read of the system)",
            };
        }
        [$bytes, $size] = $read;
        return match (true) {
            !str_starts_with($bytes, "\x7fELF") => 'is not a shared library',
            strlen($bytes) < 64 => self::cutShort($size, 64),
            default => self::compare($size, self::end($bytes) ?? self::endElsewhere($file, $bytes, $size)),
        };
    }

    /** Its first bytes; null if they cannot be read. */
    public static function header(string $file): ?string
    {
        $read = System::read($file, 0, 64);
        return is_int($read) ? null : $read[0];
    }

    /** Word size, byte order and processor of a program or library that begins with these bytes. */
    public static function machine(string $header): string
    {
        return substr($header, 4, 2) . substr($header, 18, 2);
    }

    /** Where the last part named by the headers ends; null if these bytes do not contain that, or are not a 64-bit format. */
    private static function end(string $bytes): int|float|null
    {
        if (strlen($bytes) < 64 || !str_starts_with($bytes, "\x7fELF\x02")) {
            return null;
        }
        // The byte order of the file.
        [$long, $short] = $bytes[5] === "\x01" ? ['P', 'v'] : ['J', 'n'];
        [, $table, $sections] = unpack("{$long}2", $bytes, 32);
        [, $size, $count, $sectionSize, $sectionCount] = unpack("{$short}4", $bytes, 54);
        if ($size !== 56 || $table < 0 || $table + $size * $count > strlen($bytes)) {
            return null;
        }
        $ends = [$sections + $sectionSize * $sectionCount];
        // Of the seven numbers of a segment, the second is where it begins and the fifth how long it is.
        $numbers = unpack($long . 7 * $count, $bytes, $table);
        for ($i = 0; $i < 7 * $count; $i += 7) {
            $ends[] = $numbers[$i + 2] + $numbers[$i + 5];
        }
        // Half of these numbers are negative in PHP: no file is that long.
        return min($ends) < 0 ? PHP_INT_MAX : max($ends);
    }

    /** The same if the table of the segments is elsewhere, where some tools put it. */
    private static function endElsewhere(string $file, string $bytes, int $fileSize): int|float|null
    {
        if (self::machine($bytes) !== self::machine(System::header())) {
            // The system's loader refuses it by its header.
            return null;
        }
        ['table' => $table, 'size' => $size, 'count' => $count] = unpack('@32/qtable/@54/Ssize/Scount', $bytes);
        $end = $table + $size * $count;
        if ($size !== 56 || $table < 0) {
            return null;
        }
        $read = $end <= $fileSize ? System::read($file, 0, $end) : null;
        return is_array($read) ? self::end($read[0]) : $end;
    }

    private static function compare(int $size, int|float|null $end): ?string
    {
        return $end === null || $size >= $end ? null : self::cutShort($size, $end);
    }

    private static function cutShort(int $size, int|float $whole): string
    {
        return "is cut short, $size of $whole bytes; put it there again, with `install -m 644` and not with `cp`";
    }
}

<?php

declare(strict_types=1);

namespace SyncIngest\Native;

use SyncIngest\DropFolder;
use SyncIngest\Exception\SyncIngestException;
use SyncIngest\Options;

/**
 * Whether this user can collect from a folder.
 *
 * @internal
 */
final class FolderCheck
{
    /** @var list<string> */
    public readonly array $problems;

    /** @var list<string> */
    public readonly array $notes;

    /** The path as it can be read. */
    private readonly string $shown;

    public function __construct(private readonly string $path, private readonly Options $options, bool $libraryIsLoaded)
    {
        $this->shown = Diagnosis::readable($path);
        clearstatcache();
        $problems = array_values(array_filter([$this->folder(), $this->sticky(), $this->workArea()]));
        $notes = [];
        if ($problems === [] && $libraryIsLoaded) {
            try {
                $fileSystem = (new DropFolder($path, $options))->status()->fileSystem;
                if (!$fileSystem->verified) {
                    $notes[] = "$this->shown lies on $fileSystem->name, on which the promises of sync_ingest were not verified";
                }
            } catch (SyncIngestException $failure) {
                $problems[] = $failure->getMessage();
            }
        }
        $this->problems = $problems;
        $this->notes = $notes;
    }

    private function folder(): ?string
    {
        $path = $this->path;
        if (str_contains($path, "\0") || !@file_exists($path)) {
            return "cannot use the drop folder $this->shown: it does not exist, or a folder above it may not be searched by "
                . self::user() . Diagnosis::restriction() . '; make it, or give the right path';
        }
        if (!is_dir($path)) {
            return "cannot use the drop folder $this->shown: it is not a folder; give the right path";
        }
        $lacking = array_keys(array_filter([
            'read' => !is_readable($path),
            'write' => !is_writable($path),
            'search' => !is_executable($path),
        ]));
        return $lacking === [] ? null : "cannot use the drop folder $this->shown: " . self::user() . ' may not '
            . implode(' and ', $lacking) . ' it; give the folder to a group of this user, with mode 2770';
    }

    private function sticky(): ?string
    {
        $user = self::id();
        $isSticky = @is_dir($this->path) && (fileperms($this->path) & 01000) !== 0;
        return !$isSticky || in_array($user, [0, null, fileowner($this->path)], true) ? null
            : "cannot use the drop folder $this->shown: its sticky bit keeps " . self::user() . ' from moving the files '
                . "of others out of it; remove that: chmod -t $this->shown";
    }

    private function workArea(): ?string
    {
        $area = $this->options->workArea;
        if ($area === null || $area === '' || !@is_dir($this->path)) {
            return null;
        }
        $place = @is_dir($area) ? $area : dirname($area);
        $cannot = 'cannot use the work area ' . Diagnosis::readable($area);
        $there = Diagnosis::readable($place);
        if (!@is_dir($place)) {
            return "$cannot: there is no folder $there, or a folder above it may not be searched by " . self::user()
                . Diagnosis::restriction() . '; make that folder, or choose another place';
        }
        if (!is_writable($place)) {
            return "$cannot: " . self::user() . " may not write to $there; give that to this user";
        }
        return stat($place)['dev'] === stat($this->path)['dev'] ? null
            : "$cannot: it lies on another file system than the drop folder, and files could not "
                . 'be moved there in one step; choose a place beside the drop folder';
    }

    private static function id(): ?int
    {
        return function_exists('posix_geteuid') ? posix_geteuid() : null;
    }

    private static function user(): string
    {
        $name = function_exists('posix_getpwuid') && self::id() !== null ? posix_getpwuid(self::id()) : false;
        return $name === false ? 'this user' : "the user $name[name]";
    }
}

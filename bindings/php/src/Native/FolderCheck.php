<?php

declare(strict_types=1);

namespace SyncIngest\Native;

use SyncIngest\DropFolder;
use SyncIngest\Exception\SyncIngestException;
use SyncIngest\Options;

/**
 * Whether this user can collect from a folder: first what PHP alone can see, so that it works without the library too, then the
 * findings of the library.
 *
 * @internal
 */
final class FolderCheck
{
    /** The functions of PHP without which nothing can be checked. */
    public const FUNCTIONS = [
        'clearstatcache', 'file_exists', 'is_dir', 'is_executable', 'is_readable', 'is_writable', 'stat',
    ];

    /**
     * File systems on which chmod does nothing: their mount options decide who may do what. The names are those of mountinfo.
     */
    private const WITHOUT_MODES = [
        'cifs', 'smb3', 'smbfs', 'vfat', 'msdos', 'exfat', 'ntfs', 'ntfs3', 'fuseblk', 'drvfs', 'vboxsf', 'prl_fs', 'hfs',
        'fuse.ntfs-3g', 'fuse.exfat', 'fuse.vmhgfs-fuse', 'fuse.gcsfuse', 'fuse.blobfuse', 'fuse.blobfuse2', 'fuse.mount-s3',
        'fuse.rclone', 'fuse.goofys',
    ];

    /** @var list<string> */
    public readonly array $problems;

    /** @var list<string> */
    public readonly array $notes;

    /** The path in readable form. */
    private readonly string $shown;

    public function __construct(private readonly string $path, private readonly Options $options, bool $libraryIsLoaded)
    {
        $this->shown = Diagnosis::readable($path);
        clearstatcache();
        $problems = array_values(array_filter([$this->folder(), $this->workArea()]));
        $notes = array_values(array_filter([$this->withoutModes()]));
        if ($problems === [] && $libraryIsLoaded) {
            try {
                $status = (new DropFolder($path, $options))->status();
                foreach ($status->obstacles as $obstacle) {
                    $problems[] = "cannot use the drop folder $this->shown: $obstacle->advice";
                }
                $fileSystem = $status->fileSystem;
                if (!$fileSystem->verified) {
                    $notes[] = "$this->shown is on $fileSystem->name, on which the promises of sync_ingest were not verified";
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
        $cannot = "cannot use the drop folder $this->shown";
        if (str_contains($path, "\0") || !@file_exists($path)) {
            return "$cannot: it does not exist, or a folder above it may not be searched by "
                . self::user() . Diagnosis::restriction() . '; make it, or give the right path';
        }
        if (!is_dir($path)) {
            return "$cannot: it is not a folder; give the right path";
        }
        $lacking = array_keys(array_filter([
            'read' => !is_readable($path),
            'write' => !is_writable($path),
            'search' => !is_executable($path),
        ]));
        if ($lacking === []) {
            return null;
        }
        return "$cannot: " . (self::unwritable($path) ?? self::user() . ' may not ' . implode(' and ', $lacking) . ' it; '
            . (self::mountWithoutModes($path) ?? 'give the folder to a group of this user, with mode 2770'));
    }

    private function withoutModes(): ?string
    {
        $stat = @is_dir($this->path) ? @stat($this->path) : false;
        $advice = $stat === false || ($stat['mode'] & 077) === 0 ? null : self::mountWithoutModes($this->path);
        return $advice === null ? null : "others may look into every folder beside $this->shown, and so into the work area: $advice";
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
            return "$cannot: " . (self::unwritable($place)
                ?? self::user() . " may not write to $there; " . (self::mountWithoutModes($place) ?? 'give that to this user'));
        }
        [$one, $other] = [@stat($place), @stat($this->path)];
        return match (true) {
            $one === false || $other === false => "$cannot: whether it is on the file system of the drop folder cannot be checked",
            $one['dev'] !== $other['dev'] => "$cannot: it is on another file system than the drop folder, and files could not "
                . 'be moved there in one step; choose a place beside the drop folder',
            default => null,
        };
    }

    /** Why nobody may write to a folder, and what to do; null if others may. */
    private static function unwritable(string $path): ?string
    {
        if (is_writable($path)) {
            return null;
        }
        $mount = Mount::of($path);
        try {
            $error = System::access($path, System::MAY_WRITE);
        } catch (\Error) {
            // FFI is refused.
            $error = $mount === null ? null : System::ACCESS_DENIED;
        }
        // If other reasons also forbid writing, the system reports only those.
        $isReadOnly = $error === System::READ_ONLY || in_array('ro', $mount->options ?? [], true);
        $quoted = Diagnosis::quoted($path);
        return match (true) {
            $isReadOnly => "the file system is mounted read-only: remount it writable (findmnt -T $quoted names it)",
            $error === System::NOT_PERMITTED => "it may not be changed by anybody: if lsattr -d $quoted shows an i, chattr -i $quoted as root",
            $error === null => self::user() . ' may not write it, or its file system is mounted read-only, which cannot be checked here: '
                . "ls -ld $quoted and findmnt -T $quoted show which",
            default => null,
        };
    }

    /** What to do instead of chmod and chown; null if these work. */
    private static function mountWithoutModes(string $path): ?string
    {
        $type = Mount::of($path)?->type;
        return !in_array($type, self::WITHOUT_MODES, true) ? null
            : "on $type modes come from the mount options: mount it with this user as uid=, and with dir_mode=0700 and "
                . 'file_mode=0600 (in the words of that file system)';
    }

    private static function id(): ?int
    {
        if (function_exists('posix_geteuid')) {
            return posix_geteuid();
        }
        try {
            return System::user();
        } catch (\Error) {
            return null;
        }
    }

    private static function user(): string
    {
        $name = function_exists('posix_getpwuid') && self::id() !== null ? posix_getpwuid(self::id()) : false;
        return $name === false ? 'this user' : "the user $name[name]";
    }
}

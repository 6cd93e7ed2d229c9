<?php

declare(strict_types=1);

namespace SyncIngest;

use SyncIngest\Exception\LibraryUnavailable;
use SyncIngest\Native\Diagnosis;
use SyncIngest\Native\FolderCheck;
use SyncIngest\Native\Loader;

/**
 * Whether this package can work here, for a health page: look at it where it is to work, since the command line and web
 * requests differ. Changes nothing and throws nothing.
 */
final class Environment
{
    /**
     * @param list<string> $problems
     * @param list<string> $notes
     */
    private function __construct(
        /** The version of PHP. */
        public readonly string $php,
        /** How PHP runs, as in `cli` or `fpm-fcgi`. */
        public readonly string $sapi,
        /** The setting `ffi.enable`; null without the extension. */
        public readonly ?string $ffiEnable,
        /** Whether FFI may be used. */
        public readonly FfiAccess $ffi,
        /** Where the library was found; null: it is not loaded. */
        public readonly ?string $library,
        /** The version of the library; null: it is not loaded. */
        public readonly ?string $version,
        /** The number of its binary interface; null: it is not loaded. */
        public readonly ?int $abi,
        /** What keeps it from working, each with its cause and what to do. Empty: all is well. */
        public readonly array $problems,
        /** What is good to know. */
        public readonly array $notes,
    ) {
    }

    /** Looks at this process, and at a drop folder where one is given. */
    public static function check(?string $folder = null, ?Options $options = null): self
    {
        $problems = [];
        $notes = [];
        $version = null;
        try {
            Diagnosis::refuseCutShort(Loader::libraries());
            Library::load();
            $version = Library::version();
        } catch (LibraryUnavailable $unavailable) {
            $problems[] = $unavailable->getMessage();
        }
        if ($folder !== null) {
            $check = new FolderCheck($folder, $options ?? new Options(), $version !== null);
            $problems = [...$problems, ...$check->problems];
            $notes = $check->notes;
        }
        $setting = ini_get('ffi.enable');
        return new self(
            php: PHP_VERSION,
            sapi: PHP_SAPI,
            ffiEnable: $setting === false ? null : $setting,
            ffi: FfiAccess::here(),
            library: $version === null ? null : Diagnosis::place(Library::path()),
            version: $version,
            abi: $version === null ? null : Loader::ABI,
            problems: $problems,
            notes: $notes,
        );
    }

    /** Whether nothing keeps it from working. */
    public function isUsable(): bool
    {
        return $this->problems === [];
    }
}

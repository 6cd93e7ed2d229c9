<?php

declare(strict_types=1);

namespace SyncIngest;

use SyncIngest\Exception\LibraryUnavailable;
use SyncIngest\Native\Diagnosis;
use SyncIngest\Native\FolderCheck;
use SyncIngest\Native\Loader;
use SyncIngest\Native\LoadingCheck;

/**
 * Whether this package can work here, for a health page: check it where it will be used, since the command line and web requests
 * differ. Changes nothing and throws nothing.
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
        /** The setting `ffi.enable`; null without the extension, or if reading it is not allowed. */
        public readonly ?string $ffiEnable,
        /** Whether FFI may be used. */
        public readonly FfiAccess $ffi,
        /** Where the library was found; null: it is not loaded. */
        public readonly ?string $library,
        /** The version of the library; null: it is not loaded. */
        public readonly ?string $version,
        /** The number of its binary interface; null: it is not loaded. */
        public readonly ?int $abi,
        /** What keeps it from working, each with its cause and what to do. Empty if there is nothing wrong. */
        public readonly array $problems,
        /** Other useful information. */
        public readonly array $notes,
    ) {
    }

    /** Checks this process, and a drop folder if one is given. */
    public static function check(?string $folder = null, ?Options $options = null): self
    {
        try {
            Requirements::check();
        } catch (LibraryUnavailable $unavailable) {
            // Nothing else of this package may be called.
            return new self(PHP_VERSION, PHP_SAPI, null, FfiAccess::here(), null, null, null, [$unavailable->getMessage()], []);
        }
        $problems = [];
        $notes = [];
        $version = null;
        try {
            Library::load();
            $version = Library::version();
            $notes = LoadingCheck::notes();
        } catch (LibraryUnavailable $unavailable) {
            $problems[] = $unavailable->getMessage();
        }
        if ($folder !== null) {
            [$folderProblems, $folderNotes] = self::folder($folder, $options ?? new Options(), $version !== null);
            $problems = [...$problems, ...$folderProblems];
            $notes = [...$notes, ...$folderNotes];
        }
        return new self(
            php: PHP_VERSION,
            sapi: PHP_SAPI,
            ffiEnable: Diagnosis::setting('ffi.enable'),
            ffi: FfiAccess::here(),
            library: $version === null ? null : Library::path(),
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

    /** @return array{list<string>, list<string>} problems and notes */
    private static function folder(string $folder, Options $options, bool $libraryIsLoaded): array
    {
        try {
            Requirements::demand(FolderCheck::FUNCTIONS);
        } catch (LibraryUnavailable $unavailable) {
            // A collection needs none of these functions.
            return [[], ['the drop folder cannot be checked: ' . $unavailable->getMessage()]];
        }
        $check = new FolderCheck($folder, $options, $libraryIsLoaded);
        return [$check->problems, $check->notes];
    }
}

<?php
// This file is part of Moodle - https://moodle.org/
//
// Moodle is free software: you can redistribute it and/or modify
// it under the terms of the GNU General Public License as published by
// the Free Software Foundation, either version 3 of the License, or
// (at your option) any later version.
//
// Moodle is distributed in the hope that it will be useful,
// but WITHOUT ANY WARRANTY; without even the implied warranty of
// MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the
// GNU General Public License for more details.
//
// You should have received a copy of the GNU General Public License
// along with Moodle.  If not, see <https://www.gnu.org/licenses/>.

namespace tool_syncingest\local\drop;

use SyncIngest\DropFolder;
use SyncIngest\Environment;
use SyncIngest\FfiAccess;
use SyncIngest\Library as package;
use SyncIngest\Options;
use tool_syncingest\local\config;

/**
 * The shared library, and the PHP package through which it is used.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class library {
    /** @var DropFolder|null the drop folder, as it was last used in this process */
    private static ?DropFolder $folder = null;

    /** @var Options|null how it is collected */
    private static ?Options $options = null;

    /** @var string where it is */
    private static string $path = '';

    /**
     * Loads the library, once per process.
     *
     * @throws \Exception saying what was tried, and what to do
     */
    public static function load(): void {
        if (!class_exists(package::class, false)) {
            self::load_package();
        }
        package::load(config::library_path());
    }

    /**
     * Returns the drop folder, ready to be used.
     *
     * @param bool $clusterlocked whether we hold a lock that spans all web servers
     * @return DropFolder
     * @throws \Exception
     */
    public static function folder(bool $clusterlocked = false): DropFolder {
        self::load();
        $options = config::options($clusterlocked);
        // Handing the options over to the library takes longer than a look at an empty folder.
        if (self::$folder === null || self::$path !== config::folder() || self::$options != $options) {
            [self::$path, self::$options] = [config::folder(), $options];
            self::$folder = new DropFolder(self::$path, $options);
        }
        return self::$folder;
    }

    /**
     * Returns why the library cannot be used in this process; null: it can.
     *
     * @return string|null
     */
    public static function problem(): ?string {
        try {
            self::load();
            return null;
        } catch (\Throwable $failure) {
            return $failure->getMessage();
        }
    }

    /**
     * Returns whether PHP allows FFI in this process, whether or not the library exists.
     *
     * @return bool
     */
    public static function has_ffi(): bool {
        try {
            self::load_package();
            return FfiAccess::here() === FfiAccess::Allowed;
        } catch (\Throwable $failure) {
            return false;
        }
    }

    /**
     * Returns the package's messages about why the drop folder cannot be used, such as a read-only mount.
     *
     * @return string[] none where the library cannot be used: then that comes first
     */
    public static function folder_problems(): array {
        return self::problem() !== null ? [] : Environment::check(config::folder(), config::options(false))->problems;
    }

    /**
     * Returns the version and the path of the library.
     *
     * @return string[] version, path
     */
    public static function describe(): array {
        return [package::version(), package::path()];
    }

    /**
     * Makes the classes of the package known, without loading the library.
     */
    public static function load_package(): void {
        $autoload = dirname(__DIR__, 3) . '/extlib/sync_ingest/autoload.php';
        if (!is_file($autoload)) {
            throw new \RuntimeException("the plugin is incomplete: $autoload is missing; install it from its zip file");
        }
        require_once($autoload);
    }
}

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

namespace tool_syncingest\local;

use SyncIngest\Durability;
use SyncIngest\Options;
use tool_syncingest\local\drop\library;
use tool_syncingest\local\store\retention;

/**
 * What the site has decided: places in config.php alone, the rest in the settings.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class config {
    /** @var int age in seconds at which a lock or an unfinished upload becomes an alarm */
    public const DEFAULT_MAX_AGE = 3 * HOURSECS;

    /** @var int seconds between two reminders of the same alarm */
    public const DEFAULT_REMINDER = DAYSECS;

    /** @var int seconds for which a replaced version is kept */
    public const DEFAULT_ARCHIVES = 30 * DAYSECS;

    /** @var int seconds for which a collected file is listed */
    public const DEFAULT_HISTORY = 90 * DAYSECS;

    /** @var int seconds that the library lets a file settle, unless the site has decided otherwise */
    private const SETTLE = 30;

    /** @var int the same where other hosts may write to the file system */
    private const SETTLE_ON_NETWORK = 90;

    /** @var int seconds for which row results of feeds are kept: they hold personal data */
    public const DEFAULT_RESULTS = 30 * DAYSECS;

    /** @var string[] component and file area that files are collected into, unless the settings name others */
    public const OWN_AREA = ['tool_syncingest', 'files'];

    /**
     * Returns the drop folder: where agents deliver.
     *
     * @return string
     */
    public static function folder(): string {
        global $CFG;
        return $CFG->tool_syncingest_folder ?? $CFG->dataroot . '/sync';
    }

    /**
     * Returns whether the drop folder is the default one, which the plugin may create.
     *
     * @return bool
     */
    public static function is_default_folder(): bool {
        global $CFG;
        return !isset($CFG->tool_syncingest_folder);
    }

    /**
     * Returns the folder of claimed and rejected files, out of the agent's reach.
     *
     * @return string
     */
    public static function work_area(): string {
        global $CFG;
        return $CFG->tool_syncingest_workarea ?? self::base() . '/work';
    }

    /**
     * Returns the folder of private copies while they are scanned and stored.
     *
     * @return string
     */
    public static function staging(): string {
        return self::base() . '/staging';
    }

    /**
     * Makes the folder of the private copies: nobody but the web server's user has any business there.
     *
     * @throws \invalid_dataroot_permissions
     */
    public static function make_staging(): void {
        $staging = self::staging();
        check_dir_exists($staging);
        if ((fileperms($staging) & 07777) !== 0700) {
            chmod($staging, 0700);
        }
    }

    /**
     * Returns where the working files of runs are, for all web servers.
     *
     * @return string
     */
    public static function runs(): string {
        return self::base() . '/runs';
    }

    /**
     * Returns where the hashes of what was applied last are kept.
     *
     * @return string
     */
    public static function hashes(): string {
        return self::base() . '/hashes';
    }

    /**
     * Removes copies that a process left behind which was killed.
     */
    public static function clear_staging(): void {
        array_map(fn(string $path): bool => @unlink($path), glob(self::staging() . '/*') ?: []);
    }

    /**
     * Returns the library, where config.php names one.
     *
     * @return string|null
     */
    public static function library_path(): ?string {
        global $CFG;
        return $CFG->tool_syncingest_library ?? null;
    }

    /**
     * Returns the options for the library.
     *
     * @param bool $clusterlocked whether we hold a lock that spans all web servers
     * @return Options
     */
    public static function options(bool $clusterlocked = false): Options {
        // All at once: asking Moodle's cache for each would take longer than the look at an empty folder.
        $settings = get_config('tool_syncingest');
        $settle = $settings->settle ?? '';
        $maxsize = (int) ($settings->maxsize ?? 0);
        $maxage = $settings->maxage ?? '';
        return new Options(
            workArea: self::work_area(),
            settle: $settle === '' ? null : max(0, (int) $settle),
            maxAge: $maxage === '' ? self::DEFAULT_MAX_AGE : (int) $maxage,
            maxSize: $maxsize > 0 ? $maxsize * 1024 * 1024 : null,
            // The copies of a batch are brought to the disk together, before the transaction that stores them.
            durability: Durability::Deferred,
            clusterLocked: $clusterlocked,
            sha1: true,
            unfinishedNames: preg_split('/ +/', $settings->unfinishednames ?? '', -1, PREG_SPLIT_NO_EMPTY),
        );
    }

    /**
     * Returns the settle time in seconds on the file system of the drop folder.
     *
     * @return int
     */
    public static function settle(): int {
        $settle = get_config('tool_syncingest', 'settle');
        if ($settle !== false && $settle !== '') {
            return max(0, (int) $settle);
        }
        return library::folder()->status()->fileSystem->network ? self::SETTLE_ON_NETWORK : self::SETTLE;
    }

    /**
     * Returns the component and file area for collected files.
     *
     * @return string[] component, file area
     */
    public static function area(): array {
        if (get_config('tool_syncingest', 'usetoolsync') && self::tool_sync_is_installed()) {
            return ['tool_sync', 'syncfiles'];
        }
        return self::OWN_AREA;
    }

    /**
     * Returns whether a file whose name Moodle would change is stored under the name that Moodle gives it.
     *
     * @return bool
     */
    public static function may_rename(): bool {
        return (bool) get_config('tool_syncingest', 'storerenamed');
    }

    /**
     * Returns whether the plugin tool_sync is there.
     *
     * @return bool
     */
    public static function tool_sync_is_installed(): bool {
        return \core_component::get_component_directory('tool_sync') !== null;
    }

    /**
     * Returns a duration from the settings.
     *
     * @param string $name
     * @param int $default
     * @return int seconds
     */
    public static function seconds(string $name, int $default): int {
        $value = get_config('tool_syncingest', $name);
        return $value === false || $value === '' ? $default : (int) $value;
    }

    /**
     * Returns how long stored files are kept. Rules that cannot be understood delete nothing.
     *
     * @return retention
     */
    public static function retention(): retention {
        try {
            return retention::of((string) get_config('tool_syncingest', 'retention'));
        } catch (\InvalidArgumentException) {
            return retention::of('');
        }
    }

    /**
     * Returns the plugin's own folder under the data root.
     *
     * @return string
     */
    private static function base(): string {
        global $CFG;
        return $CFG->dataroot . '/tool_syncingest';
    }
}

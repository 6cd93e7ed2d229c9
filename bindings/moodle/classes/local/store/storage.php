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

namespace tool_syncingest\local\store;

defined('MOODLE_INTERNAL') || die();

global $CFG;
require_once($CFG->libdir . '/filelib.php');
require_once($CFG->libdir . '/filestorage/file_storage.php');

/**
 * Moodle's file storage, which gets the hash of a file that was hashed while it was copied. In the default file pool
 * the private copy becomes the content by a hard link; every other file system class gets the file as always.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class storage extends \file_storage {
    /** @var string[] hash of each staged file, by its path */
    private array $known = [];

    /** @var bool[] contents that this object has put into the pool, by hash */
    private array $placed = [];

    /** @var int from how many folders on the command line syncs the file system at once. A web request never does. */
    private const MANY = 100;

    /** @var bool[] contents of the pool that were not linked, and are not on the disk yet, by path */
    private array $unsynced = [];

    /** @var bool[] folders of the pool that have new entries, by path */
    private array $changed = [];

    /** @var \stored_file[] folders of file areas that this transaction has seen, by the hash of their path */
    private array $directories = [];

    /**
     * Stores a staged file.
     *
     * @param array $record as for create_file_from_pathname()
     * @param string $pathname
     * @param string $contenthash
     * @return \stored_file
     */
    public function store(array $record, string $pathname, string $contenthash): \stored_file {
        $this->known = [$pathname => $contenthash];
        return $this->create_file_from_pathname($record, $pathname);
    }

    /**
     * Returns the stored files of these names; where none is there, that costs one query.
     *
     * @param area $area
     * @param string[] $names
     * @return \stored_file[] by name
     */
    public function named(area $area, array $names): array {
        global $DB;
        $hashes = array_map(fn(string $name): string => self::get_pathname_hash(...[...$area->place('/'), $name]), $names);
        $files = [];
        foreach ($DB->get_records_list('files', 'pathnamehash', $hashes, '', 'id, filename') as $row) {
            $files[$row->filename] = $this->get_file_by_id($row->id);
        }
        return array_filter($files);
    }

    #[\Override]
    public function create_directory($contextid, $component, $filearea, $itemid, $filepath, $userid = null) {
        // Moodle asks for the same folder again with each file.
        $hash = self::get_pathname_hash($contextid, $component, $filearea, $itemid, $filepath, '.');
        return $this->directories[$hash]
            ??= parent::create_directory($contextid, $component, $filearea, $itemid, $filepath, $userid);
    }

    #[\Override]
    public function add_file_to_pool($pathname, $contenthash = null, $newrecord = null) {
        $contenthash ??= $this->known[$pathname] ?? null;
        $linked = $contenthash !== null && $this->link_into_pool($pathname, $contenthash);
        $result = parent::add_file_to_pool($pathname, $contenthash, $newrecord);
        if ($linked || $result[2]) {
            $this->placed[$result[0]] = true;
        }
        if ($linked && $result[0] !== $contenthash) {
            // A callback has given Moodle another content instead.
            $this->get_file_system()->remove_file($contenthash);
        }
        $path = $this->pool_path($result[0]);
        if ($path !== null) {
            if (!$linked || $result[0] !== $contenthash) {
                $this->unsynced[$path] = true;
            }
            $this->changed += array_fill_keys([dirname($path), dirname($path, 2), dirname($path, 3)], true);
        }
        return $result;
    }

    /**
     * Before the records are committed: brings contents that were not linked and the folders to the disk, each once.
     */
    public function sync(): void {
        array_map([durable::class, 'sync'], array_keys($this->unsynced));
        $folders = array_keys($this->changed);
        if (!CLI_SCRIPT || count($folders) < self::MANY || !durable::sync_file_system(end($folders))) {
            array_map([durable::class, 'sync'], $folders);
        }
        $this->unsynced = $this->changed = [];
    }

    /**
     * Restores the content after the commit if it is gone: deleting the last other file of the same content at the same moment
     * removes the content.
     *
     * @param string $pathname the staged file
     * @param string $contenthash
     */
    public function ensure_content(string $pathname, string $contenthash): void {
        clearstatcache();
        if (!$this->get_file_system()->is_file_readable_remotely_by_hash($contenthash)) {
            $this->known = [$pathname => $contenthash];
            $this->add_file_to_pool($pathname);
            $this->sync();
        }
    }

    /**
     * After the records were rolled back: takes out of the pool what nobody uses.
     */
    public function forget_placed(): void {
        foreach (array_keys($this->placed) as $contenthash) {
            $this->get_file_system()->remove_file($contenthash);
        }
        $this->placed = $this->unsynced = $this->changed = $this->directories = [];
    }

    /**
     * After the records were committed.
     */
    public function keep_placed(): void {
        $this->placed = $this->directories = [];
    }

    /**
     * Links the staged file into the default file pool, if that is on the same file system and does not have the content.
     *
     * @param string $pathname
     * @param string $contenthash
     * @return bool whether it was done; otherwise Moodle copies the file
     */
    private function link_into_pool(string $pathname, string $contenthash): bool {
        global $CFG;
        $path = $this->pool_path($contenthash);
        if ($path === null || file_exists($path)) {
            return false;
        }
        if (!is_dir(dirname($path)) && !@mkdir(dirname($path), $CFG->directorypermissions, true) && !is_dir(dirname($path))) {
            return false;
        }
        return @link($pathname, $path);
    }

    /**
     * Returns the path of a content in the default file pool; null: another file system class is in use.
     *
     * @param string $contenthash
     * @return string|null
     */
    private function pool_path(string $contenthash): ?string {
        global $CFG;
        if (get_class($this->get_file_system()) !== \file_system_filedir::class) {
            return null;
        }
        return ($CFG->filedir ?? $CFG->dataroot . '/filedir') . '/' . substr($contenthash, 0, 2) . '/'
            . substr($contenthash, 2, 2) . '/' . $contenthash;
    }
}

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

use tool_syncingest\local\drop\rejected;

/**
 * Stores a rejected file under the name that Moodle gives it, at the request of a person.
 *
 * The stored file and its row in the history are committed together, under the id of the delivery: a process that is killed
 * between that and the removal of the rejected file leads to no second stored file.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class rescue {
    /**
     * Stores it. The caller removes the rejected file then.
     *
     * @param rejected $file
     * @return string the name under which it is stored
     * @throws \moodle_exception when that cannot be
     */
    public static function store(rejected $file): string {
        global $CFG;
        $name = naming::given($file->name);
        if ($name === '') {
            $reason = get_string('rejection_name_forbidden', 'tool_syncingest');
            throw new \moodle_exception('rejectedfailed', 'tool_syncingest', '', $reason);
        }
        $copy = make_request_directory() . '/' . $file->id;
        self::copy($file->path(), $copy);
        chmod($copy, $CFG->filepermissions);
        try {
            scanner::scan($copy, $name);
        } catch (\SyncIngest\RejectDelivery | \core\antivirus\scanner_exception $refusal) {
            throw new \moodle_exception('rejectedfailed', 'tool_syncingest', '', $refusal->getMessage());
        }
        durable::sync($copy);
        if (self::commit($file, $name, $copy)) {
            announcement::of([$name]);
        }
        return $name;
    }

    /**
     * Stores the file and its row in one transaction.
     *
     * @param rejected $file
     * @param string $name
     * @param string $copy
     * @return bool whether it was stored now; otherwise it had been before
     */
    private static function commit(rejected $file, string $name, string $copy): bool {
        global $DB;
        $storage = new storage();
        $transaction = $DB->start_delegated_transaction();
        try {
            $isnew = !history::known([$file->id]);
            if ($isnew) {
                history::add([self::place($storage, $file, $name, $copy)]);
            }
            $storage->sync();
            $transaction->allow_commit();
        } catch (\Throwable $failure) {
            $DB->force_transaction_rollback();
            $storage->forget_placed();
            throw $failure;
        }
        $storage->keep_placed();
        return $isnew;
    }

    /**
     * Stores the file at its place.
     *
     * @param storage $storage
     * @param rejected $file
     * @param string $name
     * @param string $copy
     * @return array its row in the history
     */
    private static function place(storage $storage, rejected $file, string $name, string $copy): array {
        $area = new area();
        $source = fix_utf8($file->name);
        $old = $storage->named($area, [$name])[$name] ?? null;
        if ($old && ($old->get_source() ?: $name) !== $source) {
            // Another file is really called so: it is no older version.
            throw new \moodle_exception('nametaken', 'tool_syncingest', '', $name);
        }
        if ($old) {
            archives::keep($old);
        }
        $new = $storage->store([
            'contextid' => $area->contextid, 'component' => $area->component, 'filearea' => $area->filearea, 'itemid' => 0,
            'filepath' => '/', 'filename' => $name, 'source' => $source,
        ], $copy, sha1_file($copy));
        return ['deliveryid' => $file->id, 'filename' => $source] + history::row_by_hand($new, $old);
    }

    /**
     * Copies a file that must not change meanwhile: its agent may still have it open.
     *
     * @param string $path
     * @param string $copy
     */
    private static function copy(string $path, string $copy): void {
        $state = function () use ($path): array {
            clearstatcache(true, $path);
            $stat = @lstat($path) ?: [];
            return array_map(fn(string $key): int => $stat[$key] ?? 0, ['ino', 'size', 'mtime', 'ctime']);
        };
        $before = $state();
        if (!@copy($path, $copy) || $state() !== $before || filesize($copy) !== $before[1]) {
            throw new \moodle_exception('rejectedfailed', 'tool_syncingest', '', error_get_last()['message'] ?? 'it changed');
        }
    }
}

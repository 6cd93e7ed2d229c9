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

use tool_syncingest\event\file_deleted;
use tool_syncingest\event\file_expired;

/**
 * The stored files of the area, one by one or many at a time.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class stored_files {
    /** @var string what is a file of the area and no folder */
    private const FILES = "contextid = ? AND component = ? AND filearea = ? AND itemid = 0 AND filename <> '.'";

    /**
     * Returns how many there are, including replaced versions.
     *
     * @return int
     */
    public static function count(): int {
        global $DB;
        return $DB->count_records_select('files', self::FILES, self::area());
    }

    /**
     * Returns the files with these ids that are still in our area.
     *
     * @param int[] $ids
     * @return \stored_file[]
     */
    public static function get(array $ids): array {
        $area = new area();
        $ours = fn(?\stored_file $file): bool => $file !== null && !$file->is_directory()
            && (int) $file->get_contextid() === (int) $area->contextid
            && $file->get_component() === $area->component && $file->get_filearea() === $area->filearea;
        return array_values(array_filter(
            array_map(fn(int $id): ?\stored_file => get_file_storage()->get_file_by_id($id) ?: null, $ids),
            $ours
        ));
    }

    /**
     * Deletes files for good.
     *
     * @param int[] $ids
     * @return int how many; others had been deleted or replaced meanwhile
     */
    public static function delete(array $ids): int {
        $files = self::get($ids);
        foreach ($files as $file) {
            $file->delete();
            file_deleted::create_for($file->get_filename(), ['hash' => $file->get_contenthash()])->trigger();
        }
        return count($files);
    }

    /**
     * Deletes files that have been kept long enough. Replaced versions have a time of their own.
     *
     * @param retention $retention
     * @param int $now
     * @return int how many
     */
    public static function expire(retention $retention, int $now): int {
        global $DB;
        if ($retention->is_off()) {
            return 0;
        }
        $deleted = 0;
        $rows = $DB->get_recordset_select(
            'files',
            self::FILES . " AND filepath = '/' AND timecreated <= ?",
            [...self::area(), $now - $retention->shortest()],
            'id',
            'id, filename, timecreated'
        );
        foreach ($rows as $row) {
            if ($retention->is_over($row->filename, $now - $row->timecreated)) {
                // A newer delivery of this name would have another id.
                foreach (self::get([(int) $row->id]) as $file) {
                    $file->delete();
                    file_expired::create_for($row->filename, ['hash' => $file->get_contenthash()])->trigger();
                    $deleted++;
                }
            }
        }
        $rows->close();
        return $deleted;
    }

    /**
     * Returns their context, component and file area.
     *
     * @return array
     */
    private static function area(): array {
        $area = new area();
        return [$area->contextid, $area->component, $area->filearea];
    }
}

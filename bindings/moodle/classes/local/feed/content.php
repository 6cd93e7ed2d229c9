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

namespace tool_syncingest\local\feed;

/**
 * The content of a run: a reference of its own into the file store, because the next delivery of the name moves the stored file
 * away.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class content {
    /** @var string file area; the item is the run */
    public const AREA = 'runs';

    /**
     * Keeps the content of a stored file for a run.
     *
     * @param int $runid
     * @param \stored_file $file
     */
    public static function keep(int $runid, \stored_file $file): void {
        get_file_storage()->create_file_from_storedfile([
            'contextid' => \context_system::instance()->id, 'component' => 'tool_syncingest', 'filearea' => self::AREA,
            'itemid' => $runid, 'filepath' => '/',
        ], $file);
    }

    /**
     * Returns the content of a run.
     *
     * @param int $runid
     * @return \stored_file|null null: it is gone
     */
    public static function of(int $runid): ?\stored_file {
        $context = \context_system::instance()->id;
        $files = get_file_storage()->get_area_files($context, 'tool_syncingest', self::AREA, $runid, 'id', false);
        return $files ? reset($files) : null;
    }

    /**
     * Deletes the content of a run.
     *
     * @param int $runid
     */
    public static function delete(int $runid): void {
        get_file_storage()->delete_area_files(\context_system::instance()->id, 'tool_syncingest', self::AREA, $runid);
    }
}

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

/**
 * Where a stored file goes when another takes its name.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class archives {
    /** @var string the folder of the file area */
    public const PATH = '/archives/';

    /**
     * Moves a stored file to the archives. Within a transaction that also stores its successor, nobody sees a moment
     * without either.
     *
     * @param \stored_file $old
     */
    public static function keep(\stored_file $old): void {
        $storage = get_file_storage();
        $place = [$old->get_contextid(), $old->get_component(), $old->get_filearea(), $old->get_itemid(), self::PATH];
        $storage->create_directory(...$place);
        $number = 0;
        do {
            $name = naming::archived($old->get_filename(), time(), ++$number);
        } while ($storage->file_exists(...[...$place, $name]));
        $old->rename(self::PATH, $name);
    }
}

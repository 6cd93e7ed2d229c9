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

use tool_syncingest\local\feed\rules\mode;
use tool_syncingest\local\feed\rules\name_parts;
use tool_syncingest\local\feed\rules\pattern;
use tool_syncingest\local\store\area;
use tool_syncingest\local\store\stored_files;

/**
 * The stored files on which a feed can be tried. Replaced versions are not among them.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class candidates {
    /** @var int how many are looked at, the newest first */
    public const MOST = 500;

    /**
     * Returns the newest ones.
     *
     * @param int $limit
     * @return string[] names by id of the file
     */
    public static function latest(int $limit = self::MOST): array {
        global $DB;
        $area = new area();
        $where = "contextid = ? AND component = ? AND filearea = ? AND itemid = 0 AND filepath = '/' AND filename <> '.'";
        return $DB->get_records_select_menu(
            'files',
            $where,
            [$area->contextid, $area->component, $area->filearea],
            'timecreated DESC, id DESC',
            'id, filename',
            0,
            $limit
        );
    }

    /**
     * Returns one.
     *
     * @param int $id
     * @return \stored_file|null null: it was deleted or replaced meanwhile
     */
    public static function get(int $id): ?\stored_file {
        return $id > 0 ? stored_files::get([$id])[0] ?? null : null;
    }

    /**
     * Returns what a pattern finds in names.
     *
     * @param string $text
     * @param mode $mode
     * @param string[] $names by id
     * @return name_parts[] by id; those that match
     */
    public static function matching(string $text, mode $mode, array $names): array {
        if (pattern::problems($text, $mode)) {
            return [];
        }
        $pattern = new pattern($text);
        return array_filter(array_map(fn(string $name): ?name_parts => $pattern->match($name), $names));
    }
}

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

namespace tool_syncingest\local\feed\processor\roster;

use tool_syncingest\local\feed\processor\row_failure;
use tool_syncingest\local\feed\processor\user\people;

/**
 * The roles of the site.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class roles {
    /** @var string[] short names by id */
    private readonly array $names;

    /**
     * Reads them.
     */
    public function __construct() {
        global $DB;
        $this->names = $DB->get_records_menu('role', null, 'sortorder', 'id, shortname');
    }

    /**
     * Returns all short names.
     *
     * @return string[]
     */
    public function all(): array {
        return array_values($this->names);
    }

    /**
     * Returns the roles that a cell names.
     *
     * @param string[] $names
     * @return int[]
     * @throws row_failure
     */
    public function ids(array $names): array {
        $folded = array_flip(array_map(people::fold(...), $this->names));
        return array_map(
            fn(string $name): int => $folded[people::fold($name)] ?? throw new row_failure('role_missing', ['value' => $name]),
            $names
        );
    }

    /**
     * Returns the short names of roles.
     *
     * @param int[] $ids
     * @return string[] by id
     */
    public function names(array $ids): array {
        return array_intersect_key($this->names, array_flip($ids));
    }
}

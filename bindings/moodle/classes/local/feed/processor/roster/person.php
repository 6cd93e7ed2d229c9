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

use tool_syncingest\local\feed\processor\overlay;
use tool_syncingest\local\feed\processor\row_failure;
use tool_syncingest\local\feed\processor\user\people;

/**
 * Finds the account that a row leads to.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class person {
    /**
     * Returns the account of a value.
     *
     * @param people $people
     * @param string $column
     * @param string $value
     * @param overlay $overlay
     * @return \stdClass|null null: an earlier feed would make it
     * @throws row_failure
     */
    public static function find(people $people, string $column, string $value, overlay $overlay): ?\stdClass {
        $found = $people->by($column, $value);
        if (count($found) > 1) {
            throw new row_failure('ambiguous', ['column' => $column, 'value' => $value]);
        }
        if (!$found && $overlay->find("user $column", people::fold($value)) === null) {
            throw new row_failure('user_missing', ['column' => $column, 'value' => $value]);
        }
        return $found[0] ?? null;
    }
}

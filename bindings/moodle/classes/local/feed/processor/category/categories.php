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

namespace tool_syncingest\local\feed\processor\category;

use tool_syncingest\local\feed\processor\row_failure;
use tool_syncingest\local\feed\rules\alike;
use tool_syncingest\local\feed\rules\category_path;

/**
 * All course categories of the site, as they are when it is made: one query, however many rows name them.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class categories {
    /** @var \stdClass[] id, name, idnumber, parent, visible and contextid, by id */
    private readonly array $all;

    /** @var array[] ids by folded number */
    private array $bynumber = [];

    /** @var array[] names of children by id, by the id of their parent */
    private array $children = [];

    /**
     * Reads them.
     */
    public function __construct() {
        global $DB;
        $context = \context_helper::get_preload_record_columns_sql('x');
        $sql = "SELECT c.id, c.name, c.idnumber, c.parent, c.visible, x.id AS contextid, $context FROM {course_categories} c"
            . ' JOIN {context} x ON x.contextlevel = ? AND x.instanceid = c.id ORDER BY c.sortorder, c.id';
        $this->all = $DB->get_records_sql($sql, [CONTEXT_COURSECAT]);
        foreach ($this->all as $id => $category) {
            \context_helper::preload_from_record($category);
            $this->children[(int) $category->parent][$id] = $category->name;
            if ((string) $category->idnumber !== '') {
                $this->bynumber[alike::fold($category->idnumber)][$id] = $category->idnumber;
            }
        }
    }

    /**
     * Returns a category.
     *
     * @param int $id
     * @return \stdClass|null
     */
    public function get(int $id): ?\stdClass {
        return $this->all[$id] ?? null;
    }

    /**
     * Returns the first category of the site.
     *
     * @return int
     */
    public function first(): int {
        return array_key_first($this->children[0]);
    }

    /**
     * Returns the category that a row names: by its number where it has one, else by its path.
     *
     * @param string $number
     * @param string $path
     * @return int|null null: there is none
     * @throws row_failure when several have the number or the name
     */
    public function find(string $number, string $path): ?int {
        return trim($number) !== '' ? $this->by_number($number) : $this->by_names(category_path::split($path));
    }

    /**
     * Returns the category of a number.
     *
     * @param string $number
     * @return int|null null: there is none
     * @throws row_failure
     */
    public function by_number(string $number): ?int {
        return self::only(alike::find($this->bynumber[alike::fold($number)] ?? [], $number), $number);
    }

    /**
     * Returns the category of a path.
     *
     * @param string[] $names
     * @return int|null null: there is none
     * @throws row_failure
     */
    public function by_names(array $names): ?int {
        $id = 0;
        foreach ($names as $name) {
            $id = self::only(alike::find($this->children[$id] ?? [], $name), category_path::join($names));
            if ($id === null) {
                return null;
            }
        }
        return $id ?: null;
    }

    /**
     * Returns the context in which a category with this path would be made: that of its nearest parent that is there.
     *
     * @param string[] $names
     * @return \context
     * @throws row_failure
     */
    public function parent_context(array $names): \context {
        while (array_pop($names) !== null && $names) {
            $id = $this->by_names($names);
            if ($id !== null) {
                return \context_coursecat::instance($id);
            }
        }
        return \context_system::instance();
    }

    /**
     * Returns the path of a category, as a person reads it.
     *
     * @param int $id
     * @return string
     */
    public function path(int $id): string {
        $names = [];
        while (isset($this->all[$id])) {
            array_unshift($names, $this->all[$id]->name);
            $id = (int) $this->all[$id]->parent;
        }
        return category_path::join($names);
    }

    /**
     * Returns the only id.
     *
     * @param int[] $ids
     * @param string $name
     * @return int|null null: there is none
     * @throws row_failure
     */
    private static function only(array $ids, string $name): ?int {
        if (count($ids) > 1) {
            throw new row_failure('category_ambiguous', ['value' => $name]);
        }
        return $ids[0] ?? null;
    }
}

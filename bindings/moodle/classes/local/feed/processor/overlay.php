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

namespace tool_syncingest\local\feed\processor;

/**
 * What earlier rows of a plan would create: a provisional id by type and key. Nothing of it is in Moodle yet.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class overlay {
    /** @var int[] negative ids, by type and key */
    private array $ids = [];

    /**
     * Remembers that a row would create something.
     *
     * @param string $type
     * @param string $key
     * @return int its provisional id, which is negative
     */
    public function create(string $type, string $key): int {
        return $this->ids["$type\0$key"] ??= -1 - count($this->ids);
    }

    /**
     * Returns what an earlier row would create.
     *
     * @param string $type
     * @param string $key
     * @return int|null null: none would
     */
    public function find(string $type, string $key): ?int {
        return $this->ids["$type\0$key"] ?? null;
    }
}

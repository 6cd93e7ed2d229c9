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
 * What earlier rows of a plan would create: later rows may refer to it although it is not there yet. Beyond some ten thousands it
 * is kept in a temporary file, so that a plan of any size takes the same memory.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class overlay {
    /** @var int how many are kept in memory */
    private const IN_MEMORY = 30000;

    /** @var int[] negative ids, by type and key */
    private array $ids = [];

    /** @var int how many there are, in memory or in the file */
    private int $count = 0;

    /** @var id_file|null those that are not in memory */
    private ?id_file $more = null;

    /**
     * Remembers that a row would create something.
     *
     * @param string $type
     * @param string $key
     * @return int its provisional id, which is negative
     */
    public function create(string $type, string $key): int {
        $id = $this->find($type, $key);
        if ($id !== null) {
            return $id;
        }
        $id = -1 - $this->count++;
        if ($this->count <= self::IN_MEMORY) {
            $this->ids["$type\0$key"] = $id;
        } else {
            $this->more ??= new id_file();
            $this->more->add("$type\0$key", $id);
        }
        return $id;
    }

    /**
     * Returns what an earlier row would create.
     *
     * @param string $type
     * @param string $key
     * @return int|null null: none would
     */
    public function find(string $type, string $key): ?int {
        return $this->ids["$type\0$key"] ?? $this->more?->find("$type\0$key");
    }
}

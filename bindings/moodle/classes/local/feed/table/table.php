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

namespace tool_syncingest\local\feed\table;

use tool_syncingest\local\feed\rules\file_facts;

/**
 * A delivered file, read as a table. All that the engine knows of how files are read is here.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
interface table {
    /**
     * Checks the file in one pass, and writes nothing.
     *
     * @return file_facts
     * @throws refused when it cannot be read as a table at all
     */
    public function check(): file_facts;

    /**
     * Returns the names of the columns as they were delivered; asked after the check.
     *
     * @return string[]
     */
    public function header(): array;

    /**
     * Returns the rows that cannot be used.
     *
     * @return iterable of bad_row
     */
    public function bad_rows(): iterable;

    /**
     * Returns the rows that are new or different against what is known, or all of them.
     *
     * @param iterable|null $known pairs of key hash and row hash, in hexadecimal digits, in the order of the keys; null: return all
     * @return iterable of table_row, in the order of the file
     */
    public function changes(?iterable $known): iterable;

    /**
     * Returns the keys that are known and no longer there; asked after all changes were read.
     *
     * @return iterable|null hashes; null: it is not known, because of {@see file_facts::$unreadable}
     */
    public function gone(): ?iterable;

    /**
     * Returns rows as they were delivered, bad ones among them, in the order of the header.
     *
     * @param int[] $lines
     * @return iterable of cells, by line
     */
    public function originals(array $lines): iterable;
}

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

use tool_syncingest\local\feed\definition;
use tool_syncingest\local\feed\rules\file_facts;

/**
 * Reads tables with the library.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class library_table implements table {
    /**
     * Constructor.
     *
     * @param string $path
     * @param definition $definition
     * @param string[] $columns
     * @param string $secret
     * @throws \moodle_exception where the library reads no tables
     */
    public function __construct(string $path, definition $definition, array $columns, string $secret) {
        throw new \moodle_exception('feed_notables', 'tool_syncingest');
    }

    #[\Override]
    public function check(): file_facts {
        throw new \moodle_exception('feed_notables', 'tool_syncingest');
    }

    #[\Override]
    public function bad_rows(): iterable {
        return [];
    }

    #[\Override]
    public function changes(?iterable $known): iterable {
        return [];
    }

    #[\Override]
    public function gone(): ?iterable {
        return null;
    }

    #[\Override]
    public function originals(array $lines): iterable {
        return [];
    }
}

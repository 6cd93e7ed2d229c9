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

use tool_syncingest\local\feed\rules\owned;

/**
 * What an outcome has become in Moodle.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class applied {
    /**
     * Constructor.
     *
     * @param string $type of the object
     * @param int $objectid
     * @param owned $owned
     * @param string $scope
     * @param bool $gone whether the object no longer exists: the feed forgets it
     * @param array|null $given what the feed has given the object, for {@see record::$given}; null: as it was
     */
    public function __construct(
        /** @var string of the object */
        public readonly string $type,
        /** @var int */
        public readonly int $objectid,
        /** @var owned */
        public readonly owned $owned,
        /** @var string a cohort, a course; empty: none */
        public readonly string $scope = '',
        /** @var bool whether the object no longer exists */
        public readonly bool $gone = false,
        /** @var array|null what the feed has given the object; null: as it was */
        public readonly ?array $given = null,
    ) {
    }
}

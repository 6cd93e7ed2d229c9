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
 * What a feed knows of one key.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class record {
    /**
     * Constructor.
     *
     * @param string $keyhash 32 hexadecimal digits
     * @param string $type of the object
     * @param int $objectid
     * @param string $scope a cohort, a course; empty: none
     * @param owned $owned
     * @param int|null $missing since when its key is in no file; null: it is in the last one
     * @param bool $pinned whether a person has brought it back
     * @param string $key as a person reads it
     * @param array $given what the feed has given the object, as the processor remembers it
     */
    public function __construct(
        /** @var string 32 hexadecimal digits */
        public readonly string $keyhash,
        /** @var string of the object */
        public readonly string $type,
        /** @var int */
        public readonly int $objectid,
        /** @var string a cohort, a course; empty: none */
        public readonly string $scope,
        /** @var owned */
        public readonly owned $owned,
        /** @var int|null since when its key is in no file; null: it is in the last one */
        public readonly ?int $missing = null,
        /** @var bool whether a person has brought it back */
        public readonly bool $pinned = false,
        /** @var string as a person reads it */
        public readonly string $key = '',
        /** @var array what the feed has given the object, as the processor remembers it */
        public readonly array $given = [],
    ) {
    }

    /**
     * Returns what names its object: a membership is a person in a scope.
     *
     * @return string
     */
    public function object(): string {
        return self::name_object($this->type, $this->objectid, $this->scope);
    }

    /**
     * Returns what names an object.
     *
     * @param string $type
     * @param int $id
     * @param string $scope
     * @return string
     */
    public static function name_object(string $type, int $id, string $scope): string {
        return "$type $id $scope";
    }
}

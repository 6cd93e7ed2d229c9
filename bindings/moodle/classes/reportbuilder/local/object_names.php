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

namespace tool_syncingest\reportbuilder\local;

/**
 * What the objects of row results are called in Moodle: of a key that is gone only the hash is known. A deleted object has no name.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class object_names {
    /** @var string[] name of an object, tables and its id, by type; NAME is replaced by that of a person */
    private const OBJECTS = [
        'user' => ['NAME', '{user} u', 'u.id'],
        'cohort' => ['o.name', '{cohort} o', 'o.id'],
        'cohort_member' => ['NAME', '{cohort_members} o JOIN {user} u ON u.id = o.userid', 'o.id'],
        'course' => ['o.fullname', '{course} o', 'o.id'],
        'group' => ['o.name', '{groups} o', 'o.id'],
        'group_member' => ['NAME', '{groups_members} o JOIN {user} u ON u.id = o.userid', 'o.id'],
        'user_enrolment' => ['NAME', '{user_enrolments} o JOIN {user} u ON u.id = o.userid', 'o.id'],
    ];

    /**
     * Returns an expression that is the name of an object.
     *
     * @param string $type SQL
     * @param string $id SQL
     * @return string SQL
     */
    public static function sql(string $type, string $id): string {
        global $DB;
        $person = $DB->sql_concat('u.firstname', "' '", 'u.lastname', "' ('", 'u.username', "')'");
        $cases = '';
        foreach (self::OBJECTS as $word => [$name, $tables, $key]) {
            $cases .= " WHEN $type = '$word' THEN (SELECT " . ($name === 'NAME' ? $person : $name) . " FROM $tables WHERE $key = $id)";
        }
        return "CASE$cases END";
    }
}

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

namespace tool_syncingest\local\feed\rules;

/**
 * The columns of enrolments and of groups, and the names under which other systems write them.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class roster_columns {
    /** @var string[] columns that a row leads to a course by, and the field of the course */
    public const COURSE = ['course_shortname' => 'shortname', 'course_idnumber' => 'idnumber'];

    /** @var array[] synonyms of the columns of courses */
    private const COURSE_SYNONYMS = [
        'course_shortname' => ['course', 'course1', 'course shortname', 'course short name', 'shortname', 'short name', 'cours',
            'nom abrégé', 'nom abrégé du cours'],
        'course_idnumber' => ['course id', 'courseid', 'course id number', 'course idnumber', 'course code', 'section id',
            'code cours', 'code du cours', 'numéro d\'identification du cours'],
    ];

    /** @var array[] synonyms by column, folded as headers are: trimmed and in lower case */
    private const ENROLMENT = [
        'role' => ['role1', 'roles', 'rôle', 'rôles'],
        'action' => ['operation', 'op', 'status', 'opération', 'statut'],
        'suspended' => ['blocked', 'enrolstatus', 'enrolstatus1', 'suspendu', 'bloqué'],
        'start' => ['start date', 'startdate', 'start_date', 'timestart', 'enroltimestart1', 'from', 'début', 'date de début'],
        'end' => ['end date', 'enddate', 'end_date', 'timeend', 'until', 'fin', 'date de fin'],
        'groups' => ['group', 'group1', 'groupe', 'groupes'],
    ];

    /** @var array[] */
    private const GROUP = [
        'group_idnumber' => ['group', 'group id', 'groupid', 'group id number', 'group idnumber', 'groupidnumber', 'groupe',
            'code groupe', 'code du groupe', 'numéro d\'identification du groupe'],
        'group_name' => ['group name', 'groupname', 'nom du groupe'],
        'grouping_idnumber' => ['grouping', 'grouping id', 'groupingidnumber', 'groupement', 'code du groupement'],
        'grouping_name' => ['grouping name', 'groupingname', 'nom du groupement'],
        'action' => ['operation', 'op', 'status', 'opération', 'statut'],
    ];

    /** @var int[] how long values may be, in characters; what is longer would be cut or refused by the database */
    public const LONGEST = [
        'group_idnumber' => 100, 'group_name' => 254, 'grouping_idnumber' => 100, 'grouping_name' => 255,
    ];

    /**
     * Returns the columns of enrolments.
     *
     * @return array[] synonyms by column
     */
    public static function of_enrolments(): array {
        return self::people() + self::COURSE_SYNONYMS + self::ENROLMENT;
    }

    /**
     * Returns the columns of groups.
     *
     * @return array[] synonyms by column
     */
    public static function of_groups(): array {
        return self::people() + self::COURSE_SYNONYMS + self::GROUP;
    }

    /**
     * Returns the keys of a person in a course.
     *
     * @return string[][]
     */
    public static function keys(): array {
        $keys = [];
        foreach (user_columns::KEYS as $user) {
            foreach (array_keys(self::COURSE) as $course) {
                $keys[] = [$user, $course];
            }
        }
        return $keys;
    }

    /**
     * Returns the one column of some that a key has.
     *
     * @param string[] $key
     * @param string[] $columns
     * @return string|null null: none, or several
     */
    public static function only(array $key, array $columns): ?string {
        $found = array_values(array_intersect($key, $columns));
        return count($found) === 1 ? $found[0] : null;
    }

    /**
     * The columns that lead to an account.
     *
     * @return array[]
     */
    private static function people(): array {
        return array_intersect_key(user_columns::SYNONYMS, array_flip(user_columns::KEYS));
    }
}

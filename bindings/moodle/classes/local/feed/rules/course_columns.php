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
 * The columns of courses, and the names under which other systems write them.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class course_columns {
    /** @var array[] synonyms by column, folded as headers are: trimmed and in lower case */
    public const SYNONYMS = [
        'idnumber' => ['id', 'course id', 'course_id', 'courseid', 'course number', 'sis id', 'code', 'code apogée', 'numéro de cours',
            'numéro d\'identification'],
        'shortname' => ['short name', 'course code', 'nom abrégé', 'abrégé', 'code du cours'],
        'fullname' => ['full name', 'course name', 'title', 'nom complet', 'nom du cours', 'intitulé', 'libellé'],
        'summary' => ['description', 'résumé'],
        'category' => ['category id', 'category idnumber', 'category_idnumber', 'catégorie', 'numéro de catégorie'],
        'category_path' => ['category path', 'path', 'chemin', 'chemin de catégorie'],
        'visible' => ['shown', 'visibilité'],
        'startdate' => ['start date', 'start', 'date de début', 'début'],
        'enddate' => ['end date', 'end', 'date de fin', 'fin'],
        'lang' => ['language', 'langue'],
        'format' => ['course format', 'format de cours'],
    ];

    /** @var string[] columns without which no course can be made, and which are never erased */
    public const NEEDED = ['shortname', 'fullname'];

    /** @var string[] columns that a row leads to a course by */
    public const KEYS = ['idnumber', 'shortname'];

    /** @var string[] columns that two courses must not share */
    public const UNIQUE = ['idnumber', 'shortname'];

    /** @var string[] columns that are written at creation only */
    public const ONCE = ['format'];

    /** @var string what the columns of custom fields begin with */
    public const CUSTOM = 'customfield_';

    /** @var int[] how long values may be, in characters; what is longer would be cut or refused */
    public const LONGEST = ['idnumber' => 100, 'shortname' => 100, 'fullname' => 254];

    /** @var string[] what a person needs to change a column by hand, beside moodle/course:update */
    public const CAPABILITIES = [
        'idnumber' => 'moodle/course:changeidnumber', 'shortname' => 'moodle/course:changeshortname',
        'fullname' => 'moodle/course:changefullname', 'summary' => 'moodle/course:changesummary',
        'visible' => 'moodle/course:visibility', 'category' => 'moodle/course:changecategory',
        'lang' => 'moodle/course:setforcedlanguage',
    ];

    /**
     * Returns whether a course would end before it starts.
     *
     * @param string $start as 2026-09-01; empty: no day
     * @param string $end
     * @return bool
     */
    public static function ends_too_early(string $start, string $end): bool {
        return $end !== '' && ($start === '' || strcmp($end, $start) < 0);
    }

    /**
     * Returns a number as it is compared, with a point.
     *
     * @param string $cell with a point or a comma
     * @return string|null null: it is no number
     */
    public static function number(string $cell): ?string {
        $number = str_replace(',', '.', trim($cell));
        return preg_match('/^-?\d{1,10}(\.\d+)?$/D', $number) ? (string) (float) $number : null;
    }
}

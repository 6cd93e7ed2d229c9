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
 * The columns of cohorts and of their members, and the names under which other systems write them.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class cohort_columns {
    /** @var array[] synonyms by column, folded as headers are: trimmed and in lower case */
    public const SYNONYMS = [
        'cohort' => ['cohort id', 'cohort_id', 'cohortid', 'cohort idnumber', 'cohort number', 'class', 'class id', 'classe', 'division',
            'cohorte', 'numéro de cohorte', 'code cohorte'],
        'user' => ['username', 'login', 'idnumber', 'id', 'student id', 'student_id', 'person id', 'user id', 'email', 'identifiant',
            'matricule', 'ine', 'numéro étudiant', 'utilisateur', 'membre', 'member'],
        'action' => ['operation', 'status', 'opération', 'statut'],
        'name' => ['cohort name', 'cohort_name', 'title', 'nom', 'nom de la cohorte', 'libellé', 'intitulé'],
        'description' => [],
        'visible' => ['shown', 'visibilité'],
        'category' => ['category id', 'category idnumber', 'category_idnumber', 'catégorie', 'numéro de catégorie'],
        'category_path' => ['category path', 'path', 'chemin', 'chemin de catégorie'],
    ];

    /** @var string[] columns of a cohort that can change */
    public const VALUES = ['name', 'description', 'visible'];

    /** @var int[] how long values may be, in characters */
    public const LONGEST = ['cohort' => 100, 'name' => 254];

    /** @var string[] words for a person who is to be a member, folded */
    private const ADD = ['', 'add', 'a', '+', 'ajouter', 'ajout', 'member', 'membre', 'active'];

    /** @var string[] words for a person who is not to be a member, folded */
    private const REMOVE = ['remove', 'r', 'delete', 'del', 'd', '-', 'retirer', 'retrait', 'supprimer'];

    /**
     * Returns whether a row wants a person to be a member.
     *
     * @param string $cell of the column action
     * @return bool|null null: it is not understood
     */
    public static function wants_member(string $cell): ?bool {
        $word = mb_strtolower(trim($cell));
        return match (true) {
            in_array($word, self::ADD, true) => true,
            in_array($word, self::REMOVE, true) => false,
            default => null,
        };
    }
}

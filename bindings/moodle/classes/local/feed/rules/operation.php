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
 * What a row asks for, where a file has a column for it.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
enum operation: string {
    /** Somebody is there afterwards. */
    case ADD = 'add';

    /** Somebody is suspended afterwards. */
    case SUSPEND = 'suspend';

    /** Somebody is not there afterwards. */
    case REMOVE = 'remove';

    /** @var string[][] words for each */
    private const WORDS = [
        'add' => ['add', 'a', '+', 'create', 'update', 'enrol', 'enroll', 'active', 'ajouter', 'ajout', 'inscrire', 'actif'],
        'suspend' => ['suspend', 'suspended', 'inactive', 'suspendre', 'suspendu', 'inactif'],
        'remove' => ['remove', 'del', 'd', '-', 'delete', 'deleted', 'drop', 'unenrol', 'unenroll', 'retirer', 'supprimer',
            'désinscrire'],
    ];

    /**
     * Returns what a cell asks for.
     *
     * @param string $cell
     * @return self|null null: none of them
     */
    public static function read(string $cell): ?self {
        $word = mb_strtolower(trim($cell));
        foreach (self::WORDS as $operation => $words) {
            if (in_array($word, $words, true)) {
                return self::from($operation);
            }
        }
        return null;
    }
}

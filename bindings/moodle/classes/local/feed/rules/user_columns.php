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
 * The columns of user accounts, and the names under which other systems write them.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class user_columns {
    /** @var array[] synonyms by column, folded as headers are: trimmed and in lower case */
    public const SYNONYMS = [
        'username' => ['login', 'user', 'user name', 'account', 'identifiant', 'nom d\'utilisateur', 'nom utilisateur', 'compte', 'uid'],
        'idnumber' => ['id', 'student id', 'student_id', 'studentid', 'person id', 'sis id', 'user id', 'matricule', 'ine',
            'numéro', 'numero', 'n° étudiant', 'numéro étudiant', 'code étudiant', 'numéro d\'identification'],
        'email' => ['e-mail', 'mail', 'email address', 'e-mail address', 'courriel', 'adresse mail', 'adresse e-mail',
            'adresse courriel', 'adresse de courriel'],
        'firstname' => ['first name', 'given name', 'givenname', 'forename', 'prénom', 'prenom'],
        'lastname' => ['last name', 'surname', 'family name', 'familyname', 'sn', 'nom', 'nom de famille', 'nom d\'usage'],
        'suspended' => ['blocked', 'locked', 'suspendu', 'bloqué'],
        'middlename' => ['middle name', 'deuxième prénom'],
        'alternatename' => ['alternate name', 'preferred name', 'prénom d\'usage'],
        'institution' => ['school', 'organisation', 'organization', 'établissement', 'etablissement'],
        'department' => ['class', 'faculty', 'classe', 'division', 'département', 'departement'],
        'city' => ['town', 'ville', 'commune'],
        'country' => ['pays'],
        'lang' => ['language', 'langue'],
        'timezone' => ['time zone', 'fuseau horaire'],
        'phone1' => ['phone', 'telephone', 'téléphone'],
        'phone2' => ['mobile', 'mobile phone', 'portable'],
        'address' => ['adresse'],
        'description' => [],
        'auth' => ['authentication'],
        'password' => ['pwd', 'mot de passe'],
        'cohorts' => ['cohort', 'cohort1', 'cohorte', 'cohortes'],
    ];

    /** @var string[] columns whose values are never shown or stored */
    public const SECRET = ['password'];

    /** @var string[] columns without which no account can be made */
    public const NEEDED = ['username', 'firstname', 'lastname', 'email'];

    /** @var string[] columns that a row leads to an account by */
    public const KEYS = ['username', 'idnumber', 'email'];

    /** @var string what the columns of custom profile fields begin with */
    public const PROFILE = 'profile_field_';

    /** @var int[] how long values may be, in characters; what is longer would be cut in silence */
    public const LONGEST = [
        'username' => 100, 'idnumber' => 255, 'email' => 100, 'firstname' => 100, 'lastname' => 100, 'middlename' => 255,
        'alternatename' => 255, 'institution' => 255, 'department' => 255, 'city' => 120, 'phone1' => 20, 'phone2' => 20,
        'address' => 255, 'auth' => 20,
    ];
}

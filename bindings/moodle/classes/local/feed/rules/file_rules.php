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
 * What a file must be like before anybody looks at what its rows would do.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class file_rules {
    /**
     * Returns why a file needs a person.
     *
     * @param file_facts $file
     * @param file_facts|null $accepted the file that a person has accepted, or the last one that was applied; null: none yet
     * @param mode $mode
     * @return reason[]
     */
    public static function judge(file_facts $file, ?file_facts $accepted, mode $mode): array {
        $reasons = [];
        if ($mode === mode::FULL && $file->rows === 0) {
            $reasons[] = new reason('header_alone');
        }
        if ($mode === mode::FULL && $file->raggedlast) {
            $reasons[] = new reason('ragged_last');
        }
        if ($accepted === null) {
            return $reasons;
        }
        foreach (['encoding', 'delimiter'] as $name) {
            if ($file->$name !== $accepted->$name && !($name === 'delimiter' && count($file->header) < 2)) {
                $reasons[] = new reason($name, ['is' => $file->$name, 'was' => $accepted->$name]);
            }
        }
        if ($file->header !== $accepted->header) {
            $reasons[] = new reason('header', [
                'missing' => array_values(array_diff($accepted->header, $file->header)),
                'new' => array_values(array_diff($file->header, $accepted->header)),
            ]);
        }
        // Shares of rows, multiplied out.
        if ($file->spoiled * max(1, $accepted->rows) > $accepted->spoiled * max(1, $file->rows)) {
            $reasons[] = new reason('spoiled', ['count' => $file->spoiled]);
        }
        if ($accepted->finalnewline && !$file->finalnewline && $file->rows > 0) {
            $reasons[] = new reason('no_final_newline');
        }
        return $reasons;
    }
}

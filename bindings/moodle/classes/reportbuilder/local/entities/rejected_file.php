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

namespace tool_syncingest\reportbuilder\local\entities;

use core_reportbuilder\local\filters\select;
use core_reportbuilder\local\filters\text;
use tool_syncingest\local\drop\rejection;

/**
 * A rejected file that waits for a person.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class rejected_file extends base {
    /** @var string the main table */
    protected const TABLE = 'tool_syncingest_rejected';

    /** @var string the key of its title */
    protected const TITLE = 'rejectedfiles';

    #[\Override]
    protected function build(): void {
        $row = $this->alias();
        $this->show('name', self::label('name', 'moodle'), ['filename' => "$row.filename"]);
        $this->show(
            'reason',
            self::label('reason'),
            ['reason' => "$row.reason", 'kind' => "$row.kind", 'deaths' => "$row.deaths", 'rawname' => "$row.filename"],
            fn($reason, \stdClass $of): string => rejection::explain($of->rawname, (string) $reason, $of->kind, (int) $of->deaths),
            issortable: false
        );
        $this->show('givenname', self::label('givenname'), ['givenname' => "$row.givenname"]);
        $this->show_size("$row.filesize");
        $this->show_time('time', self::label('timerejected'), "$row.timerejected");
        $this->filter_by_name_size_and_time("$row.filename", "$row.filesize", "$row.timerejected");
        $this->filter_by(select::class, 'reason', self::label('reason'), self::code($row), self::reasons());
        $this->filter_by(text::class, 'words', self::label('reasonwords'), "$row.reason");
    }

    /**
     * Returns SQL for the reason as one word: our code before the sentence, or the library's kind.
     *
     * @param string $row alias
     * @return string SQL
     */
    private static function code(string $row): string {
        global $DB;
        $cases = '';
        foreach (rejection::ALL as $code) {
            $start = $DB->sql_substr($DB->sql_compare_text("$row.reason", 60), 1, strlen($code) + 1);
            $cases .= " WHEN $row.kind = 'Store' AND $start = '$code:' THEN '$code'";
        }
        return "CASE$cases ELSE $row.kind END";
    }

    /**
     * Returns the reasons that the filter offers.
     *
     * @return string[]
     */
    private static function reasons(): array {
        $reasons = [];
        foreach (rejection::ALL as $code) {
            $reasons[$code] = get_string("rejection_$code", 'tool_syncingest', '…');
        }
        foreach (['Superseded', 'StoreDied', 'NotAFile'] as $kind) {
            $reasons[$kind] = get_string(rejection::OF_THE_LIBRARY[$kind], 'tool_syncingest', '…');
        }
        return $reasons + ['Store' => get_string('rejection_other', 'tool_syncingest')];
    }
}

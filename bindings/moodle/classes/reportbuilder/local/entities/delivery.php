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

use core_reportbuilder\local\filters\boolean_select;
use core_reportbuilder\local\filters\text;
use core_reportbuilder\local\report\column;
use tool_syncingest\local\file_name;

/**
 * A row of the history: a delivery that was stored, or a file that a person has put there.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class delivery extends base {
    /** @var string the main table */
    protected const TABLE = 'tool_syncingest_files';

    /** @var string the key of its title */
    protected const TITLE = 'historypage';

    #[\Override]
    protected function build(): void {
        $row = $this->alias();
        $this->show(
            'name',
            self::label('name', 'moodle'),
            ['filename' => "$row.filename"],
            fn($name): string => file_name::visible((string) $name)
        );
        $this->show_size("$row.filesize");
        $this->show_time('time', self::label('time', 'moodle'), "$row.timecreated");
        $this->show('hash', self::label('hash'), ['contenthash' => "$row.contenthash"], issortable: false);
        $this->show('evidence', self::label('evidence'), ['evidence' => "$row.evidence"], self::evidence(...));
        $this->show('attempts', self::label('attempts'), ['attempt' => "$row.attempt"], type: column::TYPE_INTEGER);
        $this->show(
            'replaced',
            self::label('replaced'),
            ['archiveid' => "CASE WHEN $row.archiveid IS NULL THEN 0 ELSE 1 END"],
            fn($replaced): string => get_string($replaced ? 'yes' : 'no'),
            type: column::TYPE_BOOLEAN
        );
        $this->filter_by_name_size_and_time("$row.filename", "$row.filesize", "$row.timecreated");
        $this->filter_by(text::class, 'hash', self::label('hash'), "$row.contenthash");
        $this->filter_by_evidence("$row.evidence");
        $this->filter_by(
            boolean_select::class,
            'replaced',
            self::label('replaced'),
            "CASE WHEN $row.archiveid IS NULL THEN 0 ELSE 1 END"
        );
    }
}

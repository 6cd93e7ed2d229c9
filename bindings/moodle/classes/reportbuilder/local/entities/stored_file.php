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

use core_reportbuilder\local\filters\text;
use core_reportbuilder\local\report\column;
use tool_syncingest\local\file_name;

/**
 * A stored file, with what the history knows of it.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class stored_file extends base {
    /** @var string the main table */
    protected const TABLE = 'files';

    /** @var string the key of its title */
    protected const TITLE = 'filespage';

    /** @var string alias of the history */
    private const HISTORY = 'sihistory';

    /**
     * Returns the join with the history, which has one row at most for each file.
     *
     * @return string SQL
     */
    public function history_join(): string {
        return 'LEFT JOIN {tool_syncingest_files} ' . self::HISTORY . ' ON ' . self::HISTORY . ".fileid = {$this->alias()}.id";
    }

    #[\Override]
    protected function build(): void {
        [$file, $history] = [$this->alias(), self::HISTORY];
        $this->show(
            'name',
            self::label('name', 'moodle'),
            ['filename' => "$file.filename", 'filepath' => "$file.filepath", 'delivered' => "$history.filename"],
            self::name(...)
        );
        $this->show_size("$file.filesize");
        $this->show_time('time', self::label('time', 'moodle'), "$file.timecreated");
        $this->show('hash', self::label('hash'), ['contenthash' => "$file.contenthash"], issortable: false);
        $this->show('evidence', self::label('evidence'), ['evidence' => "$history.evidence"], self::evidence(...));
        $versions = "CASE WHEN $file.filepath <> '/' THEN 0 ELSE
            (SELECT COUNT(1) FROM {tool_syncingest_files} old
              WHERE old.filename = COALESCE($history.filename, $file.filename) AND old.archiveid IS NOT NULL) END";
        $this->show(
            'versions',
            self::label('replacedversions'),
            ['versions' => $versions],
            fn($count): string => $count ? (string) $count : '',
            issortable: false,
            type: column::TYPE_INTEGER
        );
        $this->filter_by_name_size_and_time("$file.filename", "$file.filesize", "$file.timecreated");
        $this->filter_by(text::class, 'hash', self::label('hash'), "$file.contenthash");
        $this->filter_by_evidence("$history.evidence");
    }

    /**
     * Returns the name of a file, with its folder, and with the name under which it was delivered if it differs.
     *
     * @param string|null $name
     * @param \stdClass $row
     * @return string
     */
    private static function name(?string $name, \stdClass $row): string {
        $shown = file_name::visible(ltrim((string) $row->filepath, '/') . $name);
        return $row->delivered === null || $row->delivered === $name ? $shown
            : "$shown\n" . get_string('deliveredas', 'tool_syncingest', file_name::visible($row->delivered));
    }
}

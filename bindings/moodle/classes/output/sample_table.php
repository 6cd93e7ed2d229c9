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

namespace tool_syncingest\output;

use tool_syncingest\local\feed\sample;
use tool_syncingest\local\feed\words;
use tool_syncingest\local\file_name;

/**
 * The beginning of a file, with the columns of the feed into which its columns go. Values of secret columns are not shown.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class sample_table implements \renderable, \templatable {
    /**
     * Constructor.
     *
     * @param string $name of the file
     * @param sample $sample
     * @param string[] $mapping column by position; empty: not used
     * @param string[] $secret columns
     */
    public function __construct(
        /** @var string of the file */
        private readonly string $name,
        /** @var sample */
        private readonly sample $sample,
        /** @var string[] column by position */
        private readonly array $mapping,
        /** @var string[] columns */
        private readonly array $secret,
    ) {
    }

    #[\Override]
    public function export_for_template(\renderer_base $output): array {
        $columns = [];
        foreach ($this->sample->header as $position => $name) {
            $column = $this->mapping[$position] ?? '';
            $cells = array_map(fn(array $cells): string => file_name::visible($cells[$position] ?? ''), $this->sample->rows);
            $columns[] = [
                'name' => file_name::visible($name), 'column' => $column,
                'cells' => in_array($column, $this->secret, true) ? '•••' : implode(' · ', array_filter($cells, fn(string $cell): bool => $cell !== '')),
            ];
        }
        return [
            'file' => file_name::visible($this->name),
            'refused' => $this->sample->refused,
            'read' => $this->sample->refused !== '' ? '' : get_string('readas', 'tool_syncingest', [
                'encoding' => $this->sample->encoding, 'delimiter' => words::delimiter($this->sample->delimiter),
            ]),
            'columns' => $columns,
        ];
    }
}

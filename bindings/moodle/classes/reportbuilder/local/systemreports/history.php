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

namespace tool_syncingest\reportbuilder\local\systemreports;

use lang_string;
use tool_syncingest\reportbuilder\local\entities\delivery;

/**
 * What was collected, and what persons have put into the file store.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class history extends base_list {
    #[\Override]
    protected function build(): void {
        $entity = new delivery();
        $this->use($entity, 'tool_syncingest_files');
        $stored = "SELECT 1 FROM {files} stored WHERE stored.id = {$entity->alias()}.fileid";
        $this->add_base_fields("{$entity->alias()}.fileid, {$entity->alias()}.filename AS listedname,
            CASE WHEN EXISTS ($stored) THEN 1 ELSE 0 END AS isstored");
        $this->choose_by('fileid');
        $this->add_columns_from_entities(array_map(fn(string $column): string => "delivery:$column", [
            'name', 'size', 'time', 'hash', 'evidence', 'attempts', 'replaced',
        ]));
        $this->add_filters_from_entities(array_map(fn(string $filter): string => "delivery:$filter", [
            'name', 'size', 'time', 'hash', 'evidence', 'replaced',
        ]));
        $this->set_initial_sort_column('delivery:time', SORT_DESC);
        $this->offer(
            'files.php',
            ['action' => 'download', 'ids' => ':fileid'],
            't/download',
            new lang_string('download'),
            static fn(\stdClass $row): bool => (bool) $row->isstored
        );
    }
}

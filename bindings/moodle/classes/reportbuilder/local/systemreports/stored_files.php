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
use tool_syncingest\local\store\area;
use tool_syncingest\reportbuilder\local\entities\stored_file;

/**
 * The stored files.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class stored_files extends base_list {
    #[\Override]
    protected function build(): void {
        $entity = new stored_file();
        $this->use($entity, 'files');
        $this->add_join($entity->history_join());
        $area = new area();
        $this->add_base_condition_simple($entity->alias() . '.contextid', $area->contextid);
        $this->add_base_condition_simple($entity->alias() . '.component', $area->component);
        $this->add_base_condition_simple($entity->alias() . '.filearea', $area->filearea);
        $this->add_base_condition_sql($entity->alias() . ".itemid = 0 AND {$entity->alias()}.filename <> '.'");
        $this->add_base_fields("{$entity->alias()}.id, {$entity->alias()}.filename AS listedname");
        $this->choose_by('id');
        $this->add_columns_from_entities(array_map(fn(string $column): string => "stored_file:$column", [
            'name', 'size', 'time', 'hash', 'evidence', 'versions',
        ]));
        $this->add_filters_from_entities(array_map(fn(string $filter): string => "stored_file:$filter", [
            'name', 'size', 'time', 'hash', 'evidence',
        ]));
        $this->set_initial_sort_column('stored_file:time', SORT_DESC);
        $this->offer('files.php', ['action' => 'download', 'ids' => ':id'], 't/download', new lang_string('download'));
        $delete = ['action' => 'delete', 'ids' => ':id'];
        $this->offer('files.php', $delete, 't/delete', new lang_string('delete'), class: 'text-danger');
    }
}

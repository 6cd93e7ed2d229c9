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
use tool_syncingest\reportbuilder\local\entities\rejected_file;

/**
 * The rejected files.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class rejected_files extends base_list {
    #[\Override]
    protected function build(): void {
        $entity = new rejected_file();
        $this->use($entity, 'tool_syncingest_rejected');
        $this->add_base_fields("{$entity->alias()}.deliveryid, {$entity->alias()}.filename AS listedname");
        $this->choose_by('deliveryid');
        $this->add_columns_from_entities(array_map(fn(string $column): string => "rejected_file:$column", [
            'name', 'reason', 'givenname', 'size', 'time',
        ]));
        $this->add_filters_from_entities(array_map(fn(string $filter): string => "rejected_file:$filter", [
            'name', 'reason', 'words', 'size', 'time',
        ]));
        $this->set_initial_sort_column('rejected_file:time', SORT_DESC);
        $icons = ['download' => 't/download', 'putback' => 't/reset', 'store' => 't/add', 'delete' => 't/delete'];
        foreach ($icons as $action => $icon) {
            $title = match ($action) {
                'download', 'delete' => new lang_string($action),
                'putback' => new lang_string('putback', 'tool_syncingest'),
                'store' => new lang_string('storegiven', 'tool_syncingest'),
            };
            $class = $action === 'delete' ? 'text-danger' : '';
            $this->offer('rejected.php', ['action' => $action, 'ids' => ':deliveryid'], $icon, $title, class: $class);
        }
    }
}

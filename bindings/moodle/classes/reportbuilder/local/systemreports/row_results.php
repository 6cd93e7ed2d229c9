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

use tool_syncingest\local\feed\access;
use tool_syncingest\reportbuilder\local\entities\row_result;

/**
 * The row results of one run. They hold personal data.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class row_results extends base_list {
    #[\Override]
    protected function build(): void {
        $entity = new row_result();
        $this->use($entity, 'tool_syncingest_rows');
        $this->add_base_condition_simple($entity->alias() . '.runid', $this->get_parameter('run', 0, PARAM_INT));
        $this->add_columns_from_entities(array_map(fn(string $column): string => "row_result:$column", [
            'line', 'key', 'object', 'action', 'state', 'changes', 'notes',
        ]));
        $this->add_filters_from_entities(array_map(fn(string $filter): string => "row_result:$filter", [
            'state', 'effect', 'key', 'line', 'warnings', 'gone',
        ]));
        $this->set_initial_sort_column('row_result:line', SORT_ASC);
    }

    #[\Override]
    protected function can_view(): bool {
        return access::has(access::READ);
    }
}

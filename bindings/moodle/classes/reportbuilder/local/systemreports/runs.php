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
use tool_syncingest\reportbuilder\local\entities\run;

/**
 * The runs of one feed, or of all.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class runs extends base_list {
    #[\Override]
    protected function build(): void {
        $entity = new run();
        $this->use($entity, 'tool_syncingest_runs');
        $feed = $this->get_parameter('feed', 0, PARAM_INT);
        if ($feed) {
            $this->add_base_condition_simple($entity->alias() . '.feedid', $feed);
        }
        $columns = ['file', 'feed', 'state', 'why', 'rows', 'failed', 'progress', 'created', 'finished'];
        $this->add_columns_from_entities(array_map(
            fn(string $column): string => "run:$column",
            array_diff($columns, $feed ? ['feed'] : [])
        ));
        $this->add_filters_from_entities(array_map(
            fn(string $filter): string => "run:$filter",
            array_diff(['feed', 'state', 'preview', 'file', 'created'], $feed ? ['feed'] : [])
        ));
        $this->set_initial_sort_column('run:created', SORT_DESC);
    }

    #[\Override]
    protected function can_view(): bool {
        return has_any_capability(access::ANY, \context_system::instance());
    }
}

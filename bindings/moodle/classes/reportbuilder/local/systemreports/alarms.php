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

use tool_syncingest\reportbuilder\local\entities\incident;

/**
 * The alarms: those that are active, and those that have ended.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class alarms extends base_list {
    #[\Override]
    protected function build(): void {
        $this->use(new incident(), 'tool_syncingest_incidents');
        $this->add_columns_from_entities(array_map(fn(string $column): string => "incident:$column", [
            'alarm', 'state', 'amount', 'detail', 'since', 'ended', 'lastnotice',
        ]));
        $this->add_filters_from_entities(array_map(fn(string $filter): string => "incident:$filter", ['detail', 'ended', 'since']));
        $this->set_initial_sort_column('incident:since', SORT_DESC);
    }
}

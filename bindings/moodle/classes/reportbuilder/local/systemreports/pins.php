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
use tool_syncingest\local\feed\access;
use tool_syncingest\reportbuilder\local\entities\pin;

/**
 * The pins of all feeds.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class pins extends base_list {
    #[\Override]
    protected function can_view(): bool {
        return access::has(access::EDIT);
    }

    #[\Override]
    protected function build(): void {
        $entity = new pin();
        $this->use($entity, 'tool_syncingest_records');
        $this->add_base_condition_simple("{$entity->alias()}.pinned", 1);
        $feedid = $this->get_parameter('feedid', 0, PARAM_INT);
        if ($feedid) {
            $this->add_base_condition_simple("{$entity->alias()}.feedid", $feedid);
        }
        $this->add_base_fields("{$entity->alias()}.id, COALESCE({$entity->alias()}.keytext, '') AS listedname");
        $this->choose_by('id');
        $this->add_columns_from_entities(array_map(fn(string $column): string => "pin:$column", [
            'key', 'feed', 'part', 'object', 'missing',
        ]));
        $this->add_filters_from_entities(['pin:key', 'pin:feed']);
        $this->set_initial_sort_column('pin:key', SORT_ASC);
        $this->offer('pins.php', ['action' => 'unpin', 'ids' => ':id'], 't/unlock', new lang_string('unpin', 'tool_syncingest'));
    }
}

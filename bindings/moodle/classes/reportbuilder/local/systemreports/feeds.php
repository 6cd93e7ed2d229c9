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
use tool_syncingest\local\feed\rules\stage;
use tool_syncingest\reportbuilder\local\entities\feed;

/**
 * The feeds, in their order.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class feeds extends base_list {
    #[\Override]
    protected function build(): void {
        $entity = new feed();
        $this->use($entity, 'tool_syncingest_feeds');
        $this->add_join($entity->last_run_join());
        $alias = $entity->alias();
        $this->add_base_fields("$alias.id, $alias.stage AS currentstage, CASE WHEN $alias.accepted IS NULL THEN 0 ELSE 1 END AS isaccepted");
        $this->add_columns_from_entities(array_map(fn(string $column): string => "feed:$column", [
            'place', 'name', 'stage', 'processor', 'pattern', 'last', 'held', 'failed',
        ]));
        $this->set_initial_sort_column('feed:place', SORT_ASC);
        if (access::has(access::EDIT)) {
            $this->offer_actions();
        }
    }

    /**
     * Adds what can be done with a feed.
     */
    private function offer_actions(): void {
        $is = fn(stage ...$stages): \Closure => fn(\stdClass $row): bool => in_array(stage::from($row->currentstage), $stages, true);
        $this->offer('feed.php', ['id' => ':id'], 't/edit', new lang_string('edit'));
        $this->offer('preview.php', ['feed' => ':id'], 't/preview', new lang_string('preview', 'tool_syncingest'));
        $actions = [
            'up' => ['t/up', null], 'down' => ['t/down', null],
            'pause' => ['t/block', $is(stage::LIVE)],
            'resume' => ['t/unblock', fn(\stdClass $row): bool => $row->currentstage === stage::PAUSED->value && $row->isaccepted],
            'test' => ['t/reset', $is(stage::LIVE, stage::PAUSED)],
            'export' => ['t/download', null], 'delete' => ['t/delete', null],
        ];
        foreach ($actions as $action => [$icon, $applies]) {
            $title = new lang_string("feedaction_$action", 'tool_syncingest');
            $parameters = ['action' => $action, 'ids' => ':id'];
            $this->offer('feeds.php', $parameters, $icon, $title, $applies, $action === 'delete' ? 'text-danger' : '');
        }
    }

    #[\Override]
    protected function can_view(): bool {
        return has_any_capability(access::ANY, \context_system::instance());
    }
}

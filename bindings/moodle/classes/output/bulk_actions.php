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

/**
 * What can be done with the chosen rows of a list.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class bulk_actions implements \renderable, \templatable {
    /**
     * Constructor.
     *
     * @param \moodle_url $page that does it
     * @param string[] $actions words by action
     * @param bool $reachesall whether they can deal with all rows that match the filter
     */
    public function __construct(
        /** @var \moodle_url that does it */
        private readonly \moodle_url $page,
        /** @var string[] words by action */
        private readonly array $actions,
        /** @var bool whether they can deal with all rows that match the filter */
        private readonly bool $reachesall = false,
    ) {
    }

    /**
     * Returns whether rows can be chosen: from Moodle 4.2 on.
     *
     * @return bool
     */
    public static function are_possible(): bool {
        return method_exists(\core_reportbuilder\system_report::class, 'set_checkbox_toggleall');
    }

    #[\Override]
    public function export_for_template(\renderer_base $output): array {
        return [
            'id' => \html_writer::random_id('bulk'),
            'page' => $this->page->out(false),
            'sesskey' => sesskey(),
            'possible' => self::are_possible() || $this->reachesall,
            'reachesall' => $this->reachesall,
            'canchoose' => self::are_possible(),
            'actions' => array_map(
                fn(string $action, string $words): array => ['action' => $action, 'words' => $words],
                array_keys($this->actions),
                $this->actions
            ),
        ];
    }
}

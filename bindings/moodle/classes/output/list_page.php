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

use core_reportbuilder\system_report_factory;
use tool_syncingest\reportbuilder\local\systemreports\base_list;

/**
 * A page with one of our lists: links, the list, and what can be done with the chosen rows.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class list_page implements \renderable, \templatable {
    /**
     * Constructor.
     *
     * @param string $report class of the list
     * @param string $intro
     * @param \moodle_url $page
     * @param string[] $links addresses by words
     * @param bulk_actions|null $actions
     * @param array $parameters of the list
     */
    public function __construct(
        /** @var string class of the list */
        private readonly string $report,
        /** @var string what is shown */
        private readonly string $intro,
        /** @var \moodle_url where one is */
        private readonly \moodle_url $page,
        /** @var string[] addresses by words */
        private readonly array $links = [],
        /** @var bulk_actions|null what can be done with the chosen rows */
        private readonly ?bulk_actions $actions = null,
        /** @var array of the list */
        private readonly array $parameters = [],
    ) {
    }

    #[\Override]
    public function export_for_template(\renderer_base $output): array {
        $perpage = optional_param('perpage', base_list::PER_PAGE, PARAM_INT);
        $report = system_report_factory::create($this->report, \context_system::instance(), '', '', 0, ['perpage' => $perpage] + $this->parameters);
        $isshort = $perpage <= base_list::PER_PAGE;
        return [
            'intro' => $this->intro,
            'links' => array_map(
                fn(string $words, string $address): array => ['words' => $words, 'address' => $address],
                array_keys($this->links),
                $this->links
            ),
            'report' => $report->output(),
            'actions' => $this->actions === null ? '' : $output->render($this->actions),
            'perpage' => [
                'address' => (new \moodle_url($this->page, $isshort ? ['perpage' => base_list::MOST_PER_PAGE] : []))->out(false),
                'words' => get_string('showperpage', 'tool_syncingest', $isshort ? base_list::MOST_PER_PAGE : base_list::PER_PAGE),
            ],
        ];
    }
}

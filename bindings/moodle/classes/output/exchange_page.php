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

use tool_syncingest\local\feed\feed;
use tool_syncingest\local\feed\feeds;

/**
 * The page by which feeds go from one site to another: from the test site to the live one.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class exchange_page implements \renderable, \templatable {
    /**
     * Constructor.
     *
     * @param string $form HTML of the form by which they come
     * @param string[]|null $preview what an import would do, by name; null: nobody has asked
     */
    public function __construct(
        /** @var string HTML of the form by which they come */
        private readonly string $form,
        /** @var string[]|null what an import would do, by name */
        private readonly ?array $preview,
    ) {
    }

    #[\Override]
    public function export_for_template(\renderer_base $output): array {
        return [
            'page' => (new \moodle_url('/admin/tool/syncingest/exchange.php'))->out(false), 'sesskey' => sesskey(),
            'feeds' => array_map(fn(feed $feed): array => [
                'id' => $feed->id, 'name' => $feed->name, 'stage' => get_string("stage_{$feed->stage->value}", 'tool_syncingest'),
            ], array_values(feeds::all())),
            'form' => $this->form,
            'has_preview' => $this->preview !== null,
            'preview' => array_map(
                fn(string $name, string $what): array => ['name' => $name, 'what' => get_string("exchange_$what", 'tool_syncingest')],
                array_keys($this->preview ?? []),
                $this->preview ?? []
            ),
        ];
    }
}

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

namespace tool_syncingest\reportbuilder\local\entities;

use core_reportbuilder\local\filters\boolean_select;
use core_reportbuilder\local\filters\date;
use core_reportbuilder\local\filters\select;
use core_reportbuilder\local\filters\text;
use core_reportbuilder\local\report\column;
use tool_syncingest\local\feed\feed as stored_feed;
use tool_syncingest\local\feed\feeds;
use tool_syncingest\local\feed\rules\reason;
use tool_syncingest\local\feed\rules\state;
use tool_syncingest\local\feed\rules\tally;
use tool_syncingest\local\feed\words;
use tool_syncingest\local\file_name;

/**
 * A run: one delivery that goes through one feed.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class run extends base {
    protected const TABLE = 'tool_syncingest_runs';

    protected const TITLE = 'runs';

    #[\Override]
    protected function build(): void {
        $run = $this->alias();
        $names = array_map(fn(stored_feed $feed): string => $feed->name, feeds::all());
        $this->show_link(
            'file',
            self::label('file', 'moodle'),
            ['filename' => "$run.filename", 'runid' => "$run.id"],
            fn(\stdClass $row): \moodle_url => new \moodle_url('/admin/tool/syncingest/run.php', ['id' => $row->runid]),
            fn($name): string => file_name::visible((string) $name)
        );
        $this->show('feed', self::label('feed'), ['feedid' => "$run.feedid"], fn($id): string => $names[$id] ?? '', issortable: false);
        $this->show(
            'state',
            self::label('state'),
            ['state' => "$run.state", 'dry' => "$run.dry"],
            fn($state, \stdClass $row): string => words::run_state(state::from($state), (bool) $row->dry)
        );
        $this->show(
            'why',
            self::label('why'),
            ['reasons' => "$run.reasons"],
            fn($json): string => implode("\n", array_map(words::reason(...), reason::read($json))),
            issortable: false
        );
        $this->show(
            'rows',
            self::label('rows'),
            ['planned' => "$run.planned"],
            fn($json): string => $json === null ? '' : (string) tally::read($json)->rows,
            issortable: false
        );
        $this->show(
            'failed',
            self::label('failedrows'),
            ['plannedfailed' => "$run.planned", 'applied' => "$run.applied"],
            self::failed(...),
            issortable: false
        );
        $this->show(
            'progress',
            self::label('progress'),
            ['done' => "$run.done", 'total' => "$run.total", 'planonly' => "$run.dry"],
            fn($done, \stdClass $row): string => $row->planonly ? '' : "$done / $row->total",
            issortable: false,
            type: column::TYPE_INTEGER,
            class: 'text-nowrap'
        );
        $this->show_time('created', self::label('arrived'), "$run.timecreated");
        $this->show_time('finished', self::label('finished'), "$run.timefinished");
        $states = array_map(fn(state $state): string => $state->value, state::cases());
        $this->filter_by(select::class, 'feed', self::label('feed'), "$run.feedid", array_map(s(...), $names));
        $this->filter_by(select::class, 'state', self::label('state'), "$run.state", array_combine($states, array_map(words::state(...), state::cases())));
        $this->filter_by(boolean_select::class, 'preview', self::label('ispreview'), "CASE WHEN $run.dry > 0 THEN 1 ELSE 0 END");
        $this->filter_by(text::class, 'file', self::label('file', 'moodle'), "$run.filename");
        $this->filter_by(date::class, 'created', self::label('arrived'), "$run.timecreated");
    }

    /**
     * Returns how many rows have failed, in the plan and when it was applied.
     *
     * @param string|null $planned JSON
     * @param \stdClass $row
     * @return string
     */
    private static function failed(?string $planned, \stdClass $row): string {
        $count = tally::read($planned)->failed + tally::read($row->applied)->failed;
        return $count ? (string) $count : '';
    }
}

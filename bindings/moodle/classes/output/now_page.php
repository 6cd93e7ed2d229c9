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
use tool_syncingest\local\feed\now\delivered;
use tool_syncingest\local\feed\now\person;
use tool_syncingest\local\feed\now\step;
use tool_syncingest\local\feed\now\steps;
use tool_syncingest\local\feed\run;
use tool_syncingest\local\feed\words;

/**
 * The page for the file of the last minute: from what the registry has just sent to the pupil who can log in.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class now_page implements \renderable, \templatable {
    /** @var int how many files can be chosen */
    private const SHOWN = 15;

    /** @var int seconds without cron after which the page warns */
    private const CRON = 5 * MINSECS;

    /**
     * Constructor.
     *
     * @param run|null $run that was begun; null: a file is still to be chosen
     * @param string $search for whom a person looks
     */
    public function __construct(
        /** @var run|null that was begun */
        private readonly ?run $run,
        /** @var string for whom a person looks */
        private readonly string $search = '',
    ) {
    }

    #[\Override]
    public function export_for_template(\renderer_base $output): array {
        $address = fn(string $page, array $parameters = []): string =>
            (new \moodle_url("/admin/tool/syncingest/$page", $parameters))->out(false);
        $lastcron = (int) get_config('tool_task', 'lastcronstart');
        $data = [
            'page' => $address('now.php'), 'sesskey' => sesskey(), 'upload' => $address('upload.php'),
            'cron' => $lastcron === 0 ? get_string('now_nocron', 'tool_syncingest')
                : get_string('now_cron', 'tool_syncingest', format_time(max(1, time() - $lastcron))),
            'cronlate' => $lastcron < time() - self::CRON,
        ];
        return $data + ($this->run === null ? $this->choice() : ['run' => $this->run()]);
    }

    /**
     * What can be chosen.
     *
     * @return array
     */
    private function choice(): array {
        $files = array_map(fn(delivered $one): array => [
            'id' => $one->file->get_id(), 'name' => $one->file->get_filename(), 'size' => display_size($one->file->get_filesize()),
            'time' => userdate($one->time, get_string('strftimedatetimeshort', 'langconfig')),
            'feed' => $one->feed?->name ?? get_string('now_nofeed', 'tool_syncingest'),
            'state' => $one->run === null ? '' : words::state($one->run->state),
        ], array_values(delivered::latest(self::SHOWN)));
        if ($files) {
            $files[0]['checked'] = true;
        }
        return [
            'choosing' => true, 'files' => $files,
            'feeds' => array_map(fn(feed $feed): array => [
                'id' => $feed->id, 'name' => $feed->name, 'stage' => get_string("stage_{$feed->stage->value}", 'tool_syncingest'),
            ], array_values(feeds::all())),
        ];
    }

    /**
     * Where the run is.
     *
     * @return array
     */
    private function run(): array {
        $feed = feeds::get($this->run->feedid);
        $row = $this->run->row;
        return [
            'id' => $this->run->id, 'runpage' => run_page::address($this->run->id)->out(false),
            'what' => get_string('now_what', 'tool_syncingest', ['file' => $row->filename, 'feed' => $feed->name]),
            'steps' => array_map(fn(step $step): array => [
                'name' => get_string("now_$step->name", 'tool_syncingest'), 'state' => get_string("now_is_$step->state", 'tool_syncingest'),
                'notes' => $step->notes, $step->state => true,
            ], (new steps($this->run, $feed))->all()),
            'moves' => $this->run->state->is_due(),
            'percent' => $row->total > 0 ? min(100, intdiv(100 * $row->done, $row->total)) : 0,
            'words' => get_string('undo_progress', 'tool_syncingest', [
                'state' => words::state($this->run->state), 'done' => $row->done, 'total' => $row->total,
            ]),
            'searching' => $this->run->state->is_applied() && !$row->dry,
            'search' => $this->search,
            'persons' => person::find($this->run, $this->search),
        ];
    }
}

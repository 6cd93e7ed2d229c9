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

use tool_syncingest\local\feed\feeds;
use tool_syncingest\local\feed\pins;
use tool_syncingest\local\feed\rules\reason;
use tool_syncingest\local\feed\rules\undo_state;
use tool_syncingest\local\feed\rules\undo_step;
use tool_syncingest\local\feed\run;
use tool_syncingest\local\feed\undo\undo;
use tool_syncingest\local\feed\undo\undo_rows;
use tool_syncingest\local\feed\words;

/**
 * The page on which a run is undone: what comes back, what is left alone and why, and how far it has come.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class undo_page implements \renderable, \templatable {
    /** @var undo_state[] what is not undone */
    public const REST = [undo_state::CHANGED, undo_state::IMPOSSIBLE, undo_state::FAILED];

    /** @var int how many rows of the rest the page itself shows */
    private const SHOWN = 100;

    /**
     * Constructor.
     *
     * @param run $run
     * @param undo|null $undo null: nobody has asked
     * @param reason|null $objection why it cannot be undone
     */
    public function __construct(
        /** @var run */
        private readonly run $run,
        /** @var undo|null null: nobody has asked */
        private readonly ?undo $undo,
        /** @var reason|null why it cannot be undone */
        private readonly ?reason $objection,
    ) {
    }

    #[\Override]
    public function export_for_template(\renderer_base $output): array {
        $feed = feeds::get($this->run->feedid);
        $undo = $this->undo;
        $address = fn(string $page, array $parameters): string =>
            (new \moodle_url("/admin/tool/syncingest/$page", $parameters))->out(false);
        $counts = $undo && !$undo->step->is_due() ? undo_rows::counts_by_action($this->run->id) : [];
        $due = $undo?->step === undo_step::READY ? undo_rows::count_due($this->run->id) : 0;
        return [
            'page' => $address('undo.php', ['run' => $this->run->id]), 'sesskey' => sesskey(), 'runid' => $this->run->id,
            'run' => get_string('undo_what', 'tool_syncingest', [
                'id' => $this->run->id, 'file' => $this->run->row->filename, 'feed' => $feed->name,
                'time' => userdate($this->run->row->timefinished ?? $this->run->row->timecreated),
            ]),
            'objection' => $this->objection ? get_string('undo_refused', 'tool_syncingest', words::reason($this->objection)) : '',
            'failures' => array_map(words::reason(...), $undo->reasons ?? []),
            'moving' => $undo?->step->is_due() ? $this->progress() : null,
            'ready' => $undo?->step === undo_step::READY && !$this->objection,
            'over' => $undo?->step === undo_step::DONE,
            'due' => $due,
            'button' => get_string('undo_begin', 'tool_syncingest', $due),
            'may_look' => $undo && !$undo->step->is_due() && !$this->objection,
            'looked' => $undo ? get_string('undo_looked', 'tool_syncingest', userdate($undo->timemodified)) : '',
            'consequences' => get_string('undo_consequences', 'tool_syncingest', $feed->name),
            'columns' => array_map(fn(undo_state $state): array => ['words' => words::undo_state($state)], self::columns($counts)),
            'actions' => self::actions($counts),
            'rest' => $counts ? $this->rest() : [],
            'more' => $this->more($counts),
            'download' => $address('undo.php', ['run' => $this->run->id, 'download' => 1]),
            'pins' => pins::count($feed->id) ? $address('pins.php', ['feed' => $feed->id]) : '',
            'pinned' => get_string('undo_pins', 'tool_syncingest', pins::count($feed->id)),
        ];
    }

    /**
     * How far it has come.
     *
     * @return array
     */
    private function progress(): array {
        $values = ['state' => words::undo_step($this->undo->step), 'done' => $this->undo->done, 'total' => $this->undo->total];
        return ['percent' => $this->undo->percent(), 'words' => get_string('undo_progress', 'tool_syncingest', $values)];
    }

    /**
     * The states that there are.
     *
     * @param int[][] $counts by action and state
     * @return undo_state[]
     */
    private static function columns(array $counts): array {
        $present = array_merge(...array_values($counts ?: [[]]));
        return array_values(array_filter(undo_state::cases(), fn(undo_state $state): bool => isset($present[$state->value])));
    }

    /**
     * The counts, a line for each action.
     *
     * @param int[][] $counts by action and state
     * @return array[]
     */
    private static function actions(array $counts): array {
        $columns = self::columns($counts);
        $lines = [];
        foreach ($counts as $action => $states) {
            $lines[] = ['action' => words::action($action), 'cells' => array_map(
                fn(undo_state $state): array => ['count' => $states[$state->value] ?? 0, 'words' => words::undo_state($state)],
                $columns
            )];
        }
        return $lines;
    }

    /**
     * The first rows that are not undone, and why.
     *
     * @return array[]
     */
    private function rest(): array {
        $lines = [];
        foreach (undo_rows::rest($this->run->id, self::REST) as $row) {
            if (count($lines) >= self::SHOWN) {
                break;
            }
            $lines[] = ['key' => $row['key'], 'action' => words::action($row['action']), 'why' => self::why($row)];
        }
        return $lines;
    }

    /**
     * That more rows are not undone than the page shows.
     *
     * @param int[][] $counts by action and state
     * @return string empty: all are shown
     */
    private function more(array $counts): string {
        $rest = array_flip(undo_state::words(...self::REST));
        $count = array_sum(array_map(fn(array $states): int => array_sum(array_intersect_key($states, $rest)), $counts));
        return $count > self::SHOWN ? get_string('andmore', 'tool_syncingest', $count - self::SHOWN) : '';
    }

    /**
     * Why a row is not undone.
     *
     * @param array $row as undo_rows::rest() gives it
     * @return string
     */
    public static function why(array $row): string {
        $state = words::undo_state(undo_state::from($row['state']));
        return $row['code'] === '' ? $state : "$state: " . words::undo($row['code'], $row['values']);
    }
}

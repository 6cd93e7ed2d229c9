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

namespace tool_syncingest\local\feed\now;

use tool_syncingest\local\feed\feed;
use tool_syncingest\local\feed\feeds;
use tool_syncingest\local\feed\results;
use tool_syncingest\local\feed\rules\mode;
use tool_syncingest\local\feed\rules\pace;
use tool_syncingest\local\feed\rules\stage;
use tool_syncingest\local\feed\rules\state;
use tool_syncingest\local\feed\rules\turn;
use tool_syncingest\local\feed\run;
use tool_syncingest\local\feed\runs;
use tool_syncingest\local\feed\words;

/**
 * Where a run is on its way to persons who can log in, what is missing, and how long it takes.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class steps {
    /** @var int how many earlier runs say how long it takes */
    private const EARLIER = 5;

    /**
     * Constructor.
     *
     * @param run $run
     * @param feed $feed
     */
    public function __construct(
        /** @var run */
        private readonly run $run,
        /** @var feed */
        private readonly feed $feed,
    ) {
    }

    /**
     * Returns the steps.
     *
     * @return step[]
     */
    public function all(): array {
        $time = userdate($this->run->row->timecreated, get_string('strftimedatetimeshort', 'langconfig'));
        return [
            new step('stored', step::DONE, [get_string('now_stored_at', 'tool_syncingest', $time)]),
            $this->planned(),
            ...$this->approved(),
            $this->applied(),
            $this->passwords(),
        ];
    }

    /**
     * The file is read, and what would become of its rows is known.
     *
     * @return step
     */
    private function planned(): step {
        $obstacle = $this->run->state === state::QUEUED ? $this->obstacle() : null;
        return match (true) {
            $obstacle !== null => new step('planned', step::MISSING, [$obstacle]),
            in_array($this->run->state, [state::QUEUED, state::CHECKING], true) => new step('planned', step::GOING),
            in_array($this->run->state, [state::REFUSED, state::CANCELLED, state::SUPERSEDED], true)
                => new step('planned', step::MISSING, [words::state($this->run->state), ...$this->reasons()]),
            default => new step('planned', step::DONE, [$this->counts('planned')]),
        };
    }

    /**
     * A person has approved what goes beyond the limits. Only where that is so.
     *
     * @return step[]
     */
    private function approved(): array {
        return match (true) {
            $this->run->state === state::HELD => [new step('approved', step::MISSING, $this->reasons())],
            $this->run->approval() !== null => [new step('approved', step::DONE)],
            default => [],
        };
    }

    /**
     * The rows are live in Moodle.
     *
     * @return step
     */
    private function applied(): step {
        if ($this->run->row->dry) {
            return new step('applied', step::MISSING, [get_string('now_dry', 'tool_syncingest', $this->feed->name)]);
        }
        $left = $this->left();
        $howlong = $left === null ? [] : [get_string('now_left', 'tool_syncingest', format_time(max(1, $left)))];
        return match (true) {
            $this->run->state->is_applied() => new step('applied', step::DONE, [$this->counts('applied'), $this->took(), ...$this->reasons()]),
            $this->run->state === state::RUNNING => new step('applied', step::GOING, $howlong),
            $this->run->state === state::FAILED => new step('applied', step::MISSING, $this->reasons()),
            default => new step('applied', step::LATER, $howlong),
        };
    }

    /**
     * New persons have got their passwords: cron makes and mails them.
     *
     * @return step
     */
    private function passwords(): step {
        global $DB;
        if (!$this->run->state->is_applied() || $this->run->row->dry) {
            return new step('login', step::LATER);
        }
        $sql = 'SELECT COUNT(DISTINCT p.userid) FROM {' . results::TABLE . '} r'
            . " JOIN {user_preferences} p ON p.userid = r.objectid AND p.name = 'create_password' AND p.value = '1'"
            . " WHERE r.runid = ? AND r.state = 'done' AND r.objecttype = 'user'";
        $waiting = $DB->count_records_sql($sql, [$this->run->id]);
        return $waiting ? new step('login', step::GOING, [get_string('now_passwords', 'tool_syncingest', $waiting)])
            : new step('login', step::DONE);
    }

    /**
     * Why a run that is queued does not begin.
     *
     * @return string|null plain text; null: it is about to begin
     */
    private function obstacle(): ?string {
        if ($this->run->row->dry) {
            return null;
        }
        if ($this->feed->stage === stage::PAUSED) {
            return get_string('now_paused', 'tool_syncingest', $this->feed->name);
        }
        $open = runs::open();
        $states = array_map(fn(array $runs): array => array_map(fn(run $run): state => $run->state, $runs), $open);
        $before = turn::waits_for($this->feed->after, $states);
        if ($before !== null) {
            return get_string('now_after', 'tool_syncingest', feeds::get($before)->name);
        }
        $waiting = array_map(fn(run $run) => $run->waiting(), $open[$this->feed->id] ?? []);
        $blocker = turn::blocker($waiting, $this->feed->definition->mode());
        if ($blocker !== null && $blocker->id !== $this->run->id && $this->feed->definition->mode() === mode::ROWS) {
            return get_string('now_blocked', 'tool_syncingest', ['id' => $blocker->id, 'state' => words::state($blocker->state)]);
        }
        return null;
    }

    /**
     * How long it will take, from this run itself or from earlier ones of the feed.
     *
     * @return int|null seconds; null: there is nothing to go by
     */
    private function left(): ?int {
        global $DB;
        $row = $this->run->row;
        $total = (int) $row->total;
        if ($this->run->state === state::RUNNING && $row->done > 0 && $row->timestarted !== null) {
            return pace::estimate($total - (int) $row->done, [[(int) $row->done, time() - (int) $row->timestarted]]);
        }
        $earlier = $DB->get_records_select(
            runs::TABLE,
            "feedid = ? AND dry = 0 AND done > 0 AND timestarted IS NOT NULL AND state IN ('done', 'done_with_errors')",
            [$this->feed->id],
            'timefinished DESC, id DESC',
            'id, done, timestarted, timefinished',
            0,
            self::EARLIER
        );
        $pairs = array_map(fn(\stdClass $run): array => [(int) $run->done, $run->timefinished - $run->timestarted], $earlier);
        return pace::estimate($total ?: (int) (array_sum(array_column($pairs, 0)) / max(1, count($pairs))), $pairs);
    }

    /**
     * How long it took from the stored file to its rows.
     *
     * @return string
     */
    private function took(): string {
        $seconds = max(1, (int) $this->run->row->timefinished - (int) $this->run->row->timecreated);
        return get_string('now_took', 'tool_syncingest', format_time($seconds));
    }

    /**
     * The counts.
     *
     * @param string $which planned or applied
     * @return string
     */
    private function counts(string $which): string {
        return words::counts($which === 'planned' ? $this->run->planned() : $this->run->applied());
    }

    /**
     * Why the run is held, refused or failed.
     *
     * @return string[]
     */
    private function reasons(): array {
        return array_map(words::reason(...), $this->run->reasons());
    }
}

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

namespace tool_syncingest\local\feed;

use tool_syncingest\local\feed\rules\approval;
use tool_syncingest\local\feed\rules\state;

/**
 * What a person can do with a run: the buttons of its page. A new one needs a line in possible(), one in perform(), and the string
 * runaction_NAME; where it is asked about first, confirmrun_NAME.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class run_actions {
    /** @var string[] those that are asked about first: they cannot be taken back */
    private const ASKED = ['refuse', 'stop', 'cancel', 'live'];

    /**
     * Returns what can be done with a run as it is now, by a person with that right.
     *
     * @param run $run
     * @param feed $feed
     * @param bool $iskept whether its content is there
     * @return string[] capability by action
     */
    public static function possible(run $run, feed $feed, bool $iskept): array {
        $decide = $run->row->dry ? access::EDIT : access::APPROVE;
        $ispreviewed = $run->row->dry && $run->state->is_applied() && (int) $run->row->revision === $feed->revision;
        $isdue = in_array($run->state, [state::CHECKING, state::RUNNING], true);
        return array_filter([
            'live' => $ispreviewed && $feed->stage !== rules\stage::LIVE ? access::EDIT : null,
            'approve' => $run->state === state::HELD ? $decide : null,
            'keep' => $run->state === state::HELD && $run->planned()->removals() > 0 ? $decide : null,
            'refuse' => $run->state === state::HELD ? $decide : null,
            'stop' => $isdue && !$run->row->stopping ? $decide : null,
            'cancel' => in_array($run->state, [state::QUEUED, state::FAILED], true) ? $decide : null,
            'again' => $run->state->is_over() && $iskept ? $decide : null,
        ]);
    }

    /**
     * Returns whether a person is asked before something is done.
     *
     * @param string $action
     * @return bool
     */
    public static function is_asked(string $action): bool {
        return in_array($action, self::ASKED, true);
    }

    /**
     * Does something.
     *
     * @param string $action
     * @param run $run as it is now
     * @param string $plan hash of the plan that the person has seen
     * @return run whose page is shown next
     * @throws \moodle_exception when that is not possible, or not allowed
     */
    public static function perform(string $action, run $run, string $plan): run {
        $feed = feeds::get($run->feedid) ?? throw new \moodle_exception('run_notfound', 'tool_syncingest', '', $run->id);
        $possible = self::possible($run, $feed, content::of($run->id) !== null);
        $needed = $possible[$action] ?? throw new \moodle_exception('run_moved', 'tool_syncingest', '', $run->id);
        access::require($needed);
        return match ($action) {
            'approve' => decisions::approve($run, $plan),
            'keep' => decisions::approve($run, $plan, approval::KEEP),
            'refuse' => decisions::refuse($run),
            'stop', 'cancel' => decisions::cancel($run),
            'again' => self::again($run),
            'live' => self::make_live($feed, $run),
        };
    }

    /**
     * Runs a file again: a run that failed goes on, of one that is over there is a new one.
     *
     * @param run $run
     * @return run
     */
    private static function again(run $run): run {
        $run = $run->state === state::FAILED ? decisions::run_again($run) : decisions::repeat($run);
        if ($run->row->dry) {
            background::carry_on($run->id);
        }
        return $run;
    }

    /**
     * Makes the feed of a preview live.
     *
     * @param feed $feed
     * @param run $run
     * @return run
     */
    private static function make_live(feed $feed, run $run): run {
        feeds::make_live($feed, $run);
        return $run;
    }
}

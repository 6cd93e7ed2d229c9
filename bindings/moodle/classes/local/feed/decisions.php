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

use tool_syncingest\event\run_decided;
use tool_syncingest\local\feed\rules\approval;
use tool_syncingest\local\feed\rules\reason;
use tool_syncingest\local\feed\rules\state;

/**
 * What a person decides about a run.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class decisions {
    /**
     * Approves the plan of a held run. It is planned once more before it is applied, and held again when it would take away
     * something else.
     *
     * @param run $run
     * @param string $plan hash of the plan that the person has seen
     * @param string $extent {@see approval::ALL} or {@see approval::KEEP}
     * @return run
     * @throws \moodle_exception when it is not held, or its plan is another one by now
     */
    public static function approve(run $run, string $plan, string $extent = approval::ALL): run {
        global $USER;
        if ($run->state !== state::HELD) {
            throw new \moodle_exception('run_notheld', 'tool_syncingest', '', $run->id);
        }
        if ($plan !== (string) $run->row->planhash) {
            throw new \moodle_exception('run_otherplan', 'tool_syncingest', '', $run->id);
        }
        $codes = array_map(fn(reason $reason): string => $reason->code, $run->reasons());
        $removals = $extent === approval::ALL ? results::removals($run->id) : [];
        $approval = new approval($plan, $extent, $removals, $codes, (int) $USER->id, time());
        return self::decide($run, state::QUEUED, 'approved', ['approval' => json_encode($approval), 'starts' => 0]);
    }

    /**
     * Refuses a held run: its file is never used.
     *
     * @param run $run
     * @return run
     */
    public static function refuse(run $run): run {
        $reason = json_encode([new reason('by_hand'), ...$run->reasons()], JSON_UNESCAPED_UNICODE);
        return self::decide($run, state::REFUSED, 'refused', ['reasons' => $reason]);
    }

    /**
     * Cancels a run; one that is under way stops before its next chunk.
     *
     * @param run $run
     * @return run
     */
    public static function cancel(run $run): run {
        if (in_array($run->state, [state::CHECKING, state::RUNNING], true)) {
            runs::update($run->id, ['stopping' => 1]);
            run_decided::create_for($run, 'stopped')->trigger();
            return runs::must_get($run->id);
        }
        return self::decide($run, state::CANCELLED, 'cancelled');
    }

    /**
     * Runs a failed run again, with the feed as it is now.
     *
     * @param run $run
     * @return run
     */
    public static function run_again(run $run): run {
        $feed = feeds::get($run->feedid);
        return self::decide($run, state::QUEUED, 'again', [
            'starts' => 0, 'stopping' => 0, 'reasons' => null, 'timefinished' => null,
            'definition' => json_encode($feed->definition, JSON_UNESCAPED_UNICODE), 'revision' => $feed->revision,
        ]);
    }

    /**
     * Puts the file of a run that is over through its feed once more, as a run of its own. What was planned only is planned again.
     *
     * @param run $run
     * @return run the new one
     * @throws \moodle_exception when its content is no longer kept
     */
    public static function repeat(run $run): run {
        $feed = feeds::get($run->feedid);
        $file = content::of($run->id) ?? throw new \moodle_exception('run_nocontent', 'tool_syncingest');
        $id = (new arrival())->insert($feed, $run->name, 'again-' . random_string(40), $file, 1, (bool) $run->row->dry);
        run_decided::create_for($run, 'repeated')->trigger();
        return runs::must_get($id);
    }

    /**
     * Changes the state in the name of a person.
     *
     * @param run $run
     * @param state $state
     * @param string $decision
     * @param array $values
     * @return run
     * @throws \moodle_exception when the run is not in a state for that
     */
    private static function decide(run $run, state $state, string $decision, array $values = []): run {
        if (!$run->state->may_become($state)) {
            throw new \moodle_exception('run_moved', 'tool_syncingest', '', $run->id);
        }
        $run = runs::become($run, $state, $values);
        run_decided::create_for($run, $decision)->trigger();
        return $run;
    }
}

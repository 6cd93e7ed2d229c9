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

use tool_syncingest\local\drop\library;
use tool_syncingest\local\feed\rules\quiet_hours;
use tool_syncingest\local\feed\rules\reason;
use tool_syncingest\local\feed\rules\state;

/**
 * Carries one run on, alone on all web servers, as far as its time goes.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class worker {
    /** @var int starts without progress after which a run is given up */
    private const STARTS = 3;

    /**
     * Constructor.
     *
     * @param float|null $until when the time is up; null: never
     * @param bool $urgent whether quiet hours do not count: a person waits for it
     */
    public function __construct(
        /** @var float|null when the time is up */
        private readonly ?float $until,
        /** @var bool whether quiet hours do not count */
        private readonly bool $urgent = false,
    ) {
    }

    /**
     * Carries a run on.
     *
     * @param int $runid
     * @return run|null as it is now; null: another process has its feed, or it is gone
     * @throws interrupted when this process must end
     */
    public function carry_on(int $runid): ?run {
        $run = runs::get($runid);
        $feed = $run ? feeds::get($run->feedid) : null;
        if (!$feed) {
            return null;
        }
        $lock = feeds::try_lock($feed);
        if (!$lock) {
            return null;
        }
        try {
            // The previous holder of the lock may have changed it.
            $run = runs::get($runid);
            return $run && $run->state->is_due() ? $this->work($feed, $run) : $run;
        } finally {
            $lock->release();
        }
    }

    /**
     * Does what is next.
     *
     * @param feed $feed
     * @param run $run
     * @return run
     */
    private function work(feed $feed, run $run): run {
        global $DB;
        if ($run->row->stopping) {
            return runs::become($run, state::CANCELLED);
        }
        if ($this->is_quiet($run)) {
            return $run;
        }
        if ($run->row->starts >= self::STARTS) {
            return runs::give_up($run, state::FAILED, new reason('three_starts'));
        }
        // Without the library no run can be carried on: it waits, and no start is counted.
        library::load();
        // Committed before anything is opened: a file that kills its reader is noticed.
        $DB->execute('UPDATE {' . runs::TABLE . '} SET starts = starts + 1 WHERE id = ?', [$run->id]);
        try {
            $run = $run->state === state::QUEUED ? runs::become($run, state::CHECKING) : runs::must_get($run->id);
            if ($run->state === state::CHECKING) {
                $run = (new planner($feed, $run))->plan();
            }
            if ($run->state === state::RUNNING && !$this->pauses($run->id)) {
                $objection = owner::objection($feed->ownerid, $run->definition()->processor($feed->id, $feed->ownerid));
                if ($objection !== null) {
                    return runs::become($run, state::HELD, ['reasons' => json_encode([$objection]), 'approval' => null]);
                }
                $run = (new applier($feed, $run))->apply(fn(): bool => $this->pauses($run->id));
            }
        } catch (interrupted $failure) {
            throw $failure;
        } catch (\Throwable $failure) {
            return $this->fail($run, $failure);
        }
        if ($run->state->is_over()) {
            working_files::remove($run->id);
        } else if ($run->state === state::RUNNING && runs::must_get($run->id)->row->stopping) {
            return runs::become($run, state::CANCELLED);
        }
        return $run;
    }

    /**
     * Gives a run up that cannot go on.
     *
     * @param run $run
     * @param \Throwable $failure
     * @return run
     * @throws interrupted when not even that can be written down
     */
    private function fail(run $run, \Throwable $failure): run {
        global $DB;
        if ($failure instanceof \moodle_exception && $failure->errorcode === 'run_moved') {
            // Not a fault of the run: another process has it, or a person has decided about it.
            throw new interrupted($failure->getMessage(), 0, $failure);
        }
        try {
            $DB->force_transaction_rollback();
            $now = runs::get($run->id) ?? throw new interrupted('the run was deleted', 0, $failure);
            return $now->state->is_due() ? runs::give_up($now, state::FAILED, new reason('exception', chunk::explain($failure))) : $now;
        } catch (interrupted $interrupted) {
            throw $interrupted;
        } catch (\Throwable $dead) {
            throw new interrupted($failure->getMessage(), 0, $dead);
        }
    }

    /**
     * Returns whether a run leaves the rest for later.
     *
     * @param int $runid
     * @return bool
     */
    private function pauses(int $runid): bool {
        $run = runs::get($runid);
        return $run === null || $run->row->stopping || ($this->until !== null && microtime(true) >= $this->until) || $this->is_quiet($run);
    }

    /**
     * Returns whether these are quiet hours of a feed, in the time zone of the site.
     *
     * @param run $run
     * @return bool
     */
    private function is_quiet(run $run): bool {
        $hours = $run->definition()->get('quiet');
        if ($this->urgent || $hours === '') {
            return false;
        }
        $now = (new \DateTimeImmutable('@' . time()))->setTimezone(\core_date::get_server_timezone_object());
        return (new quiet_hours($hours))->include($now);
    }
}

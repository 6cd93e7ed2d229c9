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

namespace tool_syncingest\local\feed\cli;

use tool_syncingest\api;
use tool_syncingest\local\feed\arrival;
use tool_syncingest\local\feed\feeds;
use tool_syncingest\local\feed\now\delivered;
use tool_syncingest\local\feed\now\starter;
use tool_syncingest\local\feed\results;
use tool_syncingest\local\feed\round;
use tool_syncingest\local\feed\rules\name_parts;
use tool_syncingest\local\feed\rules\pattern;
use tool_syncingest\local\feed\rules\reason;
use tool_syncingest\local\feed\rules\state;
use tool_syncingest\local\feed\run;
use tool_syncingest\local\feed\runs;
use tool_syncingest\local\feed\site_guard;
use tool_syncingest\local\feed\worker;
use tool_syncingest\local\feed\words;

/**
 * The commands of cli/run.php, cli/runs.php and cli/approve.php.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class run_command {
    /** @var float seconds between two lines of progress */
    private const TICK = 1.0;

    /**
     * Constructor.
     *
     * @param bool $json whether scripts read the answer
     * @param bool $progress whether a person watches
     */
    public function __construct(
        /** @var bool whether scripts read the answer */
        private readonly bool $json,
        /** @var bool whether a person watches */
        private readonly bool $progress,
    ) {
    }

    /**
     * Makes a run of a file.
     *
     * @param string $feedname
     * @param string $path
     * @param bool $dry
     * @return run
     */
    public function start(string $feedname, string $path, bool $dry): run {
        global $CFG, $DB;
        require_once($CFG->libdir . '/filelib.php');
        $feed = feeds::named($feedname);
        $name = clean_param(basename($path), PARAM_FILE);
        if (!is_file($path) || !is_readable($path) || $name === '') {
            throw new \moodle_exception('cannotreadfile', 'error', '', $path);
        }
        $transaction = $DB->start_delegated_transaction();
        $record = [
            'contextid' => \context_system::instance()->id, 'component' => 'tool_syncingest', 'filearea' => 'commandline',
            'itemid' => file_get_unused_draft_itemid(), 'filepath' => '/', 'filename' => $name,
        ];
        $file = get_file_storage()->create_file_from_pathname($record, $path);
        $parts = (new pattern($feed->definition->get('pattern')))->match($name) ?? new name_parts();
        $id = (new arrival())->insert($feed, $parts, 'cli-' . random_string(40), $file, 1, $dry);
        // The run has a reference of its own.
        get_file_storage()->delete_area_files($record['contextid'], 'tool_syncingest', 'commandline', $record['itemid']);
        $transaction->allow_commit();
        return runs::must_get($id);
    }

    /**
     * Collects what was delivered, and begins with the newest file that a feed wants.
     *
     * @param string $feedname
     * @return run
     */
    public function start_newest(string $feedname): run {
        $feed = feeds::named($feedname);
        api::before_action(null, []);
        $delivered = delivered::newest_for($feed) ?? throw new \moodle_exception('now_nofiles', 'tool_syncingest');
        return starter::prepare($delivered, $feed);
    }

    /**
     * Carries a run on until it is finished, held, or waits for something else. While another process has it, that one is waited
     * for.
     *
     * @param run $run
     * @return run
     */
    public function wait(run $run): run {
        // Before anything is carried on, as cron does: this may be a clone.
        site_guard::check();
        while ($run->state->is_due() && round::is_turn_of($run)) {
            $after = (new worker(microtime(true) + self::TICK, true))->carry_on($run->id);
            if ($after === null) {
                usleep((int) (self::TICK * 1e6 / 4));
            }
            $run = $after ?? runs::must_get($run->id);
            if ($this->progress) {
                fwrite(STDERR, "\r" . words::state($run->state) . " {$run->row->done}/{$run->row->total} ");
            }
        }
        if ($this->progress) {
            fwrite(STDERR, "\n");
        }
        return $run;
    }

    /**
     * Prints the outcome of a run.
     *
     * @param run $run
     * @param bool $withrows whether its row results are wanted as well
     * @return string
     */
    public function report(run $run, bool $withrows = false): string {
        $rows = $withrows ? self::rows($run) : null;
        if ($this->json) {
            return json_encode(self::describe($run) + ($rows === null ? [] : ['rows' => $rows]), JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES);
        }
        $lines = [self::line($run)];
        foreach ($run->reasons() as $reason) {
            $lines[] = '  ' . words::reason($reason);
        }
        foreach (['planned' => $run->planned(), 'applied' => $run->applied()] as $name => $tally) {
            $counts = array_filter($tally->jsonSerialize(), 'is_int');
            $pairs = array_map(fn(string $word, int $count): string => "$word $count", array_keys($counts), $counts);
            $lines[] = "  $name: " . implode(', ', $pairs);
        }
        $lines[] = "  plan: {$run->row->planhash}";
        foreach ($rows ?? [] as $row) {
            $why = $row['code'] === '' ? '' : ': ' . words::row($row['code'], $row['values']);
            $lines[] = "  $row[line]  $row[key]  $row[action] ($row[state])$why";
        }
        return implode("\n", $lines);
    }

    /**
     * A list of runs.
     *
     * @param run[] $runs
     * @return string
     */
    public function list(array $runs): string {
        return $this->json ? json_encode(array_map(self::describe(...), $runs), JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES)
            : implode("\n", array_map(self::line(...), $runs));
    }

    /**
     * The exit status for a run.
     *
     * @param run $run
     * @return int
     */
    public static function status(run $run): int {
        return match ($run->state) {
            state::DONE => 0,
            state::DONE_WITH_ERRORS => 3,
            state::FAILED, state::REFUSED, state::CANCELLED, state::SUPERSEDED => 1,
            default => 75,
        };
    }

    /**
     * A run in one line.
     *
     * @param run $run
     * @return string
     */
    private static function line(run $run): string {
        $time = userdate($run->row->timecreated, '%Y-%m-%d %H:%M');
        return sprintf('%6d  %s  %-20s %s', $run->id, $time, words::state($run->state), $run->row->filename);
    }

    /**
     * A run for scripts.
     *
     * @param run $run
     * @return array
     */
    private static function describe(run $run): array {
        return [
            'id' => $run->id, 'feed' => feeds::get($run->feedid)?->name, 'file' => $run->row->filename, 'state' => $run->state->value,
            'dry' => (bool) $run->row->dry, 'part' => $run->name->part, 'plan' => $run->row->planhash,
            'reasons' => array_map(fn(reason $reason): array => $reason->jsonSerialize(), $run->reasons()),
            'planned' => $run->planned(), 'applied' => $run->applied(), 'total' => (int) $run->row->total, 'done' => (int) $run->row->done,
            'created' => (int) $run->row->timecreated, 'finished' => $run->row->timefinished === null ? null : (int) $run->row->timefinished,
        ];
    }

    /**
     * The row results of a run.
     *
     * @param run $run
     * @return array[]
     */
    private static function rows(run $run): array {
        $rows = [];
        $set = results::of($run->id);
        foreach ($set as $row) {
            $detail = json_decode($row->detail ?? '', true) ?: [];
            $rows[] = [
                'line' => (int) $row->line, 'key' => $row->keytext, 'action' => $row->action, 'effect' => $row->effect,
                'state' => $row->state, 'code' => $row->code, 'values' => $detail['values'] ?? [],
                'old' => $detail['old'] ?? [], 'new' => $detail['new'] ?? [], 'warnings' => $detail['warnings'] ?? [],
            ];
        }
        $set->close();
        return $rows;
    }
}

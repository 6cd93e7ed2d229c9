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

use tool_syncingest\local\feed\feeds;
use tool_syncingest\local\feed\rules\undo_state;
use tool_syncingest\local\feed\rules\undo_step;
use tool_syncingest\local\feed\run;
use tool_syncingest\local\feed\undo\undo;
use tool_syncingest\local\feed\undo\undo_rows;
use tool_syncingest\local\feed\undo\undoer;
use tool_syncingest\local\feed\undo\undos;
use tool_syncingest\local\feed\words;

/**
 * The commands of cli/undo.php.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class undo_command {
    /** @var undo_state[] what is not undone */
    private const REST = [undo_state::CHANGED, undo_state::IMPOSSIBLE, undo_state::FAILED];

    /**
     * Constructor.
     *
     * @param run $run
     * @param bool $json whether scripts read the answer
     */
    public function __construct(
        /** @var run */
        private readonly run $run,
        /** @var bool whether scripts read the answer */
        private readonly bool $json,
    ) {
    }

    /**
     * Looks up what can be undone. What somebody else has begun goes on instead.
     *
     * @return undo as it is now
     */
    public function check(): undo {
        if (!undos::get($this->run->id)?->step->is_due()) {
            undos::check($this->run);
        }
        return (new undoer(null))->carry_on($this->run->id);
    }

    /**
     * Undoes what can be undone.
     *
     * @return undo as it is now
     */
    public function undo(): undo {
        if (undo_rows::count_due($this->run->id)) {
            undos::begin($this->run);
        }
        return (new undoer(null))->carry_on($this->run->id);
    }

    /**
     * Asks whether to go on.
     *
     * @return string
     */
    public function question(): string {
        $values = ['count' => undo_rows::count_due($this->run->id), 'feed' => feeds::get($this->run->feedid)->name];
        return get_string('undo_sure', 'tool_syncingest', $values);
    }

    /**
     * Describes how far it has come, what comes back, and what does not.
     *
     * @param undo $undo
     * @return string
     */
    public function report(undo $undo): string {
        $counts = undo_rows::counts($this->run->id);
        $rest = undo_rows::rest($this->run->id, self::REST);
        if ($this->json) {
            return json_encode([
                'run' => $this->run->id, 'step' => $undo->step->value, 'counts' => (object) $counts, 'reasons' => $undo->reasons,
                'rest' => iterator_to_array($rest, false),
            ], JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE);
        }
        $lines = [sprintf('%6d  %s  %s', $this->run->id, words::undo_step($undo->step), $this->run->row->filename)];
        foreach ($undo->reasons as $reason) {
            $lines[] = '  ' . words::reason($reason);
        }
        foreach (undo_state::cases() as $state) {
            if (isset($counts[$state->value])) {
                $lines[] = sprintf('%8d  %s', $counts[$state->value], words::undo_state($state));
            }
        }
        foreach ($rest as $row) {
            $lines[] = "  $row[line]  $row[key]  $row[action]: " . (words::undo($row['code'], $row['values'])
                ?: words::undo_state(undo_state::from($row['state'])));
        }
        return implode("\n", $lines);
    }

    /**
     * The exit status.
     *
     * @param undo $undo
     * @return int
     */
    public function status(undo $undo): int {
        $counts = undo_rows::counts($this->run->id);
        return match (true) {
            $undo->step === undo_step::FAILED => 1,
            $undo->step->is_due() => 75,
            (bool) array_intersect_key($counts, array_flip(undo_state::words(...self::REST))) => 3,
            default => 0,
        };
    }
}

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

namespace tool_syncingest\local\tools;

/**
 * One process of PHP, as far as it shows which tool it serves: plain data, so that the decision needs no Moodle.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class process {
    /** @var string[] scripts that run whatever task is due */
    private const RUNNERS = ['admin/cli/cron.php', 'admin/cron.php', 'admin/cli/adhoc_task.php'];

    /** @var string[] scripts that run the task that one of these options names */
    private const CHOSEN = [
        'admin/cli/scheduled_task.php' => ['--execute'],
        'admin/cli/adhoc_task.php' => ['--classname', '-c'],
    ];

    /**
     * Constructor.
     *
     * @param string $script
     * @param string[] $arguments
     */
    public function __construct(
        /** @var string the script that was started, relative to Moodle's folder */
        public readonly string $script,
        /** @var string[] what follows it on the command line */
        private readonly array $arguments = [],
    ) {
    }

    /**
     * Returns the class of the task that this process was started for; null: none in particular.
     *
     * @return string|null
     */
    public function task(): ?string {
        foreach (self::CHOSEN[$this->script] ?? [] as $option) {
            foreach ($this->arguments as $argument) {
                if (str_starts_with($argument, "$option=")) {
                    return ltrim(substr($argument, strlen($option) + 1), '\\');
                }
            }
        }
        return null;
    }

    /**
     * Returns whether it runs whatever task is due.
     *
     * @return bool
     */
    public function runs_due_tasks(): bool {
        return in_array($this->script, self::RUNNERS, true) && $this->task() === null;
    }

    /**
     * Returns whether it runs tasks at all.
     *
     * @return bool
     */
    public function runs_tasks(): bool {
        return $this->runs_due_tasks() || isset(self::CHOSEN[$this->script]);
    }
}

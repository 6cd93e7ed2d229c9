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

namespace tool_syncingest\local\feed\processor;

use tool_syncingest\local\feed\child;
use tool_syncingest\local\feed\hand_over;

/**
 * Another plugin's work: its file is put where it expects it, and its scheduled task is run by a process of its own.
 *
 * Options: task, the class of the task; component, filearea and filename, where the plugin looks in the file store, or setting, the
 * name of the plugin's own setting that holds a path; timeout in seconds. All belong to the plugin of the task.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class scheduled_task extends file_processor {
    /** @var int seconds that a task may take */
    private const TIMEOUT = 3600;

    /** @var string[] components whose tasks are ours, or Moodle's own */
    private const NOT_OTHERS = ['tool_syncingest', 'moodle', 'core'];

    /** @var int[] exit statuses of Moodle when the task, or cron, is busy */
    private const BUSY = [129, 130];

    #[\Override]
    public static function options(): array {
        global $DB;
        [$not, $ours] = $DB->get_in_or_equal(self::NOT_OTHERS, SQL_PARAMS_QM, 'param', false);
        // Read from the table: of a plugin that is gone Moodle would make debugging messages.
        $classes = $DB->get_fieldset_select('task_scheduled', 'classname', "component $not ORDER BY classname", $ours);
        return [
            'task' => new option(option::CHOICE, '', ['', ...array_values(array_filter($classes, class_exists(...)))]),
            'filearea' => new option(option::TEXT, ''),
            'filename' => new option(option::TEXT, ''),
            'setting' => new option(option::TEXT, ''),
            'timeout' => new option(option::NUMBER, self::TIMEOUT),
        ];
    }

    #[\Override]
    public static function templates(): array {
        return ['task' => ['mode' => 'rows']];
    }

    #[\Override]
    public function problems(): array {
        $options = $this->settings->options;
        $task = $this->task();
        $timeout = $options['timeout'] ?? self::TIMEOUT;
        return array_keys(array_filter([
            'task' => $task === null,
            'target' => $task !== null && !hand_over::is_possible($task->get_component(), $options),
            'timeout' => !is_int($timeout) || $timeout < 1,
            'options' => (bool) array_diff(array_keys($options), ['task', 'component', 'filearea', 'filename', 'setting', 'timeout']),
        ]));
    }

    #[\Override]
    public function scope(): string {
        return (string) ($this->settings->options['task'] ?? '');
    }

    #[\Override]
    public function hand_over(string $path, string $name, bool $again): handed_over {
        $task = $this->task();
        if ($task === null) {
            return new handed_over('task_missing', ['task' => (string) ($this->settings->options['task'] ?? '')]);
        }
        $target = new hand_over($task->get_component(), $this->settings->options, $name);
        if ($again && !$target->holds($path)) {
            // The task has taken it, or somebody has put another one there. It must not get it twice.
            return new handed_over(null, ['found' => 1]);
        }
        if (!$target->put($path)) {
            return new handed_over('target', ['target' => $target->describe()]);
        }
        return $this->run_task($task);
    }

    /**
     * Runs the task, and waits while cron itself is running it.
     *
     * @param \core\task\scheduled_task $task
     * @return handed_over
     */
    private function run_task(\core\task\scheduled_task $task): handed_over {
        global $CFG;
        $timeout = (int) ($this->settings->options['timeout'] ?? self::TIMEOUT);
        $until = microtime(true) + $timeout;
        $class = '\\' . get_class($task);
        do {
            $end = child::run(
                ["$CFG->dirroot/admin/cli/scheduled_task.php", "--execute=$class", '--force'],
                max(1.0, $until - microtime(true))
            );
        } while (in_array($end->status, self::BUSY, true) && microtime(true) < $until);
        $values = ['task' => $class, 'status' => $end->status, 'seconds' => (int) round($end->seconds), 'output' => $end->output];
        $now = \core\task\manager::get_scheduled_task($class);
        return new handed_over(match (true) {
            $end->timedout => 'task_timeout',
            in_array($end->status, self::BUSY, true) => 'task_busy',
            $end->status !== 0, $now && $now->get_fail_delay() > 0 => 'task_failed',
            default => null,
        }, $values);
    }

    /**
     * The task.
     *
     * @return \core\task\scheduled_task|null null: there is none, or it is one of ours
     */
    private function task(): ?\core\task\scheduled_task {
        $class = $this->settings->options['task'] ?? null;
        $task = is_string($class) && $class !== '' ? \core\task\manager::get_scheduled_task($class) : false;
        return $task && !in_array($task->get_component(), self::NOT_OTHERS, true) ? $task : null;
    }
}

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

use core\output\notification;
use tool_syncingest\api;
use tool_syncingest\outcome;
use tool_syncingest\output\collection_notice;

/**
 * Collects before a listed tool does anything: at the end of lib/setup.php, so in every page, in cron, and in the process that
 * runs a single task. What it decides costs microseconds; it never throws.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class before_tools {
    /** @var bool whether it has been asked in this process: what it does may come back here */
    private static bool $asked = false;

    /**
     * Called by Moodle: see db/hooks.php and lib.php.
     */
    public static function after_config(): void {
        if (self::$asked || PHPUNIT_TEST || during_initial_install()) {
            return;
        }
        self::$asked = true;
        try {
            self::run(current_process::get());
        } catch (\Throwable $failure) {
            debugging('tool_syncingest cannot collect before a tool: ' . $failure->getMessage(), DEBUG_DEVELOPER);
        }
    }

    /**
     * Collects, if the process is one of a listed tool.
     *
     * @param process $process
     * @return outcome|null null: there is nothing to do before it
     */
    public static function run(process $process): ?outcome {
        global $CFG, $DB;
        // Kept with the settings of the site, which are there in any case: the plugin's own would have to be read.
        $tools = tool_list::from_settings(
            $CFG->tool_syncingest_presets ?? null,
            $CFG->tool_syncingest_pages ?? '',
            $CFG->tool_syncingest_tasks ?? ''
        );
        $ispage = $tools->has_page($process->script);
        if (!$ispage && !$process->runs_tasks()) {
            return null;
        }
        if (!empty($CFG->upgraderunning) || $DB->is_transaction_started()) {
            return null;
        }
        if ($ispage) {
            return CLI_SCRIPT ? api::before_action(null, ['*']) : self::before_page();
        }
        $classes = $process->runs_due_tasks() ? self::due() : [$process->task()];
        $classes = array_filter($classes, fn(?string $class): bool => $class !== null && $tools->has_task($class));
        return $classes ? api::before_action(null, $tools->files_of($classes, get_config(...))) : null;
    }

    /**
     * Collects before a page, and shows what is not complete to a user who may see it.
     *
     * @return outcome|null
     */
    private static function before_page(): ?outcome {
        if (!isloggedin() || isguestuser()) {
            return null;
        }
        $outcome = api::before_action();
        $isshown = !$outcome->is_complete() && !AJAX_SCRIPT && !WS_SERVER;
        if ($isshown && has_capability('tool/syncingest:manage', \context_system::instance())) {
            $notice = new collection_notice($outcome, self::here(), false);
            \core\notification::add($notice->with_button(), $notice->type());
        }
        return $outcome;
    }

    /**
     * Returns the address to which the user returns after waiting.
     *
     * @return \moodle_url
     */
    private static function here(): \moodle_url {
        global $SCRIPT;
        // What was sent by a form cannot be sent again.
        $isget = ($_SERVER['REQUEST_METHOD'] ?? '') === 'GET';
        return new \moodle_url($SCRIPT, $isget ? array_filter($_GET, 'is_scalar') : []);
    }

    /**
     * Returns the classes of the tasks that are due.
     *
     * @return string[]
     */
    private static function due(): array {
        global $DB;
        $scheduled = $DB->get_fieldset_select(
            'task_scheduled',
            'classname',
            'disabled = 0 AND (nextruntime IS NULL OR nextruntime <= ?)',
            [time()]
        );
        $adhoc = $DB->get_fieldset_sql('SELECT DISTINCT classname FROM {task_adhoc} WHERE nextruntime <= ?', [time()]);
        return [...$scheduled, ...$adhoc];
    }
}

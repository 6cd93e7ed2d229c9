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

use tool_syncingest\local\account;
use tool_syncingest\local\alarm\incidents;
use tool_syncingest\local\config;
use tool_syncingest\local\drop\command_line;
use tool_syncingest\local\drop\library;
use tool_syncingest\local\setup\account_recipe;
use tool_syncingest\local\setup\steps;

/**
 * What a new site needs until it collects: a list, and the commands for the delivering account.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class first_steps implements \renderable, \templatable {
    /**
     * Constructor.
     *
     * @param array $survey of the drop folder
     */
    public function __construct(
        /** @var array of the drop folder */
        private readonly array $survey,
    ) {
    }

    #[\Override]
    public function export_for_template(\renderer_base $output): array {
        global $CFG;
        $steps = array_map($this->step(...), steps::of($this->found()));
        $recipe = new account_recipe(config::folder(), account::own_group());
        $web = account::user(self::user()) ?? 'www-data';
        return [
            'steps' => $steps,
            'complete' => !array_filter($steps, fn(array $step): bool => !$step['done']),
            'sesskey' => sesskey(),
            'commands' => $recipe->commands(),
            'mount' => $recipe->mount(),
            'server' => $recipe->server(),
            'cron' => "* * * * * $web " . (command_line::program() ?? '/usr/bin/php') . ' '
                . dirname($CFG->libdir) . '/admin/cli/cron.php',
        ];
    }

    /**
     * Returns the facts about the site.
     *
     * @return array as {@see steps::of()} wants it
     */
    private function found(): array {
        global $DB;
        $settings = get_config('tool_syncingest');
        $problem = library::problem();
        $folder = config::folder();
        clearstatcache();
        return [
            'now' => time(), 'lastround' => (int) ($settings->lastround ?? 0),
            'testdelivered' => (int) ($settings->testdelivered ?? 0), 'lastmailed' => (int) ($settings->lastmailed ?? 0),
            'collected' => $DB->record_exists('tool_syncingest_files', []),
            'problem' => $problem, 'cronproblem' => incidents::open()['library']->detail ?? null,
            'version' => $problem === null ? library::describe()[0] : $this->survey['version'] ?? null,
            'php' => command_line::program(),
            'folder' => steps::folder($folder, @stat($folder) ?: null, self::user(), !empty($this->survey['obstacles'])),
        ];
    }

    /**
     * Returns a step in words, with its button.
     *
     * @param array $step
     * @return array
     */
    private function step(array $step): array {
        $a = match ($step['key']) {
            'step_cron_done', 'step_cron_late' => format_time(max(1, $step['a'])),
            'step_delivery_done', 'step_mail_done' => $step['a'] ? userdate($step['a'])
                : get_string('step_collected', 'tool_syncingest'),
            default => $step['a'],
        };
        $action = ['delivery' => 'testdelivery', 'mail' => 'test'][$step['name']] ?? null;
        return [
            'name' => get_string("step_$step[name]", 'tool_syncingest'), 'done' => $step['done'],
            'text' => get_string($step['key'], 'tool_syncingest', $a), 'iscron' => $step['name'] === 'cron' && !$step['done'],
            'url' => $action === null || $step['done'] ? ''
                : (new \moodle_url('/admin/tool/syncingest/index.php', ['action' => $action]))->out(false),
            'button' => $action === null ? '' : get_string("step_$step[name]_button", 'tool_syncingest'),
        ];
    }

    /**
     * Returns the web server's user.
     *
     * @return int
     */
    private static function user(): int {
        return function_exists('posix_geteuid') ? posix_geteuid() : getmyuid();
    }
}

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

use tool_syncingest\local\config;
use tool_syncingest\local\alarm\explanation;
use tool_syncingest\local\store\history;
use tool_syncingest\local\store\stored_files;
use tool_syncingest\local\alarm\incidents;
use tool_syncingest\local\drop\library;
use tool_syncingest\local\drop\rejected_list;
use tool_syncingest\local\drop\survey;

/**
 * The status page.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class status_page implements \renderable, \templatable {
    #[\Override]
    public function export_for_template(\renderer_base $output): array {
        $survey = survey::take();
        $last = (int) get_config('tool_syncingest', 'lastround');
        return [
            'homeurl' => (new \moodle_url('/admin/tool/syncingest/index.php'))->out(false),
            'collecturl' => (new \moodle_url('/admin/tool/syncingest/collect.php'))->out(false),
            'testurl' => self::url('test'),
            'filesurl' => (new \moodle_url('/admin/tool/syncingest/files.php'))->out(false),
            'settingsurl' => (new \moodle_url('/admin/settings.php', ['section' => 'tool_syncingest']))->out(false),
            'sesskey' => sesskey(),
            'folder' => config::folder(),
            'lastround' => $last ? userdate($last) : get_string('never'),
            'problem' => $survey['problem'] ?? '',
            'seen' => !isset($survey['problem']),
            'alarms' => self::alarms(),
            'locks' => self::locks($survey),
            'waiting' => self::waiting($survey),
            'skipped' => self::skipped($survey),
            'lists' => self::lists($survey),
            'environment' => $this->environment($survey),
            'firststeps' => (new first_steps($survey))->export_for_template($output),
        ];
    }

    /**
     * Returns the address of an action.
     *
     * @param string $action
     * @param array $parameters
     * @return string
     */
    private static function url(string $action, array $parameters = []): string {
        return (new \moodle_url('/admin/tool/syncingest/index.php', ['action' => $action] + $parameters))->out(false);
    }

    /**
     * Returns the active alarms.
     *
     * @return array[]
     */
    private static function alarms(): array {
        return array_values(array_map(self::alarm(...), incidents::open()));
    }

    /**
     * Returns one alarm.
     *
     * @param \stdClass $incident
     * @return array
     */
    private static function alarm(\stdClass $incident): array {
        $explanation = new explanation($incident, \core_date::get_user_timezone());
        return [
            'name' => $explanation->name(),
            'particulars' => $explanation->particulars(),
            'advice' => $explanation->advice(),
            'words' => $explanation->words(),
            'since' => $explanation->date($incident->since),
            'count' => $incident->amount > 1 ? $incident->amount : '',
            'lastnotice' => $incident->timetold === null ? '' : $explanation->date($incident->timetold),
        ];
    }

    /**
     * Returns the locks that are there.
     *
     * @param array $survey
     * @return array[]
     */
    private static function locks(array $survey): array {
        return array_map(fn(array $lock): array => [
            'name' => $lock['name'], 'holder' => explanation::holder($lock['holder']), 'since' => userdate($lock['since']),
            'age' => format_time(max(1, $lock['age'])), 'stale' => $lock['stale'],
            'meaning' => get_string('lock_' . $lock['kind'], 'tool_syncingest'),
            'unlockurl' => self::url('unlock', ['kind' => $lock['kind'], 'force' => (int) !$lock['stale']]),
        ], $survey['locks'] ?? []);
    }

    /**
     * Returns what the next collection takes.
     *
     * @param array $survey
     * @return array
     */
    private static function waiting(array $survey): array {
        $files = array_map(fn(array $file): array => [
            'name' => $file['name'], 'size' => display_size($file['size']),
        ], $survey['waiting'] ?? []);
        $count = $survey['waitingcount'] ?? 0;
        $canbewaited = isset($survey['readyin']) && !array_filter(array_column($survey['locks'] ?? [], 'stale'));
        return [
            'files' => $files,
            'count' => $count,
            'more' => $count - count($files),
            'claimed' => $survey['claimed'] ?? 0,
            'readyin' => $canbewaited ? get_string('readyin', 'tool_syncingest', $survey['readyin']) : '',
        ];
    }

    /**
     * Returns the skipped files, and why.
     *
     * @param array $survey
     * @return array[]
     */
    private static function skipped(array $survey): array {
        return array_map(fn(array $group): array => [
            'why' => get_string_manager()->string_exists("skip_$group[reason]", 'tool_syncingest')
                ? get_string("skip_$group[reason]", 'tool_syncingest') : $group['explanation'],
            'count' => $group['count'],
            'names' => implode(', ', $group['names']) . ($group['count'] > count($group['names']) ? ', …' : ''),
        ], $survey['skipped'] ?? []);
    }

    /**
     * Returns the lists, each with the number of its rows.
     *
     * @param array $survey
     * @return array[]
     */
    private static function lists(array $survey): array {
        $lists = [
            ['filespage', 'files.php', stored_files::count()],
            ['historypage', 'history.php', history::count()],
            ['rejectedfiles', 'rejected.php', $survey['rejectedcount'] ?? rejected_list::count()],
            ['alarmspage', 'alarms.php', incidents::count()],
        ];
        return array_map(fn(array $list): array => [
            'name' => get_string($list[0], 'tool_syncingest'),
            'url' => (new \moodle_url("/admin/tool/syncingest/$list[1]"))->out(false),
            'count' => $list[2],
        ], $lists);
    }

    /**
     * Returns whether web pages may use the library.
     *
     * @return string
     */
    private static function ffi_of_this_page(): string {
        $php = 'PHP ' . PHP_VERSION . ', ffi.enable=' . ini_get('ffi.enable');
        $key = match (true) {
            library::problem() === null => 'ffi_works',
            library::has_ffi() => 'ffi_without_library',
            default => 'ffi_refused',
        };
        return get_string($key, 'tool_syncingest', $php);
    }

    /**
     * Returns whether cron may use the library, according to its last round.
     *
     * @return string
     */
    private static function ffi_of_cron(): string {
        if (isset(incidents::open()['library'])) {
            return get_string('ffi_unusable', 'tool_syncingest', explanation::name_of('library'));
        }
        $last = (int) get_config('tool_syncingest', 'lastround');
        return $last ? get_string('ffi_works', 'tool_syncingest', userdate($last)) : get_string('never');
    }

    /**
     * Returns the results of the checks, and the environment.
     *
     * @param array $survey
     * @return array
     */
    private function environment(array $survey): array {
        global $CFG;
        require_once($CFG->dirroot . '/admin/tool/syncingest/lib.php');
        $checks = [];
        foreach (tool_syncingest_status_checks() as $check) {
            $result = $check->get_result();
            // Where it could not be looked at, the reason is at the top of the page.
            $known = isset($survey['problem']) ? [nl2br(s(library::problem() ?? '')), s($survey['problem'])] : [];
            $checks[] = [
                'name' => $check->get_name(), 'summary' => $result->get_summary(),
                'details' => in_array($result->get_details(), $known, true) ? '' : $result->get_details(),
                'class' => match ($result->get_status()) {
                    'ok' => 'success', 'critical', 'error' => 'danger', 'warning' => 'warning', default => 'secondary',
                },
                'darktext' => in_array($result->get_status(), ['warning', 'na', 'info', 'unknown']),
                'status' => get_string('status' . $result->get_status()),
            ];
        }
        $facts = [
            'folder' => config::folder(), 'workarea' => config::work_area(), 'area' => implode(' / ', config::area()),
            'ffi_web' => self::ffi_of_this_page(), 'ffi_cli' => self::ffi_of_cron(),
        ];
        if (isset($survey['filesystem'])) {
            $warning = $survey['verified'] ? '' : ': ' . get_string('unverified', 'tool_syncingest');
            $facts['filesystem'] = $survey['filesystem'] . $warning;
            $facts['library'] = "$survey[version], $survey[library]";
        }
        return ['checks' => $checks, 'facts' => array_map(fn(string $key, string $value): array => [
            'name' => get_string("fact_$key", 'tool_syncingest'), 'value' => $value,
        ], array_keys($facts), $facts)];
    }
}

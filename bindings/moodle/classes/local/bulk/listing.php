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

namespace tool_syncingest\local\bulk;

use tool_syncingest\local\drop\rejected_actions;
use tool_syncingest\local\store\stored_files;
use tool_syncingest\reportbuilder\local\systemreports\rejected_files;
use tool_syncingest\reportbuilder\local\systemreports\stored_files as stored_files_report;

/**
 * The lists whose files can be dealt with many at a time.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
enum listing: string {
    case Rejected = 'rejected';
    case Stored = 'files';

    /**
     * Returns the class of the report.
     *
     * @return string
     */
    public function report(): string {
        return $this === self::Rejected ? rejected_files::class : stored_files_report::class;
    }

    /**
     * Returns the name of the page in Moodle's administration.
     *
     * @return string
     */
    public function page(): string {
        return "tool_syncingest_{$this->value}";
    }

    /**
     * Returns the address of the page.
     *
     * @return \moodle_url
     */
    public function url(): \moodle_url {
        return new \moodle_url("/admin/tool/syncingest/{$this->value}.php");
    }

    /**
     * Returns what can be done with files, besides downloading them.
     *
     * @return string[] words by action
     */
    public function actions(): array {
        $delete = ['delete' => get_string('delete')];
        if ($this === self::Stored) {
            return $delete;
        }
        return [
            'putback' => get_string('putback', 'tool_syncingest'), 'store' => get_string('storegiven', 'tool_syncingest'),
        ] + $delete;
    }

    /**
     * Returns the question that is asked before files are dealt with.
     *
     * @param string $action
     * @param int $count of files
     * @return string
     */
    public function question(string $action, int $count): string {
        return match (true) {
            $action !== 'delete' => get_string('bulkquestion', 'tool_syncingest', [
                'action' => $this->actions()[$action], 'count' => $count,
            ]),
            $this === self::Rejected => get_string('confirmdelete', 'tool_syncingest', $count),
            default => get_string('confirmdeletestored', 'tool_syncingest', $count),
        };
    }

    /**
     * Deals with files, each by itself.
     *
     * @param string $action
     * @param string[] $ids
     * @return array how many were dealt with, and why others were not: int, string[]
     */
    public function run(string $action, array $ids): array {
        if ($this === self::Stored) {
            $done = stored_files::delete(array_map('intval', $ids));
            $gone = count($ids) - $done;
            return [$done, $gone ? array_fill(0, $gone, get_string('nostored', 'tool_syncingest')) : []];
        }
        $results = rejected_actions::run($action, $ids);
        $failed = array_filter($results, fn(array $result): bool => $result['problem'] !== null);
        $problems = array_map(fn(array $result): string => "$result[name]: $result[problem]", array_values($failed));
        return [count($results) - count($failed), $problems];
    }
}

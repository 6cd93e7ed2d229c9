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

use core\output\notification;
use tool_syncingest\local\bulk\listing;
use tool_syncingest\reportbuilder\local\matching_rows;

/**
 * What a person wants to do with one or many files of a list: it comes with the session key, and what cannot be undone is asked.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class bulk_request {
    /** @var int how many files one request downloads, or deals with by name */
    public const MOST = 1000;

    /** @var float seconds after which a request that deals with all files of a list is followed by another */
    public const SECONDS = 15.0;

    /** @var int how many names a question or an answer shows */
    public const SHOWN = 20;

    /**
     * Constructor.
     *
     * @param string $action
     * @param string[] $ids
     * @param \moodle_url $page
     */
    private function __construct(
        /** @var string what is to be done */
        public readonly string $action,
        /** @var string[] with what */
        public readonly array $ids,
        /** @var \moodle_url the list */
        private readonly \moodle_url $page,
    ) {
    }

    /**
     * Returns the action that is requested; null: none, the list is shown.
     *
     * @param \moodle_url $page
     * @param string[] $actions that the page knows
     * @param listing|null $listing what the page lists, where all files that match its filter can be dealt with
     * @return self|null
     */
    public static function read(\moodle_url $page, array $actions, ?listing $listing = null): ?self {
        $action = optional_param('action', '', PARAM_ALPHA);
        if (!in_array($action, $actions, true)) {
            return null;
        }
        require_sesskey();
        $ids = $listing !== null && optional_param('scope', '', PARAM_ALPHA) === 'all'
            ? self::all($page, $action, $listing) : self::chosen();
        if (!$ids) {
            redirect($page, get_string('nothingchosen', 'tool_syncingest'), null, notification::NOTIFY_WARNING);
        }
        // What has begun goes on, also when the browser is closed: each file is dealt with as a whole.
        ignore_user_abort(true);
        \core_php_time_limit::raise();
        return new self($action, array_slice($ids, 0, self::MOST), $page);
    }

    /**
     * Returns the ids of the chosen files.
     *
     * @return string[]
     */
    private static function chosen(): array {
        $ids = preg_split('/,/', optional_param('ids', '', PARAM_RAW), -1, PREG_SPLIT_NO_EMPTY);
        // Ids of files and of deliveries: digits, letters and dashes.
        $isid = fn(string $id): bool => preg_match('/^[A-Za-z0-9-]{1,64}$/D', $id) === 1;
        return array_values(array_unique(array_filter($ids, $isid)));
    }

    /**
     * Returns the ids of all files that match the filter of a list, for a download. Every other action has a page of its own,
     * which this one leads to.
     *
     * @param \moodle_url $page
     * @param string $action
     * @param listing $listing
     * @return string[]
     */
    private static function all(\moodle_url $page, string $action, listing $listing): array {
        if ($action !== 'download') {
            redirect(new \moodle_url('/admin/tool/syncingest/bulk.php', ['list' => $listing->value, 'action' => $action]));
        }
        $rows = new matching_rows($listing->report());
        $count = $rows->count();
        if ($count > self::MOST) {
            $text = get_string('bulktoomany', 'tool_syncingest', ['count' => $count, 'most' => self::MOST]);
            redirect($page, $text, null, notification::NOTIFY_WARNING);
        }
        return array_column($rows->next(0, PHP_INT_MAX, self::MOST), 'itemkey');
    }

    /**
     * Asks, unless that has been done.
     *
     * @param string $question
     * @param string[] $names plain text
     */
    public function confirm(string $question, array $names): void {
        global $OUTPUT;
        if (optional_param('confirm', false, PARAM_BOOL)) {
            return;
        }
        $yes = new \single_button(new \moodle_url($this->page, [
            'action' => $this->action, 'ids' => implode(',', $this->ids), 'confirm' => 1, 'sesskey' => sesskey(),
        ]), get_string('continue'), 'post');
        echo $OUTPUT->header();
        echo $OUTPUT->heading($question);
        echo $OUTPUT->confirm(self::list($names, count($names)), $yes, $this->page);
        echo $OUTPUT->footer();
        exit;
    }

    /**
     * Goes back to the list, with what came of it.
     *
     * @param int $done
     * @param string[] $problems plain text
     */
    public function answer(int $done, array $problems = []): never {
        $type = $problems ? notification::NOTIFY_WARNING : notification::NOTIFY_SUCCESS;
        redirect($this->page, self::result($done, count($problems), $problems), null, $type);
    }

    /**
     * Returns what came of an action.
     *
     * @param int $done
     * @param int $failed
     * @param string[] $problems plain text, of some of those that failed
     * @return string HTML
     */
    public static function result(int $done, int $failed, array $problems): string {
        $text = get_string('bulkdone', 'tool_syncingest', $done);
        return $failed ? "$text " . get_string('bulkproblems', 'tool_syncingest', $failed) . self::list($problems, $failed) : $text;
    }

    /**
     * Returns the first of these texts as a list.
     *
     * @param string[] $texts plain text
     * @param int $count how many there are, others than these among them
     * @return string HTML
     */
    public static function list(array $texts, int $count): string {
        $shown = array_map(s(...), array_slice(array_values($texts), 0, self::SHOWN));
        if ($count > count($shown)) {
            $shown[] = get_string('andmore', 'tool_syncingest', $count - count($shown));
        }
        return \html_writer::alist($shown, ['class' => 'text-break mt-2']);
    }
}

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

/**
 * What a person wants to do with one or many files of a list: it comes with the session key, and what cannot be undone is asked.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class bulk_request {
    /** @var int how many files one request deals with */
    public const MOST = 1000;

    /** @var int how many names a question or an answer shows */
    private const SHOWN = 20;

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
     * What this request wants; null: to see the list.
     *
     * @param \moodle_url $page
     * @param string[] $actions that the page knows
     * @return self|null
     */
    public static function read(\moodle_url $page, array $actions): ?self {
        $action = optional_param('action', '', PARAM_ALPHA);
        if (!in_array($action, $actions, true)) {
            return null;
        }
        require_sesskey();
        // Ids of files and of deliveries: digits, letters and dashes.
        $ids = preg_split('/,/', optional_param('ids', '', PARAM_RAW), -1, PREG_SPLIT_NO_EMPTY);
        $ids = array_values(array_unique(array_filter($ids, fn(string $id): bool => preg_match('/^[A-Za-z0-9-]{1,64}$/D', $id) === 1)));
        if (!$ids) {
            redirect($page, get_string('nothingchosen', 'tool_syncingest'), null, notification::NOTIFY_WARNING);
        }
        // What has begun goes on, also when the browser is closed: each file is dealt with as a whole.
        ignore_user_abort(true);
        \core_php_time_limit::raise();
        return new self($action, array_slice($ids, 0, self::MOST), $page);
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
        echo $OUTPUT->confirm(self::list($names), $yes, $this->page);
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
        $text = get_string('bulkdone', 'tool_syncingest', $done);
        if ($problems) {
            $text .= ' ' . get_string('bulkproblems', 'tool_syncingest', count($problems)) . self::list($problems);
        }
        redirect($this->page, $text, null, $problems ? notification::NOTIFY_WARNING : notification::NOTIFY_SUCCESS);
    }

    /**
     * The first of these texts.
     *
     * @param string[] $texts plain text
     * @return string HTML
     */
    private static function list(array $texts): string {
        $shown = array_map(s(...), array_slice(array_values($texts), 0, self::SHOWN));
        if (count($texts) > self::SHOWN) {
            $shown[] = get_string('andmore', 'tool_syncingest', count($texts) - self::SHOWN);
        }
        return \html_writer::alist($shown, ['class' => 'text-break mt-2']);
    }
}

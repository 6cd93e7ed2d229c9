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
use tool_syncingest\outcome;

/**
 * What came of the collection before a page: nothing is shown when nothing waited. What is not ready yet can be waited for.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class collection_notice implements \renderable, \templatable {
    /** @var int seconds after which a page that waits looks again at the latest */
    private const LOOK_AGAIN = 2 * MINSECS;

    /**
     * Constructor.
     *
     * @param outcome $outcome
     * @param \moodle_url $page where one is
     * @param bool $wait whether the person has chosen to wait
     */
    public function __construct(
        /** @var outcome what came of it */
        private readonly outcome $outcome,
        /** @var \moodle_url where one is */
        private readonly \moodle_url $page,
        /** @var bool whether the person has chosen to wait */
        private readonly bool $wait,
    ) {
    }

    /**
     * Lets the page come again when the next file is ready, for a person who waits. Before the header.
     *
     * @param \moodle_page $page
     */
    public function refresh(\moodle_page $page): void {
        if ($this->waits()) {
            $page->set_url($this->page, ['wait' => 1]);
            $page->set_periodic_refresh_delay($this->delay());
        }
    }

    /**
     * Returns after how many seconds the page reloads for a user who waits.
     *
     * @return int
     */
    public function delay(): int {
        return min($this->outcome->readyin + 1, self::LOOK_AGAIN);
    }

    /**
     * Returns the outcome in words.
     *
     * @return string plain text
     */
    public function message(): string {
        return $this->outcome->message();
    }

    /**
     * Returns the type of notification for the outcome.
     *
     * @return string
     */
    public function type(): string {
        if ($this->outcome->state === outcome::FAILED || $this->outcome->rejected || $this->outcome->putback) {
            return notification::NOTIFY_WARNING;
        }
        return $this->outcome->is_complete() ? notification::NOTIFY_SUCCESS : notification::NOTIFY_INFO;
    }

    /**
     * Returns whether the page reloads by itself.
     *
     * @return bool
     */
    public function waits(): bool {
        return $this->wait && $this->outcome->is_worth_waiting();
    }

    /**
     * Returns the same with a button to wait, for a page of another plugin: the user waits on a page of ours, and returns.
     *
     * @return string HTML
     */
    public function with_button(): string {
        if (!$this->outcome->is_worth_waiting()) {
            return s($this->message());
        }
        $url = new \moodle_url('/admin/tool/syncingest/wait.php', ['return' => $this->page->out_as_local_url(false)]);
        $button = \html_writer::link($url, get_string('wait', 'tool_syncingest'), ['class' => 'btn btn-secondary btn-sm']);
        return s($this->message()) . ' ' . $button;
    }

    #[\Override]
    public function export_for_template(\renderer_base $output): array {
        $outcome = $this->outcome;
        if ($outcome->state === $outcome::NOTHING && $outcome->is_complete()) {
            return ['notice' => ''];
        }
        return [
            'notice' => $output->render(new notification(s($this->message()), $this->type())),
            'offer' => $outcome->is_worth_waiting() && !$this->wait,
            'waits' => $this->waits(),
            'page' => $this->page->out(false),
        ];
    }
}

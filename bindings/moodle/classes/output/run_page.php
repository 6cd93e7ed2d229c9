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

use core_reportbuilder\system_report_factory;
use tool_syncingest\local\feed\access;
use tool_syncingest\local\feed\content;
use tool_syncingest\local\feed\feed;
use tool_syncingest\local\feed\progress;
use tool_syncingest\local\feed\rules\effect;
use tool_syncingest\local\feed\rules\stage;
use tool_syncingest\local\feed\rules\state;
use tool_syncingest\local\feed\run;
use tool_syncingest\local\feed\run_actions;
use tool_syncingest\local\feed\words;
use tool_syncingest\local\file_name;
use tool_syncingest\reportbuilder\local\systemreports\row_results;

/**
 * A run, or the preview of one: how far it is, what it does, what can be done with it, and its row results.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class run_page implements \renderable, \templatable {
    /** @var bool whether its content is there */
    private readonly bool $iskept;

    /**
     * Constructor.
     *
     * @param run $run
     * @param feed $feed
     */
    public function __construct(
        /** @var run */
        private readonly run $run,
        /** @var feed */
        private readonly feed $feed,
    ) {
        $this->iskept = content::of($run->id) !== null;
    }

    #[\Override]
    public function export_for_template(\renderer_base $output): array {
        $progress = progress::of($this->run);
        $reasons = array_map(words::reason(...), $this->run->reasons());
        return [
            'id' => $this->run->id,
            'progress' => $progress->moves ? $progress->jsonSerialize() : null,
            'state' => words::run_state($this->run->state, (bool) $this->run->row->dry),
            'badge' => self::badge($this->run->state),
            'isdark' => self::badge($this->run->state) === 'warning',
            'ispreview' => (bool) $this->run->row->dry,
            'reasons' => $reasons,
            'hasreasons' => (bool) $reasons,
            'whytitle' => $this->why(),
            'notes' => $this->notes(),
            'counts' => $this->counts(),
            'facts' => $this->facts(),
            'actions' => $this->actions(),
            'page' => self::address($this->run->id)->out(false),
            'undo' => $this->undo(),
            'plan' => (string) $this->run->row->planhash,
            'sesskey' => sesskey(),
            'downloads' => $this->downloads(),
            'report' => access::has(access::READ) ? system_report_factory::create(
                row_results::class,
                \context_system::instance(),
                '',
                '',
                0,
                ['run' => $this->run->id, 'perpage' => optional_param('perpage', row_results::PER_PAGE, PARAM_INT)]
            )->output() : null,
        ];
    }

    /**
     * Returns the address of the page of a run.
     *
     * @param int $id
     * @return \moodle_url
     */
    public static function address(int $id): \moodle_url {
        return new \moodle_url('/admin/tool/syncingest/run.php', ['id' => $id]);
    }

    /**
     * Returns the colour of a state; its word is always beside it.
     *
     * @param state $state
     * @return string
     */
    private static function badge(state $state): string {
        return match ($state) {
            state::DONE => 'success',
            state::HELD, state::DONE_WITH_ERRORS => 'warning',
            state::REFUSED, state::FAILED => 'danger',
            default => 'secondary',
        };
    }

    /**
     * Returns the address of the page on which the run is undone.
     *
     * @return string empty: it has changed nothing, or the person who looks at it may not undo it
     */
    private function undo(): string {
        $ischanged = !$this->run->row->dry && $this->run->state->is_over() && $this->run->applied()->has_effect();
        return $ischanged && access::has(access::EDIT)
            ? (new \moodle_url('/admin/tool/syncingest/undo.php', ['run' => $this->run->id]))->out(false) : '';
    }

    /**
     * Returns the heading of the reasons.
     *
     * @return string
     */
    private function why(): string {
        $key = match (true) {
            (bool) $this->run->row->dry => 'why_preview',
            $this->run->state === state::HELD => 'why_held',
            default => 'why',
        };
        return get_string($key, 'tool_syncingest');
    }

    /**
     * Returns what else a person must know.
     *
     * @return string[]
     */
    private function notes(): array {
        $approval = $this->run->approval();
        $approver = $approval === null ? null : \core_user::get_user($approval->userid);
        $isolder = (int) $this->run->row->revision !== $this->feed->revision;
        $waits = $this->run->state === state::QUEUED && $this->feed->stage === stage::PAUSED;
        $islive = $this->run->row->dry && $this->feed->stage === stage::LIVE;
        return array_values(array_filter([
            $isolder && ($this->run->row->dry || !$this->run->state->is_over()) ? get_string('note_edited', 'tool_syncingest') : null,
            $waits ? get_string('note_paused', 'tool_syncingest') : null,
            $islive ? get_string('note_live', 'tool_syncingest') : null,
            $approver ? get_string('note_approved', 'tool_syncingest', [
                'user' => fullname($approver), 'time' => userdate($approval->time),
            ]) : null,
            $this->iskept ? null : get_string('run_nocontent', 'tool_syncingest'),
        ]));
    }

    /**
     * Returns the counts of the plan, and of what was applied.
     *
     * @return array[]
     */
    private function counts(): array {
        if ($this->run->row->planned === null) {
            return [];
        }
        [$planned, $applied] = [$this->run->planned(), $this->run->applied()];
        $counts = array_map(fn(effect $effect): array => [
            'name' => words::effect($effect->value), 'planned' => $planned->of($effect), 'applied' => $applied->of($effect),
        ], effect::cases());
        $counts[] = [
            'name' => words::row_state('failed'), 'planned' => $planned->failed, 'applied' => $applied->failed, 'bad' => true,
        ];
        return array_values(array_filter($counts, fn(array $count): bool => $count['planned'] > 0 || $count['applied'] > 0));
    }

    /**
     * Returns what is known of the file and of the run.
     *
     * @return array[] name and value
     */
    private function facts(): array {
        $row = $this->run->row;
        $file = $this->run->facts();
        $facts = [
            'feed' => $this->feed->name,
            'stage' => words::stage($this->feed->stage),
            'size' => display_size((int) $row->filesize),
            'arrived' => userdate($row->timecreated),
            'finished' => $row->timefinished ? userdate($row->timefinished) : '',
            'rows' => $file === null ? '' : (string) $file->rows,
            'encoding' => $file?->encoding ?? '',
            'delimiter' => $file === null ? '' : words::delimiter($file->delimiter),
            'header' => $file === null ? '' : file_name::visible(implode(', ', $file->header)),
        ];
        $facts = array_filter($facts, fn(string $value): bool => $value !== '');
        return array_map(fn(string $name, string $value): array => [
            'name' => get_string($name === 'size' ? 'size' : "fact_$name", $name === 'size' ? 'moodle' : 'tool_syncingest'), 'value' => $value,
        ], array_keys($facts), $facts);
    }

    /**
     * Returns the buttons for its viewer.
     *
     * @return array[]
     */
    private function actions(): array {
        $possible = array_filter(run_actions::possible($this->run, $this->feed, $this->iskept), access::has(...));
        return array_map(fn(string $action): array => [
            'action' => $action, 'words' => get_string("runaction_$action", 'tool_syncingest'),
            'class' => match ($action) {
                'live', 'approve' => 'primary',
                'refuse', 'stop' => 'danger',
                default => 'secondary',
            },
        ], array_keys($possible));
    }

    /**
     * Returns what can be downloaded.
     *
     * @return array[]
     */
    private function downloads(): array {
        $failed = $this->run->planned()->failed + $this->run->applied()->failed;
        if (!$failed || !$this->iskept || !access::has(access::READ)) {
            return [];
        }
        return array_map(fn(string $for): array => [
            'address' => (new \moodle_url('/admin/tool/syncingest/failed.php', ['id' => $this->run->id, 'for' => $for]))->out(false),
            'words' => get_string("failedrows_$for", 'tool_syncingest'),
            'help' => get_string("failedrows_{$for}_help", 'tool_syncingest'),
        ], ['delivery', 'people']);
    }
}

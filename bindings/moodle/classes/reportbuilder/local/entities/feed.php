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

namespace tool_syncingest\reportbuilder\local\entities;

use core_reportbuilder\local\report\column;
use tool_syncingest\local\feed\rules\mode;
use tool_syncingest\local\feed\rules\stage;
use tool_syncingest\local\feed\rules\state;
use tool_syncingest\local\feed\words;

/**
 * A feed, with what its last run was like.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class feed extends base {
    /** @var string alias of its last run */
    public const LAST = 'silastrun';

    protected const TABLE = 'tool_syncingest_feeds';

    protected const TITLE = 'feeds';

    /**
     * Returns the join with the last run.
     *
     * @return string
     */
    public function last_run_join(): string {
        $last = self::LAST;
        return "LEFT JOIN {tool_syncingest_runs} $last ON $last.id =
            (SELECT MAX(other.id) FROM {tool_syncingest_runs} other WHERE other.feedid = {$this->alias()}.id AND other.dry = 0)";
    }

    #[\Override]
    protected function build(): void {
        [$feed, $last] = [$this->alias(), self::LAST];
        $this->show('place', self::label('place'), ['place' => "$feed.sortorder"], type: column::TYPE_INTEGER);
        $this->show_link(
            'name',
            self::label('name', 'moodle'),
            ['name' => "$feed.name", 'feedid' => "$feed.id"],
            fn(\stdClass $row): \moodle_url => new \moodle_url('/admin/tool/syncingest/runs.php', ['feed' => $row->feedid])
        );
        $this->show('stage', self::label('stage'), ['stage' => "$feed.stage"], fn($stage): string => words::stage(stage::from($stage)));
        $this->show('processor', self::label('processor'), ['processor' => "$feed.processor"], fn($name): string => words::processor((string) $name));
        $this->show(
            'pattern',
            self::label('pattern'),
            ['pattern' => "$feed.pattern", 'mode' => "$feed.mode"],
            fn($pattern, \stdClass $row): string => "$pattern\n" . words::mode(mode::from($row->mode))
        );
        $this->show('last', self::label('lastrun'), ['laststate' => "$last.state", 'lasttime' => "$last.timemodified"], self::last(...));
        $this->show('held', self::label('held'), ['held' => self::count($feed, 'held')], self::number(...), type: column::TYPE_INTEGER);
        $this->show('failed', self::label('failures'), ['failures' => self::count($feed, 'failed')], self::number(...), type: column::TYPE_INTEGER);
    }

    /**
     * Returns how the last run is, and when.
     *
     * @param string|null $state
     * @param \stdClass $row
     * @return string
     */
    private static function last(?string $state, \stdClass $row): string {
        return $state === null ? get_string('never')
            : words::state(state::from($state)) . "\n" . userdate($row->lasttime, get_string('strftimedatetimeshort', 'langconfig'));
    }

    /**
     * Returns the number of runs in a state.
     *
     * @param string $feed alias
     * @param string $state
     * @return string SQL
     */
    private static function count(string $feed, string $state): string {
        return "(SELECT COUNT(1) FROM {tool_syncingest_runs} r WHERE r.feedid = $feed.id AND r.dry = 0 AND r.state = '$state')";
    }

    /**
     * Returns a number that is worth a look.
     *
     * @param mixed $count
     * @return string
     */
    private static function number(mixed $count): string {
        return $count ? (string) $count : '';
    }
}

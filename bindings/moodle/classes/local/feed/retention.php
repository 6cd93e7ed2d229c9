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

namespace tool_syncingest\local\feed;

use tool_syncingest\local\config;
use tool_syncingest\local\feed\rules\limits;

/**
 * Deletes what feeds have kept long enough.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class retention {
    /** @var string[] states of runs that are over and will not be run again */
    private const OVER = ['refused', 'done', 'done_with_errors', 'cancelled', 'superseded'];

    /**
     * Deletes the row results and the contents of runs that ended before that.
     *
     * @param int $before
     */
    public static function forget_results(int $before): void {
        foreach (self::ended($before) as $id) {
            results::delete_of($id);
            content::delete($id);
        }
    }

    /**
     * Deletes runs that ended before that, apart from the last ones of each part: later files are compared with them.
     *
     * @param int $before
     * @return int how many
     */
    public static function forget_runs(int $before): int {
        $deleted = 0;
        foreach (self::ended($before) as $id) {
            $run = runs::must_get($id);
            $needed = !$run->row->dry && $run->state->is_applied() && self::is_among_the_last($run);
            if (!$needed) {
                runs::delete($id);
                $deleted++;
            }
        }
        return $deleted;
    }

    /**
     * Removes working files of runs that are gone.
     */
    public static function clear_working_files(): void {
        foreach (glob(config::runs() . '/*', GLOB_ONLYDIR) ?: [] as $folder) {
            $id = (int) basename($folder);
            $run = runs::get($id);
            if ($run === null || $run->state->is_over()) {
                working_files::remove($id);
            }
        }
    }

    /**
     * Returns whether later files are compared with a run.
     *
     * @param run $run
     * @return bool
     */
    private static function is_among_the_last(run $run): bool {
        $newer = array_filter(
            runs::applied_before($run, limits::FILES),
            fn(run $other): bool => $other->row->timefinished >= $run->row->timefinished
        );
        $highest = runs::highest_name($run);
        $name = $run->name;
        return count($newer) < limits::FILES || $highest === null
            || [$name->date ?? '', $name->seq ?? 0] > [$highest->date ?? '', $highest->seq ?? 0];
    }

    /**
     * The runs that ended before that.
     *
     * @param int $before
     * @return int[]
     */
    private static function ended(int $before): array {
        global $DB;
        [$in, $values] = $DB->get_in_or_equal(self::OVER);
        $ids = $DB->get_fieldset_select(runs::TABLE, 'id', "state $in AND timefinished < ?", [...$values, $before]);
        return array_map('intval', $ids);
    }
}

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

use tool_syncingest\local\feed\processor\overlay;
use tool_syncingest\local\feed\processor\row_processor;
use tool_syncingest\local\feed\rules\effect;

/**
 * What the feeds before one have planned and not applied. A run that is planned only looks there as well: so that users, courses
 * and enrolments can be tried one after the other before any of them is live.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class planned_before {
    /**
     * Returns what the last plans of the feeds before a feed would make.
     *
     * @param feed $feed
     * @return overlay
     */
    public static function of(feed $feed): overlay {
        $overlay = new overlay();
        $feeds = feeds::all();
        $seen = [$feed->id => true];
        $ahead = $feed->after;
        while ($ahead) {
            $id = array_shift($ahead);
            if (!isset($seen[$id]) && isset($feeds[$id])) {
                $seen[$id] = true;
                self::note($feeds[$id], $overlay);
                array_push($ahead, ...$feeds[$id]->after);
            }
        }
        return $overlay;
    }

    /**
     * Notes what the last plan of a feed would make.
     *
     * @param feed $feed
     * @param overlay $overlay
     */
    private static function note(feed $feed, overlay $overlay): void {
        $processor = processors::all()[$feed->definition->get('processor')] ?? '';
        $last = runs::latest(1, $feed->id)[0] ?? null;
        if ($last === null || !is_subclass_of($processor, row_processor::class)) {
            return;
        }
        $rows = results::of($last->id, results::PLANNED);
        foreach ($rows as $row) {
            if ($row->effect === effect::ADDITION->value) {
                $processor::announce(results::outcome($row), $overlay);
            }
        }
        $rows->close();
    }
}

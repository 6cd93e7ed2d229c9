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

use tool_syncingest\event\pins_removed;

/**
 * The pins: keys whose objects a person has brought back. Files leave them alone until the pin is removed.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class pins {
    /** @var string */
    private const COLUMNS = 'id, feedid, part, keytext, objecttype, objectid, missing';

    /**
     * Returns pins.
     *
     * @param int|null $feedid null: of all feeds
     * @param string[]|null $keys as a person reads them; null: all
     * @return \stdClass[] id, feedid, part, keytext, objecttype, objectid, missing; by id
     */
    public static function of(?int $feedid, ?array $keys = null): array {
        global $DB;
        [$where, $values] = ['pinned = 1', []];
        if ($feedid !== null) {
            [$where, $values] = ["$where AND feedid = ?", [$feedid]];
        }
        if ($keys !== null) {
            [$in, $more] = $DB->get_in_or_equal($keys, onemptyitems: '');
            [$where, $values] = ["$where AND keytext $in", [...$values, ...$more]];
        }
        return $DB->get_records_select(records::TABLE, $where, $values, 'feedid, keytext, id', self::COLUMNS);
    }

    /**
     * Returns some pins.
     *
     * @param int[] $ids
     * @return \stdClass[] as of() returns them; those that were removed meanwhile are left out
     */
    public static function with_ids(array $ids): array {
        global $DB;
        [$in, $values] = $DB->get_in_or_equal($ids, onemptyitems: 0);
        return $DB->get_records_select(records::TABLE, "pinned = 1 AND id $in", $values, 'id', self::COLUMNS);
    }

    /**
     * Returns how many pins a feed has.
     *
     * @param int $feedid
     * @return int
     */
    public static function count(int $feedid): int {
        global $DB;
        return $DB->count_records(records::TABLE, ['feedid' => $feedid, 'pinned' => 1]);
    }

    /**
     * Removes pins: the next file decides again, and its row is planned although it may not have changed.
     *
     * @param \stdClass[] $pins
     * @return int how many
     */
    public static function remove(array $pins): int {
        global $DB;
        $removed = [];
        foreach (array_chunk($pins, 500) as $some) {
            [$in, $values] = $DB->get_in_or_equal(array_column($some, 'id'));
            $DB->execute('UPDATE {' . records::TABLE . "} SET pinned = 0, rowhash = ? WHERE pinned = 1 AND id $in", [records::PLAN_AGAIN, ...$values]);
            foreach ($some as $pin) {
                $removed[$pin->feedid] = ($removed[$pin->feedid] ?? 0) + 1;
            }
        }
        foreach ($removed as $feedid => $count) {
            pins_removed::create_for(feeds::get($feedid), $count)->trigger();
        }
        return array_sum($removed);
    }
}

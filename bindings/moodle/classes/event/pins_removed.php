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

namespace tool_syncingest\event;

use tool_syncingest\local\feed\feed;

/**
 * A person has removed pins of a feed: its files decide again about those keys.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class pins_removed extends base {
    protected const TABLE = 'tool_syncingest_feeds';

    /**
     * The event of a feed.
     *
     * @param feed $feed
     * @param int $count
     * @return self
     */
    public static function create_for(feed $feed, int $count): self {
        return self::create(['objectid' => $feed->id, 'other' => ['name' => $feed->name, 'count' => $count]]);
    }

    #[\Override]
    public function get_description() {
        return "The user with id '$this->userid' removed {$this->other['count']} pins of the feed '{$this->other['name']}'.";
    }
}

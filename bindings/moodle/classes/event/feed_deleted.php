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
 * A feed was deleted.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class feed_deleted extends base {
    /** @var string what it does to data: c, r, u or d */
    protected const CRUD = 'd';

    /** @var string the table of its object */
    protected const TABLE = 'tool_syncingest_feeds';

    /**
     * The event of a feed.
     *
     * @param feed $feed
     * @return self
     */
    public static function create_for(feed $feed): self {
        return self::create(['objectid' => $feed->id, 'other' => ['name' => $feed->name]]);
    }

    #[\Override]
    public function get_description() {
        return "The user with id '$this->userid' deleted the feed '{$this->other['name']}'.";
    }
}

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

use core_reportbuilder\local\filters\select;
use core_reportbuilder\local\filters\text;
use tool_syncingest\local\feed\feed;
use tool_syncingest\local\feed\feeds;

/**
 * A key that files leave alone, because a person has brought its object back.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class pin extends base {
    protected const TABLE = 'tool_syncingest_records';

    protected const TITLE = 'pinspage';

    #[\Override]
    protected function build(): void {
        $row = $this->alias();
        $names = array_map(fn(feed $feed): string => $feed->name, feeds::all());
        $this->show('key', self::label('pin_key'), ['keytext' => "$row.keytext"]);
        $this->show('feed', self::label('pin_feed'), ['feedid' => "$row.feedid"], fn(mixed $id): string => $names[$id] ?? '');
        $this->show('part', self::label('pin_part'), ['part' => "$row.part"]);
        $this->show(
            'object',
            self::label('pin_object'),
            ['objecttype' => "$row.objecttype", 'objectid' => "$row.objectid"],
            fn(mixed $type, \stdClass $of): string => self::object((string) $type, (int) $of->objectid),
            issortable: false
        );
        $this->show(
            'missing',
            self::label('pin_missing'),
            ['missing' => "$row.missing"],
            fn(mixed $since): string => $since === null ? get_string('yes') : get_string('pin_missing_since', 'tool_syncingest', userdate($since)),
        );
        $this->filter_by(text::class, 'key', self::label('pin_key'), "$row.keytext");
        $this->filter_by(select::class, 'feed', self::label('pin_feed'), "$row.feedid", $names);
    }

    /**
     * What a key leads to, as a person knows it.
     *
     * @param string $type
     * @param int $id
     * @return string
     */
    private static function object(string $type, int $id): string {
        $user = $type === 'user' ? \core_user::get_user($id) : null;
        return $user ? fullname($user) . " ($user->username)" : "$type $id";
    }
}

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

namespace tool_syncingest\local\feed\rules;

/**
 * Whether a file comes in order, by the date and the number in its name.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
enum sequence: string {
    /** Nothing is against it. */
    case NEXT = 'next';

    /** A newer one is applied already: it is refused. */
    case OLDER = 'older';

    /** A number is missing before it: it is held. */
    case GAP = 'gap';

    /**
     * Judges a name. The same date and number once more is a correction, and goes ahead. With a date, numbers may go on over
     * midnight, or begin again at 0 or 1 each day.
     *
     * @param name_parts $new
     * @param name_parts|null $applied the last one that was applied; null: none was
     * @return self
     */
    public static function judge(name_parts $new, ?name_parts $applied): self {
        if ($applied === null) {
            return self::NEXT;
        }
        $days = $new->date === null || $applied->date === null ? 0 : strcmp($new->date, $applied->date);
        if ($days < 0) {
            return self::OLDER;
        }
        if ($new->seq === null || $applied->seq === null) {
            return self::NEXT;
        }
        if ($days > 0) {
            return $new->seq <= 1 || $new->seq === $applied->seq + 1 ? self::NEXT : self::GAP;
        }
        return match (true) {
            $new->seq < $applied->seq => self::OLDER,
            $new->seq > $applied->seq + 1 => self::GAP,
            default => self::NEXT,
        };
    }
}

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
 * How long what is gone stays before it may be deleted.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class grace {
    /** @var int seconds of a day */
    private const DAY = 86400;

    /**
     * Returns whether something may be deleted.
     *
     * @param int|null $since when its key was first missing; null: it is not missing
     * @param int $days of grace; 0: it is never deleted
     * @param int $now
     * @return bool
     */
    public static function is_over(?int $since, int $days, int $now): bool {
        return $since !== null && $days > 0 && $now - $since >= $days * self::DAY;
    }
}

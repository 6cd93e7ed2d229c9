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

namespace tool_syncingest\local\alarm;

/**
 * Which notice of an incident is due, decided from its row alone.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class due {
    /** @var string the first notice of an incident */
    public const RAISED = 'raised';

    /** @var string more files were set aside since the last notice */
    public const NEWS = 'news';

    /** @var string it is still active */
    public const REMINDER = 'reminder';

    /** @var string it has ended */
    public const OVER = 'over';

    /** @var string[] kinds that happen at a moment: they do not last, so their end is no news */
    private const EVENTS = ['recovered_lock', 'lost_lock', 'test'];

    /** @var int seconds over which new files are collected into one notice */
    private const BUNDLE = 3600;

    /**
     * Returns the notice that is due.
     *
     * @param \stdClass $incident its row
     * @param int $now
     * @param int $reminder seconds after which an active incident is mentioned again; 0: never
     * @return string|null one of the constants; null: none is due
     */
    public static function notice(\stdClass $incident, int $now, int $reminder): ?string {
        $event = in_array($incident->kind, self::EVENTS, true);
        $last = $incident->timetold;
        if ($incident->timeended !== null && !$event) {
            return $incident->timeendtold === null ? self::OVER : null;
        }
        if ($last === null) {
            return self::RAISED;
        }
        return match (true) {
            $incident->timeended !== null => null,
            $incident->newamount > 0 && $now - $last >= self::BUNDLE => self::NEWS,
            !$event && $reminder > 0 && $now - $last >= $reminder => self::REMINDER,
            default => null,
        };
    }
}

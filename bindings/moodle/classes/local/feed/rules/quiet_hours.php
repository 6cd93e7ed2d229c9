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
 * When a feed does nothing: hours of each day (07:30-18:00, also over midnight) and days of a year (2026-07-01..2026-08-31),
 * separated by commas.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class quiet_hours {
    /** @var string hours of a day */
    private const HOURS = '/^([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/';

    /** @var string days of a year */
    private const DAYS = '/^(\d{4})-(\d{2})-(\d{2})\.\.(\d{4})-(\d{2})-(\d{2})$/';

    /**
     * Constructor.
     *
     * @param string $text without a problem
     */
    public function __construct(
        /** @var string as a person wrote it */
        private readonly string $text,
    ) {
    }

    /**
     * Returns whether a person's text cannot be understood.
     *
     * @param string $text
     * @return bool
     */
    public static function has_problem(string $text): bool {
        foreach (self::spans($text) as $span) {
            if (preg_match(self::HOURS, $span)) {
                continue;
            }
            if (
                !preg_match(self::DAYS, $span, $n) || !checkdate((int) $n[2], (int) $n[3], (int) $n[1])
                    || !checkdate((int) $n[5], (int) $n[6], (int) $n[4]) || substr($span, 0, 10) > substr($span, 12)
            ) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns whether a moment is quiet. An end does not belong to its hours; a last day does to its days.
     *
     * @param \DateTimeInterface $moment in the time zone of the site
     * @return bool
     */
    public function include(\DateTimeInterface $moment): bool {
        $time = $moment->format('H:i');
        $day = $moment->format('Y-m-d');
        foreach (self::spans($this->text) as $span) {
            if (preg_match(self::DAYS, $span)) {
                $inside = substr($span, 0, 10) <= $day && $day <= substr($span, 12);
            } else {
                [$from, $to] = explode('-', $span);
                $inside = $from <= $to ? $from <= $time && $time < $to : $from <= $time || $time < $to;
            }
            if ($inside) {
                return true;
            }
        }
        return false;
    }

    /**
     * Splits a person's text.
     *
     * @param string $text
     * @return string[]
     */
    private static function spans(string $text): array {
        return array_values(array_filter(array_map('trim', explode(',', $text)), fn(string $span): bool => $span !== ''));
    }
}

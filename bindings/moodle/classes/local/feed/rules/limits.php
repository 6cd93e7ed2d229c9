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
 * How much a run may do without a person. Shares are percentages; what is smaller than its floor is never held.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class limits {
    /** @var int[] the limits of a feed that has none of its own */
    public const DEFAULTS = [
        // Removals within 24 hours, of what the feed owns: more than the larger of both.
        'removals' => 10, 'removals_share' => 5,
        // The same within a week: a source that loses a little more each night stays below a limit for one day.
        'weekly' => 20, 'weekly_share' => 10,
        // Additions, of what the feed knows.
        'additions' => 50, 'additions_share' => 30,
        // Changes and failures, of the rows of the file.
        'changes' => 10, 'changes_share' => 50,
        'failed' => 10, 'failed_share' => 20,
        // Rows of a full file, of the median of the last five.
        'median_share' => 80,
    ];

    /** @var int how many seconds removals are added up for */
    public const DAY = 86400;

    /** @var int how many seconds slow losses are added up for */
    public const WEEK = 7 * self::DAY;

    /** @var int how many files the median is taken of */
    public const FILES = 5;

    /** @var int[] */
    private readonly array $values;

    /**
     * Constructor.
     *
     * @param int[] $own limits that differ from the defaults
     */
    public function __construct(array $own = []) {
        $this->values = array_intersect_key($own, self::DEFAULTS) + self::DEFAULTS;
    }

    /**
     * Returns which limits cannot be used.
     *
     * @param array $own
     * @return string[] their names
     */
    public static function problems(array $own): array {
        $bad = array_filter($own, fn(mixed $value, string|int $name): bool => !isset(self::DEFAULTS[$name]) || !is_int($value)
            || $value < 0 || (str_ends_with($name, '_share') && $value > 100), ARRAY_FILTER_USE_BOTH);
        return array_map('strval', array_keys($bad));
    }

    /**
     * Returns why a plan needs a person.
     *
     * @param tally $plan
     * @param knowledge $feed
     * @return reason[]
     */
    public function judge(tally $plan, knowledge $feed): array {
        $removals = $plan->removals();
        $reasons = [
            $removals > 0 ? $this->beyond('removals', $removals + $feed->removed, $feed->owned) : null,
            $removals > 0 ? $this->beyond('weekly', $removals + $feed->removedweek, $feed->owned) : null,
            $this->beyond('additions', $plan->of(effect::ADDITION), $feed->known),
            $this->beyond('changes', $plan->of(effect::CHANGE), $plan->rows),
            $this->beyond('failed', $plan->failed, $plan->rows),
            // What is deleted cannot be brought back.
            $plan->of(effect::DELETION) > 0 ? new reason('deletions', ['count' => $plan->of(effect::DELETION)]) : null,
            $removals > 0 && !$feed->sameextent ? new reason('first_removals', ['count' => $removals]) : null,
        ];
        foreach ($plan->scopes() as $scope => $count) {
            $members = $feed->members[$scope] ?? 0;
            $reasons[] = $count >= $members ? new reason('emptied', ['scope' => (string) $scope, 'count' => $count]) : null;
        }
        return array_values(array_filter($reasons));
    }

    /**
     * Returns why a plan needs a person however little it does: grades and groups are lost with an enrolment, and nothing brings
     * them back.
     *
     * @param tally $plan
     * @return reason[]
     */
    public static function irreversible(tally $plan): array {
        $count = $plan->of(effect::UNENROLMENT);
        return $count > 0 ? [new reason('unenrolments', ['count' => $count])] : [];
    }

    /**
     * Returns whether a full file is suspiciously short.
     *
     * @param int $rows of the file
     * @param int[] $earlier rows of the last files of its part, newest first
     * @return reason|null
     */
    public function judge_rows(int $rows, array $earlier): ?reason {
        if (!$earlier) {
            return null;
        }
        $median = self::median(array_slice($earlier, 0, self::FILES));
        return $rows * 100 < $this->values['median_share'] * $median
            ? new reason('short', ['count' => $rows, 'median' => $median, 'share' => $this->values['median_share']]) : null;
    }

    /**
     * Returns the middle number; of two, the larger one.
     *
     * @param int[] $numbers at least one
     * @return int
     */
    public static function median(array $numbers): int {
        sort($numbers);
        return $numbers[intdiv(count($numbers), 2)];
    }

    /**
     * Returns the reason to hold when a number is larger than both its floor and its share.
     *
     * @param string $name
     * @param int $count
     * @param int $whole
     * @return reason|null
     */
    private function beyond(string $name, int $count, int $whole): ?reason {
        $share = $this->values["{$name}_share"];
        return $count > $this->values[$name] && $count * 100 > $share * $whole
            ? new reason($name, ['count' => $count, 'whole' => $whole, 'share' => $share, 'floor' => $this->values[$name]]) : null;
    }
}

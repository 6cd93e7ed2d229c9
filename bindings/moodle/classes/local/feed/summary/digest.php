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

namespace tool_syncingest\local\feed\summary;

use tool_syncingest\local\feed\feed;
use tool_syncingest\local\feed\rules\news;
use tool_syncingest\local\feed\rules\silence;
use tool_syncingest\local\feed\rules\stage;
use tool_syncingest\local\feed\run;

/**
 * What one person reads about feeds, as data.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class digest {
    /** @var array[] feed, runs, silent; those with something to read */
    public readonly array $feeds;

    /**
     * Constructor.
     *
     * @param feed[] $feeds of which the person is a recipient
     * @param run[] $runs that are in no summary of the person yet
     * @param int $now
     */
    public function __construct(array $feeds, array $runs, int $now) {
        $entries = array_map(function (feed $feed) use ($runs, $now): array {
            $news = sweep::news($feed);
            $theirs = array_filter($runs, fn(run $run): bool => $run->feedid === $feed->id && $news->includes($run->state));
            return ['feed' => $feed, 'runs' => array_values($theirs), 'silent' => self::is_silent($feed, $now)];
        }, $feeds);
        $this->feeds = array_values(array_filter($entries, fn(array $entry): bool => $entry['runs'] || $entry['silent']));
    }

    /**
     * Returns whether there is nothing to read.
     *
     * @return bool
     */
    public function is_empty(): bool {
        return !$this->feeds;
    }

    /**
     * Returns how many runs it names.
     *
     * @return int
     */
    public function count(): int {
        return array_sum(array_map(fn(array $entry): int => count($entry['runs']), $this->feeds));
    }

    /**
     * Returns how many runs and silent feeds need a person.
     *
     * @return int
     */
    public function failures(): int {
        return array_sum(array_map(fn(array $entry): int => (int) $entry['silent']
            + count(array_filter($entry['runs'], fn(run $run): bool => news::is_failure($run->state))), $this->feeds));
    }

    /**
     * Returns whether the file of a feed should have come by now.
     *
     * @param feed $feed
     * @param int $now
     * @return bool
     */
    private static function is_silent(feed $feed, int $now): bool {
        return $feed->stage === stage::LIVE && silence::is_overdue($feed->definition->get('every'), $feed->lastarrival ?? $now, $now);
    }
}

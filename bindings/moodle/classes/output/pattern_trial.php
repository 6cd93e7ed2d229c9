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

namespace tool_syncingest\output;

use tool_syncingest\local\feed\candidates;
use tool_syncingest\local\feed\feed;
use tool_syncingest\local\feed\feeds;
use tool_syncingest\local\feed\rules\mode;
use tool_syncingest\local\feed\rules\name_parts;
use tool_syncingest\local\feed\rules\pattern;
use tool_syncingest\local\feed\words;
use tool_syncingest\local\file_name;

/**
 * A pattern, tried on the files that are there.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class pattern_trial implements \renderable, \templatable {
    /** @var int how many names are shown */
    private const SHOWN = 10;

    /**
     * Constructor.
     *
     * @param string $pattern
     * @param mode $mode
     * @param int $feedid 0: a new one, the last of the list
     */
    public function __construct(
        /** @var string */
        private readonly string $pattern,
        /** @var mode */
        private readonly mode $mode,
        /** @var int 0: a new one */
        private readonly int $feedid,
    ) {
    }

    #[\Override]
    public function export_for_template(\renderer_base $output): array {
        $problems = pattern::problems($this->pattern, $this->mode);
        $names = candidates::latest();
        $matches = candidates::matching($this->pattern, $this->mode, $names);
        $others = array_diff_key($names, $matches);
        $before = $this->feeds_before();
        return [
            'problems' => array_map(fn(string $code): string => words::problem("pattern_$code"), $problems),
            'summary' => $problems ? '' : get_string('trial', 'tool_syncingest', ['count' => count($matches), 'all' => count($names)]),
            'matches' => array_map(
                fn(int $id, name_parts $parts): array => $this->match($names[$id], $parts, $before),
                array_slice(array_keys($matches), 0, self::SHOWN),
                array_slice($matches, 0, self::SHOWN)
            ),
            'others' => array_map(file_name::visible(...), array_slice(array_values($others), 0, self::SHOWN)),
            'hasothers' => !$problems && $others,
        ];
    }

    /**
     * Returns what was found in a name.
     *
     * @param string $name
     * @param name_parts $parts
     * @param feed[] $before feeds that get files first
     * @return array
     */
    private function match(string $name, name_parts $parts, array $before): array {
        $found = array_filter(['{part}' => $parts->part, '{date}' => $parts->date, '{seq}' => $parts->seq], fn($value): bool => (string) $value !== '');
        $taker = feeds::wanting($name, $before);
        return [
            'name' => file_name::visible($name),
            'found' => implode(', ', array_map(fn(string $key, mixed $value): string => "$key = $value", array_keys($found), $found)),
            'taker' => $taker === null ? '' : get_string('takenby', 'tool_syncingest', $taker[0]->name),
        ];
    }

    /**
     * Returns the feeds that come before this one in the list: the first that wants a file takes it.
     *
     * @return feed[]
     */
    private function feeds_before(): array {
        $before = [];
        foreach (feeds::all() as $feed) {
            if ($feed->id === $this->feedid) {
                break;
            }
            $before[] = $feed;
        }
        return $before;
    }
}

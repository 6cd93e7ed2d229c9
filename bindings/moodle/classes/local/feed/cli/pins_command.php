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

namespace tool_syncingest\local\feed\cli;

use tool_syncingest\local\feed\feed;
use tool_syncingest\local\feed\feeds;
use tool_syncingest\local\feed\pins;

/**
 * The commands of cli/pins.php.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class pins_command {
    /**
     * Constructor.
     *
     * @param bool $json whether scripts read the answer
     */
    public function __construct(
        /** @var bool whether scripts read the answer */
        private readonly bool $json,
    ) {
    }

    /**
     * Carries out a command.
     *
     * @param string[] $words as they were written, options apart
     * @param bool $all whether all pins of the feed are meant
     * @return string the answer
     * @throws usage
     */
    public function run(array $words, bool $all): string {
        $command = array_shift($words);
        return match (true) {
            $command === 'list' && count($words) < 2 && !$all => $this->list($words ? feeds::named($words[0]) : null),
            $command === 'remove' && count($words) === 1 && $all => $this->remove(feeds::named($words[0]), null),
            $command === 'remove' && count($words) > 1 && !$all => $this->remove(feeds::named($words[0]), array_slice($words, 1)),
            default => throw new usage(),
        };
    }

    /**
     * Lists pins.
     *
     * @param feed|null $feed null: of all feeds
     * @return string
     */
    private function list(?feed $feed): string {
        $names = array_map(fn(feed $feed): string => $feed->name, feeds::all());
        $pins = array_map(fn(\stdClass $pin): array => [
            'feed' => $names[$pin->feedid], 'part' => $pin->part, 'key' => (string) $pin->keytext, 'type' => $pin->objecttype,
            'object' => (int) $pin->objectid,
        ], array_values(pins::of($feed?->id)));
        if ($this->json) {
            return json_encode($pins, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE);
        }
        $line = fn(array $pin): string => sprintf('%-24s %-24s %s %d', $pin['feed'], $pin['key'], $pin['type'], $pin['object']);
        return $pins ? implode("\n", array_map($line, $pins)) : get_string('pins_none', 'tool_syncingest');
    }

    /**
     * Removes pins.
     *
     * @param feed $feed
     * @param string[]|null $keys null: all
     * @return string
     */
    private function remove(feed $feed, ?array $keys): string {
        $count = pins::remove(pins::of($feed->id, $keys));
        return $this->json ? json_encode(['removed' => $count]) : get_string('pins_removed', 'tool_syncingest', $count);
    }
}

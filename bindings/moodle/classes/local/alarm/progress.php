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
 * How far the notice of an incident has come: which channels of which recipients have got it. Plain data, without Moodle.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class progress {
    /** @var int seconds for which a channel that fails is tried again once somebody was fully notified */
    private const PATIENCE = 3600;

    /**
     * Constructor.
     *
     * @param string[][] $channels the channels that lead to each recipient, by user id
     * @param int[][] $sent when a channel has got the notice, by user id and channel
     */
    public function __construct(
        /** @var string[][] the channels that lead to each recipient, by user id */
        private readonly array $channels,
        /** @var int[][] when a channel has got the notice, by user id and channel */
        private array $sent = [],
    ) {
    }

    /**
     * Returns the channels of a recipient that have not got it yet.
     *
     * @param int $user
     * @return string[]
     */
    public function missing(int $user): array {
        return array_values(array_diff($this->channels[$user] ?? [], array_keys($this->sent[$user] ?? [])));
    }

    /**
     * Records that a channel has got it.
     *
     * @param int $user
     * @param string $channel
     * @param int $now
     */
    public function record(int $user, string $channel, int $now): void {
        $this->sent[$user][$channel] = $now;
    }

    /**
     * Returns whether nothing is left to send. A recipient who cannot be reached does not hold up later notices indefinitely;
     * but while nobody was reached through every channel, sending goes on.
     *
     * @param int $now
     * @return bool
     */
    public function is_complete(int $now): bool {
        $missing = $reached = 0;
        $latest = null;
        foreach (array_filter($this->channels) as $user => $channels) {
            if ($this->missing($user) !== []) {
                $missing++;
                continue;
            }
            $reached++;
            $latest = max($latest ?? 0, ...array_values($this->sent[$user]));
        }
        return $reached > 0 && ($missing === 0 || $now - $latest >= self::PATIENCE);
    }
}

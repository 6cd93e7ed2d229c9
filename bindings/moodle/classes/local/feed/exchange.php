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

namespace tool_syncingest\local\feed;

/**
 * Feeds as JSON: from the test site to the live one.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class exchange {
    /** @var int format of the JSON */
    public const FORMAT = 1;

    /**
     * Exports feeds. Nothing of a site is in it: no ids, no stage, no owner, no records.
     *
     * @param feed[] $feeds
     * @return string
     */
    public static function export(array $feeds): string {
        $names = array_map(fn(feed $feed): string => $feed->name, feeds::all());
        $data = array_map(fn(feed $feed): array => [
            'name' => $feed->name,
            'after' => array_values(array_map(fn(int $id): string => $names[$id], array_filter($feed->after, fn(int $id): bool => isset($names[$id])))),
        ] + $feed->definition->jsonSerialize(), array_values($feeds));
        return json_encode(['format' => self::FORMAT, 'feeds' => $data], JSON_PRETTY_PRINT | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES);
    }

    /**
     * Imports feeds: one of a name that is there is changed, another one is made, in testing. All or none.
     *
     * @param string $json
     * @return feed[]
     * @throws \moodle_exception
     */
    public static function import(string $json): array {
        global $DB;
        $data = json_decode($json, true);
        if (!is_array($data) || ($data['format'] ?? null) !== self::FORMAT || !is_array($data['feeds'] ?? null)) {
            throw new \moodle_exception('feed_notjson', 'tool_syncingest');
        }
        $transaction = $DB->start_delegated_transaction();
        $feeds = [];
        try {
            foreach ($data['feeds'] as $entry) {
                $feeds[] = self::import_one($entry);
            }
            $transaction->allow_commit();
        } catch (\Throwable $failure) {
            $DB->force_transaction_rollback();
            throw $failure;
        }
        return $feeds;
    }

    /**
     * Imports one feed.
     *
     * @param mixed $entry
     * @return feed
     */
    private static function import_one(mixed $entry): feed {
        $unknown = is_array($entry) ? array_diff(array_keys($entry), ['name', 'after'], array_keys(definition::DEFAULTS)) : [];
        if (!is_array($entry) || !is_string($entry['name'] ?? null) || !is_array($entry['after'] ?? []) || $unknown) {
            throw new \moodle_exception('feed_notjson', 'tool_syncingest', '', implode(', ', $unknown));
        }
        $ids = array_flip(array_map(fn(feed $feed): string => $feed->name, feeds::all()));
        $after = array_map(fn(mixed $name): int => $ids[(string) $name] ?? -1, $entry['after'] ?? []);
        return feeds::save($ids[$entry['name']] ?? 0, $entry['name'], new definition($entry), $after);
    }
}

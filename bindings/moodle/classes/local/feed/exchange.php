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
     * Exports feeds. Nothing of a site is in it: no ids, no stage, no owner, no recipients, no records.
     *
     * @param feed[] $feeds
     * @return string
     */
    public static function export(array $feeds): string {
        $names = array_map(fn(feed $feed): string => $feed->name, feeds::all());
        $data = array_map(fn(feed $feed): array => [
            'name' => $feed->name,
            'after' => array_values(array_map(fn(int $id): string => $names[$id], array_filter($feed->after, fn(int $id): bool => isset($names[$id])))),
        ] + array_diff_key($feed->definition->jsonSerialize(), array_flip(definition::OF_THE_SITE)), array_values($feeds));
        return json_encode(['format' => self::FORMAT, 'feeds' => $data], JSON_PRETTY_PRINT | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES);
    }

    /**
     * Imports feeds: one of a name that is there is changed, another one is made, in testing. All or none. A feed may come after
     * others that are in testing, too: it cannot be made live before them.
     *
     * @param string $json
     * @return feed[]
     * @throws \moodle_exception
     */
    public static function import(string $json): array {
        global $DB;
        $entries = self::entries($json);
        array_map(self::check(...), $entries);
        $transaction = $DB->start_delegated_transaction();
        $feeds = [];
        try {
            // A feed may come after another one that is further down in the file.
            $known = array_map(fn(feed $feed): string => $feed->name, feeds::all());
            foreach ($entries as $entry) {
                if (!in_array($entry['name'], $known, true)) {
                    $feeds[$entry['name']] = feeds::save(0, $entry['name'], new definition($entry));
                    $known[] = $entry['name'];
                }
            }
            foreach ($entries as $entry) {
                if (!isset($feeds[$entry['name']]) || ($entry['after'] ?? [])) {
                    $feeds[$entry['name']] = self::change($entry);
                }
            }
            $transaction->allow_commit();
        } catch (\Throwable $failure) {
            $DB->force_transaction_rollback();
            throw $failure;
        }
        return array_values($feeds);
    }

    /**
     * Reads an export.
     *
     * @param string $json
     * @return array
     * @throws \moodle_exception
     */
    private static function entries(string $json): array {
        $data = json_decode($json, true);
        if (!is_array($data) || ($data['format'] ?? null) !== self::FORMAT || !is_array($data['feeds'] ?? null)) {
            throw new \moodle_exception('feed_notjson', 'tool_syncingest');
        }
        return $data['feeds'];
    }

    /**
     * Refuses what is no feed.
     *
     * @param mixed $entry
     * @throws \moodle_exception
     */
    private static function check(mixed $entry): void {
        $unknown = is_array($entry) ? array_diff(array_keys($entry), ['name', 'after'], array_keys(definition::DEFAULTS)) : [];
        if (!is_array($entry) || !is_string($entry['name'] ?? null) || !is_array($entry['after'] ?? []) || $unknown) {
            throw new \moodle_exception('feed_notjson', 'tool_syncingest', '', implode(', ', $unknown));
        }
    }

    /**
     * Changes a feed that is there. What belongs to this site stays.
     *
     * @param array $entry
     * @return feed
     */
    private static function change(array $entry): feed {
        $ids = array_flip(array_map(fn(feed $feed): string => $feed->name, feeds::all()));
        $after = array_map(fn(mixed $name): int => $ids[(string) $name] ?? -1, $entry['after'] ?? []);
        $feed = feeds::get($ids[$entry['name']]);
        $here = array_intersect_key($feed->definition->jsonSerialize(), array_flip(definition::OF_THE_SITE));
        return feeds::save($feed->id, $feed->name, new definition($entry + $here), $after, true);
    }
}

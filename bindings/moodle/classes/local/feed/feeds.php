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

use tool_syncingest\event\feed_deleted;
use tool_syncingest\event\feed_saved;
use tool_syncingest\local\feed\rules\file_facts;
use tool_syncingest\local\feed\rules\pattern;
use tool_syncingest\local\feed\rules\name_parts;
use tool_syncingest\local\feed\rules\stage;
use tool_syncingest\local\feed\rules\turn;

/**
 * The feeds of the site, in the order of their list.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class feeds {
    /** @var string */
    private const TABLE = 'tool_syncingest_feeds';

    /**
     * Returns all feeds.
     *
     * @return feed[] by id, in order
     */
    public static function all(): array {
        global $DB;
        return array_map(feed::from_row(...), $DB->get_records(self::TABLE, null, 'sortorder, id'));
    }

    /**
     * Returns a feed.
     *
     * @param int $id
     * @return feed|null null: there is none
     */
    public static function get(int $id): ?feed {
        global $DB;
        $row = $DB->get_record(self::TABLE, ['id' => $id]);
        return $row ? feed::from_row($row) : null;
    }

    /**
     * Returns the feed of a name.
     *
     * @param string $name
     * @return feed
     * @throws \moodle_exception when there is none
     */
    public static function named(string $name): feed {
        global $DB;
        $row = $DB->get_record(self::TABLE, ['name' => $name]);
        return $row ? feed::from_row($row) : throw new \moodle_exception('feed_notfound', 'tool_syncingest', '', $name);
    }

    /**
     * Returns the first feed of the list that wants a file.
     *
     * @param string $filename
     * @param feed[] $feeds in order
     * @return array|null the feed and what is in the name; null: none wants it
     */
    public static function wanting(string $filename, array $feeds): ?array {
        foreach ($feeds as $feed) {
            $parts = (new pattern($feed->definition->get('pattern')))->match($filename);
            if ($parts instanceof name_parts) {
                return [$feed, $parts];
            }
        }
        return null;
    }

    /**
     * Saves a feed. Its queued and held runs are planned again; one that is running ends with its own copy.
     *
     * @param int $id 0: a new one, at the end of the list, in testing
     * @param string $name
     * @param definition $definition
     * @param int[] $after ids of the feeds before it
     * @param bool $imported whether the feeds before it may be in testing or paused, as it is itself
     * @return feed
     * @throws \moodle_exception with all problems
     */
    public static function save(int $id, string $name, definition $definition, array $after = [], bool $imported = false): feed {
        global $DB, $USER;
        self::check($id, $name, $definition, $after, $imported ? ['after_testing', 'after_paused'] : []);
        $row = [
            'name' => $name, 'mode' => $definition->get('mode'), 'pattern' => $definition->get('pattern'),
            'processor' => $definition->get('processor'), 'definition' => json_encode($definition, JSON_UNESCAPED_UNICODE),
            'afterfeeds' => json_encode(array_values($after)), 'ownerid' => $USER->id, 'timemodified' => time(),
        ];
        $transaction = $DB->start_delegated_transaction();
        if ($id === 0) {
            $id = $DB->insert_record(self::TABLE, $row + [
                'sortorder' => 1 + (int) $DB->get_field(self::TABLE, 'MAX(sortorder)', []),
                'stage' => stage::TESTING->value, 'revision' => 1, 'timecreated' => time(),
            ]);
        } else {
            $old = self::get($id);
            $DB->update_record(self::TABLE, $row + ['id' => $id, 'revision' => $old->revision + 1]);
        }
        $feed = self::get($id);
        runs::adopt_definition($feed);
        $transaction->allow_commit();
        feed_saved::create_for($feed)->trigger();
        return $feed;
    }

    /**
     * Makes a feed live with what a person has seen of it: encoding, delimiter and header of that file are what it accepts.
     *
     * @param feed $feed
     * @param run $preview of this feed
     * @throws \moodle_exception when the feed was changed since, or cannot be live
     */
    public static function make_live(feed $feed, run $preview): void {
        $facts = $preview->facts();
        $isplanned = $preview->row->dry && $preview->state->is_applied() && $facts !== null;
        if (!$isplanned || $preview->feedid !== $feed->id || (int) $preview->row->revision !== $feed->revision) {
            throw new \moodle_exception('feed_oldpreview', 'tool_syncingest');
        }
        self::set_stage($feed, stage::LIVE, $facts);
    }

    /**
     * Changes the stage. What a live feed accepts is what the last planned file was like.
     *
     * @param feed $feed
     * @param stage $stage
     * @param file_facts|null $facts what the feed accepts from now on; null: what it has accepted until now
     * @throws \moodle_exception when it cannot be live
     */
    public static function set_stage(feed $feed, stage $stage, ?file_facts $facts = null): void {
        global $DB, $USER;
        $row = ['id' => $feed->id, 'stage' => $stage->value, 'ownerid' => $USER->id, 'timemodified' => time(), 'revision' => $feed->revision + 1];
        if ($stage === stage::LIVE) {
            self::check($feed->id, $feed->name, $feed->definition, $feed->after);
            $row['lastarrival'] = $feed->lastarrival ?? time();
            $facts ??= $feed->accepted ?? runs::last_facts($feed->id);
            $row['accepted'] = $facts === null ? null : json_encode($facts);
        }
        $transaction = $DB->start_delegated_transaction();
        $DB->update_record(self::TABLE, $row);
        $feed = self::get($feed->id);
        runs::adopt_definition($feed);
        $transaction->allow_commit();
        feed_saved::create_for($feed)->trigger();
    }

    /**
     * Pauses a live feed, without making anybody its owner.
     *
     * @param feed $feed
     */
    public static function pause(feed $feed): void {
        global $DB;
        if ($feed->stage === stage::LIVE) {
            $DB->update_record(self::TABLE, ['id' => $feed->id, 'stage' => stage::PAUSED->value, 'timemodified' => time()]);
            feed_saved::create_for(self::get($feed->id))->trigger();
        }
    }

    /**
     * Remembers what the accepted file is like.
     *
     * @param int $id
     * @param file_facts $facts
     */
    public static function accept(int $id, file_facts $facts): void {
        global $DB;
        $DB->set_field(self::TABLE, 'accepted', json_encode($facts), ['id' => $id]);
    }

    /**
     * Remembers that a file has come.
     *
     * @param int $id
     */
    public static function arrived(int $id): void {
        global $DB;
        $DB->set_field(self::TABLE, 'lastarrival', time(), ['id' => $id]);
    }

    /**
     * Puts a feed at a place of the list.
     *
     * @param int $id
     * @param int $place from 1
     */
    public static function move(int $id, int $place): void {
        global $DB;
        $order = array_values(array_diff(array_keys(self::all()), [$id]));
        array_splice($order, max(0, $place - 1), 0, [$id]);
        foreach ($order as $position => $feed) {
            $DB->set_field(self::TABLE, 'sortorder', $position + 1, ['id' => $feed]);
        }
    }

    /**
     * Takes the lock under which the runs of a feed are carried out and undone, on all web servers.
     *
     * @param feed $feed
     * @return \core\lock\lock|null null: another process has it
     */
    public static function try_lock(feed $feed): ?\core\lock\lock {
        return \core\lock\lock_config::get_lock_factory('tool_syncingest')->get_lock("feed$feed->id", 0, HOURSECS) ?: null;
    }

    /**
     * Deletes a feed. A run of it stops at its next chunk; what it owned stays, and belongs to nobody.
     *
     * @param feed $feed
     */
    public static function delete(feed $feed): void {
        global $DB;
        $transaction = $DB->start_delegated_transaction();
        runs::delete_of($feed->id);
        records::delete_of($feed->id);
        foreach (self::all() as $other) {
            if (in_array($feed->id, $other->after, true)) {
                $after = json_encode(array_values(array_diff($other->after, [$feed->id])));
                $DB->set_field(self::TABLE, 'afterfeeds', $after, ['id' => $other->id]);
            }
        }
        $DB->delete_records(self::TABLE, ['id' => $feed->id]);
        $transaction->allow_commit();
        alarms::end_all($feed->id);
        feed_deleted::create_for($feed)->trigger();
    }

    /**
     * Returns what is wrong with a feed.
     *
     * @param int $id 0: a new one
     * @param string $name
     * @param definition $definition
     * @param int[] $after
     * @return string[] codes, each perhaps with : and a name behind it
     */
    public static function problems(int $id, string $name, definition $definition, array $after): array {
        $all = self::all();
        $codes = $definition->problems();
        if (trim($name) === '' || \core_text::strlen($name) > 100) {
            $codes[] = 'name';
        }
        foreach ($all as $feed) {
            if ($feed->id !== $id && $feed->name === $name) {
                $codes[] = 'name_taken';
            }
        }
        $stages = array_map(fn(feed $feed): array => [$feed->stage, $feed->after], $all);
        return [...$codes, ...array_map(fn(string $code): string => "after_$code", turn::problems($id, $after, $stages))];
    }

    /**
     * Refuses a feed with problems.
     *
     * @param int $id
     * @param string $name
     * @param definition $definition
     * @param int[] $after
     * @param string[] $admitted codes that do not matter
     * @throws \moodle_exception
     */
    private static function check(int $id, string $name, definition $definition, array $after, array $admitted = []): void {
        $problems = array_diff(self::problems($id, $name, $definition, $after), $admitted);
        if ($problems) {
            throw new \moodle_exception('feed_problems', 'tool_syncingest', '', implode(' ', array_map(words::problem(...), $problems)));
        }
    }
}

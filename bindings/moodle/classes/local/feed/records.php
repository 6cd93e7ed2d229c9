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

use tool_syncingest\local\feed\processor\applied;
use tool_syncingest\local\feed\processor\outcome;
use tool_syncingest\local\feed\processor\record;
use tool_syncingest\local\feed\rules\owned;
use tool_syncingest\local\feed\rules\ownership;
use tool_syncingest\local\feed\rules\stage;
use tool_syncingest\local\feed\rules\target;
use tool_syncingest\local\feed\table\key_set;

/**
 * What feeds know of keys: the truth about what they own, in one table.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class records {
    /** @var string */
    public const TABLE = 'tool_syncingest_records';

    /** @var string the row hash of a key whose row must be planned again */
    public const PLAN_AGAIN = '00000000000000000000000000000000';

    /** @var array the columns of a row, apart from those of its key */
    private const EMPTY = [
        'keytext' => null, 'rowhash' => '', 'stamp' => '', 'objecttype' => '', 'objectid' => 0, 'scope' => '', 'owned' => '',
        'missing' => null, 'given' => null,
    ];

    /** @var int how many are asked for at once: some drivers hold the answer to a query in memory as a whole */
    private const STREAM = 60000;

    /**
     * Constructor.
     *
     * @param int $feedid
     * @param string $part
     * @param string $stamp fingerprint of what decides the effect of a row
     */
    public function __construct(
        /** @var int */
        private readonly int $feedid,
        /** @var string */
        private readonly string $part,
        /** @var string fingerprint of what decides the effect of a row */
        private readonly string $stamp,
    ) {
    }

    /**
     * Returns the hashes of all keys and their rows, one after the other. A row that another feed has applied, so to speak, and
     * one whose key was missing, has no hash that any row could have.
     *
     * @return \Generator pairs of key hash and row hash, in hexadecimal digits
     */
    public function hashes(): \Generator {
        global $DB;
        $known = 'CASE WHEN stamp = ? AND missing IS NULL THEN rowhash ELSE ? END AS known';
        $sql = "SELECT keyhash, $known FROM {" . self::TABLE . '} WHERE feedid = ? AND part = ? AND keyhash > ? ORDER BY keyhash';
        $last = '';
        do {
            $values = [$this->stamp, self::PLAN_AGAIN, $this->feedid, $this->part, $last];
            $rows = $DB->get_recordset_sql($sql, $values, 0, self::STREAM);
            $count = 0;
            try {
                foreach ($rows as $row) {
                    $count++;
                    $last = $row->keyhash;
                    yield [$row->keyhash, $row->known];
                }
            } finally {
                $rows->close();
            }
        } while ($count === self::STREAM);
    }

    /**
     * Returns the records of keys.
     *
     * @param string[] $keyhashes up to 500
     * @return record[] by key hash
     */
    public function of_keys(array $keyhashes): array {
        global $DB;
        if (!$keyhashes) {
            return [];
        }
        [$in, $values] = $DB->get_in_or_equal(array_values($keyhashes));
        $where = "feedid = ? AND part = ? AND keyhash $in";
        $records = [];
        foreach ($DB->get_records_select(self::TABLE, $where, [$this->feedid, $this->part, ...$values]) as $row) {
            $records[$row->keyhash] = new record(
                $row->keyhash,
                $row->objecttype,
                (int) $row->objectid,
                $row->scope,
                owned::from($row->owned),
                $row->missing === null ? null : (int) $row->missing,
                (bool) $row->pinned,
                $row->keytext ?? '',
                json_decode($row->given ?? '', true) ?: []
            );
        }
        return $records;
    }

    /**
     * Returns the keys whose row would have to be written although nothing changes in Moodle.
     *
     * @param string[] $rowhashes by key hash
     * @return bool[] true for those that are stored as they are, by key hash
     */
    public function unchanged(array $rowhashes): array {
        global $DB;
        if (!$rowhashes) {
            return [];
        }
        [$in, $values] = $DB->get_in_or_equal(array_map('strval', array_keys($rowhashes)));
        $where = "feedid = ? AND part = ? AND stamp = ? AND missing IS NULL AND keyhash $in";
        $rows = $DB->get_records_select_menu(self::TABLE, $where, [$this->feedid, $this->part, $this->stamp, ...$values], '', 'keyhash, rowhash');
        return array_map(fn(): bool => true, array_filter($rowhashes, fn($hash, $key): bool => ($rows[$key] ?? '') === $hash, ARRAY_FILTER_USE_BOTH));
    }

    /**
     * Writes down what became of keys. Of one that is pinned, only whether it is in the file: everything else stays as it was when
     * a person brought its object back.
     *
     * @param array[] $entries pairs of an outcome (one without a hash of its row: its key is gone) and what was applied
     */
    public function write(array $entries): void {
        global $DB;
        if (!$entries) {
            return;
        }
        [$in, $values] = $DB->get_in_or_equal(array_map(fn(array $entry): string => $entry[0]->keyhash, $entries));
        $where = "feedid = ? AND part = ? AND keyhash $in";
        $values = [$this->feedid, $this->part, ...$values];
        $there = $DB->get_records_select(self::TABLE, $where, $values, '', 'keyhash, id, missing, pinned');
        [$new, $gone] = [[], []];
        foreach ($entries as [$outcome, $applied]) {
            $old = $there[$outcome->keyhash] ?? null;
            $missing = ['missing' => $outcome->rowhash === '' ? $old->missing ?? time() : null];
            $row = $missing + ['rowhash' => $outcome->rowhash ?: self::PLAN_AGAIN] + $this->row($outcome, $applied);
            match (true) {
                $old !== null && (bool) $old->pinned => $DB->update_record(self::TABLE, ['id' => $old->id] + $missing),
                $applied->gone => $gone[] = $old->id ?? 0,
                $old !== null => $DB->update_record(self::TABLE, ['id' => $old->id] + $row),
                // All of them have the same columns in the same order.
                default => $new[] = array_replace($this->key($outcome) + self::EMPTY, $row),
            };
        }
        if ($new) {
            $DB->insert_records(self::TABLE, $new);
        }
        if ($gone) {
            $DB->delete_records_list(self::TABLE, 'id', $gone);
        }
    }

    /**
     * Pins a key whose object was brought back: later files leave it alone.
     *
     * @param outcome $outcome that was undone
     * @param applied $applied the object as it is now
     */
    public function pin(outcome $outcome, applied $applied): void {
        global $DB;
        $key = $this->key($outcome);
        $old = $DB->get_record(self::TABLE, $key, 'id');
        $missing = $old ? [] : ['missing' => $outcome->rowhash === '' ? time() : null];
        $this->store($key, $old ?: null, $missing + ['rowhash' => self::PLAN_AGAIN, 'pinned' => 1] + $this->row($outcome, $applied));
    }

    /**
     * What finds the row of a key.
     *
     * @param outcome $outcome
     * @return array
     */
    private function key(outcome $outcome): array {
        return ['feedid' => $this->feedid, 'part' => $this->part, 'keyhash' => $outcome->keyhash];
    }

    /**
     * The columns that depend on an object.
     *
     * @param outcome $outcome
     * @param applied $applied
     * @return array
     */
    private function row(outcome $outcome, applied $applied): array {
        $keytext = $outcome->key === '' ? [] : ['keytext' => \core_text::substr(fix_utf8($outcome->key), 0, 255)];
        return $keytext + [
            'stamp' => $this->stamp, 'objecttype' => $applied->type, 'objectid' => $applied->objectid, 'scope' => $applied->scope,
            'owned' => $applied->owned->value,
        ] + ($applied->given === null ? [] : ['given' => json_encode($applied->given)]);
    }

    /**
     * Stores the row of a key.
     *
     * @param array $key
     * @param \stdClass|null $old
     * @param array $row
     */
    private function store(array $key, ?\stdClass $old, array $row): void {
        global $DB;
        if ($old) {
            $DB->update_record(self::TABLE, ['id' => $old->id] + $row);
        } else {
            $DB->insert_record(self::TABLE, $key + $row);
        }
    }

    /**
     * Returns why what some keys lead to must not be taken away, as things are now.
     *
     * @param string[] $keyhashes that are gone from the file
     * @return string[] codes, by key hash; none for those that may be taken away
     */
    public function objections(array $keyhashes): array {
        $records = $this->of_keys($keyhashes);
        $claims = $this->claims($records, null);
        $objections = array_map(fn(record $record): ?string => ownership::removal_objection(
            new target($record->owned, pinned: $record->pinned),
            false,
            isset($claims[$record->object()])
        ), $records);
        return array_filter($objections) + array_fill_keys(array_diff($keyhashes, array_keys($records)), 'not_owned');
    }

    /**
     * Returns how many objects a feed knows and owns.
     *
     * @return int[] known, owned
     */
    public function count(): array {
        global $DB;
        $where = ['feedid' => $this->feedid, 'part' => $this->part];
        $known = $DB->count_records(self::TABLE, $where);
        return [$known, $known - $DB->count_records(self::TABLE, $where + ['owned' => owned::SEEN->value])];
    }

    /**
     * Returns how many objects a feed owns in scopes, in this part.
     *
     * @param string[] $scopes
     * @return int[] by scope
     */
    public function count_scopes(array $scopes): array {
        global $DB;
        if (!$scopes) {
            return [];
        }
        [$in, $values] = $DB->get_in_or_equal(array_map('strval', $scopes));
        $sql = 'SELECT scope, COUNT(*) FROM {' . self::TABLE . "} WHERE feedid = ? AND part = ? AND missing IS NULL AND scope $in GROUP BY scope";
        return array_map('intval', $DB->get_records_sql_menu($sql, [$this->feedid, $this->part, ...$values]));
    }

    /**
     * Returns the objects that somebody else has a claim on: another live feed, or another key of this feed that is in its file.
     *
     * @param record[] $records up to 500, whose keys are gone
     * @param key_set|null $gone all keys that are gone; null: other keys of this part claim nothing
     * @return string[] a code for each claimed object, by {@see record::object()}
     */
    public function claims(array $records, ?key_set $gone): array {
        global $DB;
        $claims = [];
        $bytype = [];
        foreach ($records as $record) {
            $bytype[$record->type][] = $record->objectid;
        }
        foreach ($bytype as $type => $ids) {
            [$in, $values] = $DB->get_in_or_equal($ids);
            $sql = 'SELECT r.id, r.feedid, r.part, r.keyhash, r.objectid, r.scope, r.missing, f.stage FROM {' . self::TABLE . '} r'
                . " JOIN {tool_syncingest_feeds} f ON f.id = r.feedid WHERE r.objecttype = ? AND r.objectid $in";
            foreach ($DB->get_records_sql($sql, [$type, ...$values]) as $row) {
                $ours = (int) $row->feedid === $this->feedid;
                $here = $ours && $row->part === $this->part;
                if ($row->missing !== null || ($here && ($gone === null || $gone->has($row->keyhash)))) {
                    continue;
                }
                $object = record::name_object($type, (int) $row->objectid, $row->scope);
                if ($ours) {
                    $claims[$object] = 'in_this_file';
                } else if ($row->stage === stage::LIVE->value) {
                    $claims[$object] = 'claimed_by_another_feed';
                }
            }
        }
        return $claims;
    }

    /**
     * Deletes the records of a feed: what it owned is nobody's.
     *
     * @param int $feedid
     */
    public static function delete_of(int $feedid): void {
        global $DB;
        $DB->delete_records(self::TABLE, ['feedid' => $feedid]);
    }
}

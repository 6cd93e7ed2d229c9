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
use tool_syncingest\local\feed\processor\record;
use tool_syncingest\local\feed\rules\owned;
use tool_syncingest\local\feed\rules\stage;

/**
 * What feeds know of keys: the truth about what they own, in one table.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class records {
    /** @var string */
    private const TABLE = 'tool_syncingest_records';

    /** @var string the row hash of a key whose row must be planned again */
    private const PLAN_AGAIN = '00000000000000000000000000000000';

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
        $rows = $DB->get_recordset(self::TABLE, ['feedid' => $this->feedid, 'part' => $this->part], 'keyhash',
            'keyhash, rowhash, stamp, missing');
        try {
            foreach ($rows as $row) {
                yield [$row->keyhash, $row->stamp === $this->stamp && $row->missing === null ? $row->rowhash : self::PLAN_AGAIN];
            }
        } finally {
            $rows->close();
        }
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
            $records[$row->keyhash] = new record($row->keyhash, $row->objecttype, (int) $row->objectid, $row->scope,
                owned::from($row->owned), $row->missing === null ? null : (int) $row->missing, (bool) $row->pinned);
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
     * Writes down what became of keys.
     *
     * @param array[] $entries key hash, row hash (empty: its key is gone), and what was applied; each key once
     */
    public function write(array $entries): void {
        global $DB;
        if (!$entries) {
            return;
        }
        [$in, $values] = $DB->get_in_or_equal(array_column($entries, 0));
        $where = "feedid = ? AND part = ? AND keyhash $in";
        $there = $DB->get_records_select(self::TABLE, $where, [$this->feedid, $this->part, ...$values], '', 'keyhash, id, missing');
        [$new, $gone] = [[], []];
        foreach ($entries as [$keyhash, $rowhash, $applied]) {
            $old = $there[$keyhash] ?? null;
            if ($applied->gone) {
                $gone[] = $old->id ?? null;
                continue;
            }
            $row = [
                'rowhash' => $rowhash === '' ? self::PLAN_AGAIN : $rowhash, 'stamp' => $this->stamp, 'objecttype' => $applied->type,
                'objectid' => $applied->objectid, 'scope' => $applied->scope, 'owned' => $applied->owned->value,
                'missing' => $rowhash === '' ? $old->missing ?? time() : null,
            ];
            if ($old) {
                $DB->update_record(self::TABLE, ['id' => $old->id] + $row);
            } else {
                $new[] = ['feedid' => $this->feedid, 'part' => $this->part, 'keyhash' => $keyhash] + $row;
            }
        }
        if ($new) {
            $DB->insert_records(self::TABLE, $new);
        }
        if (array_filter($gone)) {
            $DB->delete_records_list(self::TABLE, 'id', array_filter($gone));
        }
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
     * @param bool[] $gone all keys that are gone, by hash
     * @return string[] a code for each claimed object, by {@see record::object()}
     */
    public function claims(array $records, array $gone): array {
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
                if ($row->missing !== null || ($ours && $row->part === $this->part && isset($gone[$row->keyhash]))) {
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

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

namespace tool_syncingest\local\feed\now;

use tool_syncingest\local\feed\feed;
use tool_syncingest\local\feed\feeds;
use tool_syncingest\local\feed\run;
use tool_syncingest\local\feed\runs;

/**
 * A stored file that a person may want to be processed now.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class delivered {
    /** @var int how many of the last deliveries are looked at */
    private const LOOKED_AT = 500;

    /**
     * Constructor.
     *
     * @param \stored_file $file
     * @param string $deliveryid
     * @param int $time when it was stored
     * @param feed|null $feed the first feed of the list that wants it; null: none does
     * @param run|null $run what became of it, in the feed that had it last; null: nothing yet
     */
    private function __construct(
        /** @var \stored_file */
        public readonly \stored_file $file,
        /** @var string */
        public readonly string $deliveryid,
        /** @var int when it was stored */
        public readonly int $time,
        /** @var feed|null the first feed of the list that wants it */
        public readonly ?feed $feed,
        /** @var run|null what became of it */
        public readonly ?run $run,
    ) {
    }

    /**
     * Returns the files that came last and are still stored.
     *
     * @param int $limit
     * @return self[] by the id of the file, newest first
     */
    public static function latest(int $limit): array {
        global $DB;
        return self::read($DB->get_records('tool_syncingest_files', null, 'id DESC', 'id, deliveryid, fileid, timecreated', 0, $limit));
    }

    /**
     * Returns the newest file that a feed wants.
     *
     * @param feed $feed
     * @return self|null null: there is none
     */
    public static function newest_for(feed $feed): ?self {
        foreach (self::latest(self::LOOKED_AT) as $one) {
            if ($one->feed?->id === $feed->id) {
                return $one;
            }
        }
        return null;
    }

    /**
     * Returns a file.
     *
     * @param int $fileid
     * @return self|null null: it was deleted or replaced meanwhile
     */
    public static function get(int $fileid): ?self {
        global $DB;
        $rows = $DB->get_records('tool_syncingest_files', ['fileid' => $fileid], 'id DESC', 'id, deliveryid, fileid, timecreated', 0, 1);
        return self::read($rows)[$fileid] ?? null;
    }

    /**
     * Reads files by what the history knows of them. Replaced versions are left out.
     *
     * @param \stdClass[] $rows
     * @return self[]
     */
    private static function read(array $rows): array {
        $feeds = feeds::all();
        $runs = self::runs(array_column($rows, 'deliveryid'));
        $found = [];
        foreach ($rows as $row) {
            $file = get_file_storage()->get_file_by_id($row->fileid);
            if ($file && !isset($found[$row->fileid]) && $file->get_component() === 'tool_syncingest' && $file->get_filepath() === '/') {
                $wanting = feeds::wanting($file->get_filename(), $feeds);
                $found[(int) $row->fileid] = new self(
                    $file,
                    $row->deliveryid,
                    (int) $row->timecreated,
                    $wanting[0] ?? null,
                    $runs[$row->deliveryid] ?? null
                );
            }
        }
        return $found;
    }

    /**
     * The newest runs of deliveries.
     *
     * @param string[] $deliveryids
     * @return run[] by delivery
     */
    private static function runs(array $deliveryids): array {
        global $DB;
        $found = [];
        foreach ($DB->get_records_list(runs::TABLE, 'deliveryid', $deliveryids, 'id') as $row) {
            $found[$row->deliveryid] = new run($row);
        }
        return $found;
    }
}

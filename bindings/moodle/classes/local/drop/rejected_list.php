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

namespace tool_syncingest\local\drop;

use SyncIngest\NotStored;
use SyncIngest\Status;
use tool_syncingest\local\config;
use tool_syncingest\local\file_name;
use tool_syncingest\local\store\naming;

/**
 * The list of rejected files in the database, so that a page can sort, search and page it however many there are. The work area
 * is the truth: what is done with a file is done there, and what the list lacks is read from there.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class rejected_list {
    /** @var string */
    private const TABLE = 'tool_syncingest_rejected';

    /** @var int how many files are read between two writes */
    private const PIECE = 500;

    /** @var float seconds that a page spends on reading */
    private const PATIENCE = 0.3;

    /**
     * Updates the list. While the work area has as many files as the list, this is a look at their number.
     *
     * @param float|null $budget seconds; null: as long as it takes
     * @param Status|null $seen a look that the caller has taken; null: one is taken here
     * @return bool whether the list is complete; otherwise a later call goes on
     */
    public static function refresh(?float $budget, ?Status $seen = null): bool {
        $seen ??= library::folder()->status();
        return $seen->rejectedCount === self::count() || self::read($budget);
    }

    /**
     * Reads everything.
     *
     * @param float|null $budget seconds; null: as long as it takes
     * @return bool whether the list is complete; otherwise a later call goes on
     */
    public static function read(?float $budget): bool {
        $until = $budget === null ? INF : microtime(true) + $budget;
        // Rows that are written meanwhile bear a later time, so they are never taken for rows of files that are gone.
        $scan = self::now();
        $piece = [];
        try {
            foreach (library::folder()->rejected() as $file) {
                $piece[] = $file;
                if (count($piece) >= self::PIECE) {
                    self::write($piece, $scan);
                    $piece = [];
                    if (microtime(true) >= $until) {
                        return false;
                    }
                }
            }
        } catch (\SyncIngest\Exception\SyncIngestException $failure) {
            // One of them cannot be looked at: nobody knows which rows are of files that are gone.
            self::write($piece, $scan);
            return false;
        }
        self::write($piece, $scan);
        self::forget_unseen($scan);
        return true;
    }

    /**
     * Refreshes the list for a page, in bounded time. Where a page may not use the library, cron does it every minute.
     *
     * @return bool whether the list is complete, as far as this process can know
     */
    public static function refresh_for_page(): bool {
        try {
            return library::problem() !== null || !is_dir(config::folder()) || self::refresh(self::PATIENCE);
        } catch (\Exception) {
            // The status page shows what is wrong with the folder.
            return false;
        }
    }

    /**
     * Adds what a collection has rejected.
     *
     * @param NotStored[] $answered
     */
    public static function add(array $answered): void {
        try {
            $files = [];
            foreach ($answered as $file) {
                $files[] = library::folder()->rejected()->get($file->id);
            }
            self::write($files, self::now());
        } catch (\Throwable $failure) {
            // The next look at the list finds them.
            debugging('Rejected files are not on the list yet: ' . $failure->getMessage(), DEBUG_DEVELOPER);
        }
    }

    /**
     * Removes files from the list.
     *
     * @param string[] $deliveryids
     */
    public static function remove(array $deliveryids): void {
        global $DB;
        $DB->delete_records_list(self::TABLE, 'deliveryid', $deliveryids);
    }

    /**
     * Returns how many files are on the list.
     *
     * @return int
     */
    public static function count(): int {
        global $DB;
        return $DB->count_records(self::TABLE);
    }

    /**
     * Writes some files to the list.
     *
     * @param \SyncIngest\RejectedFile[] $files
     * @param int $scan
     */
    private static function write(array $files, int $scan): void {
        global $DB;
        if (!$files) {
            return;
        }
        $ids = array_map(fn($file): string => $file->id, $files);
        $known = $DB->get_records_list(self::TABLE, 'deliveryid', $ids, '', 'deliveryid');
        if ($known) {
            [$in, $params] = $DB->get_in_or_equal(array_keys($known));
            $DB->execute('UPDATE {' . self::TABLE . "} SET scan = ? WHERE scan < ? AND deliveryid $in", [$scan, $scan, ...$params]);
        }
        $rows = [];
        foreach ($files as $file) {
            if (!isset($known[$file->id])) {
                $rows[$file->id] = self::row($file, $scan);
            }
        }
        try {
            $DB->insert_records(self::TABLE, $rows);
        } catch (\dml_write_exception) {
            // Somebody else reads the same list at this moment.
            foreach ($rows as $row) {
                if (!$DB->record_exists(self::TABLE, ['deliveryid' => $row['deliveryid']])) {
                    $DB->insert_record(self::TABLE, $row);
                }
            }
        }
    }

    /**
     * Returns the row of a file.
     *
     * @param \SyncIngest\RejectedFile $file
     * @param int $scan
     * @return array
     */
    private static function row(\SyncIngest\RejectedFile $file, int $scan): array {
        $given = naming::given($file->name);
        return [
            'deliveryid' => $file->id,
            'filename' => file_name::to_keep($file->name),
            'givenname' => $given === $file->name ? '' : $given,
            'reason' => fix_utf8($file->reason),
            'kind' => $file->kind->name,
            'deaths' => $file->deaths,
            'filesize' => $file->size,
            'timerejected' => $file->rejectedAt,
            'scan' => $scan,
        ];
    }

    /**
     * Removes the files that a complete reading has not found.
     *
     * @param int $scan
     */
    private static function forget_unseen(int $scan): void {
        global $DB;
        $DB->delete_records_select(self::TABLE, 'scan < ?', [$scan]);
    }

    /**
     * Returns the current time in milliseconds.
     *
     * @return int
     */
    private static function now(): int {
        return (int) (microtime(true) * 1000);
    }
}

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

namespace tool_syncingest\local\store;

use SyncIngest\Delivery;

/**
 * What was collected, one row for each delivery; and for each file that a person has put there.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class history {
    /** @var string */
    private const TABLE = 'tool_syncingest_files';

    /**
     * Returns those of these deliveries that have already been stored.
     *
     * @param string[] $deliveryids
     * @return \stdClass[] by id, with the id of the stored file
     */
    public static function known(array $deliveryids): array {
        global $DB;
        return $DB->get_records_list(self::TABLE, 'deliveryid', $deliveryids, '', 'deliveryid, fileid');
    }

    /**
     * Writes down what was stored.
     *
     * @param array[] $rows as row() makes them
     */
    public static function add(array $rows): void {
        global $DB;
        if ($rows) {
            $DB->insert_records(self::TABLE, $rows);
        }
    }

    /**
     * Returns the row of a delivery that was stored.
     *
     * @param Delivery $delivery
     * @param \stored_file $new
     * @param \stored_file|null $old what it replaced
     * @return array
     */
    public static function row(Delivery $delivery, \stored_file $new, ?\stored_file $old): array {
        return [
            'deliveryid' => $delivery->id,
            'filename' => $delivery->name,
            'filesize' => $delivery->size,
            'contenthash' => $new->get_contenthash(),
            'evidence' => $delivery->evidence->word(),
            'attempt' => $delivery->attempt,
            'fileid' => $new->get_id(),
            'archiveid' => $old?->get_id(),
            'timecreated' => time(),
        ];
    }

    /**
     * Returns the row of a file that a person has put there.
     *
     * @param \stored_file $new
     * @param \stored_file|null $old what it replaced
     * @return array
     */
    public static function row_by_hand(\stored_file $new, ?\stored_file $old): array {
        return [
            'deliveryid' => 'hand-' . random_string(40),
            'filename' => $new->get_filename(),
            'filesize' => $new->get_filesize(),
            'contenthash' => $new->get_contenthash(),
            'evidence' => 'by_hand',
            'attempt' => 1,
            'fileid' => $new->get_id(),
            'archiveid' => $old?->get_id(),
            'timecreated' => time(),
        ];
    }

    /**
     * Returns the latest rows.
     *
     * @param int $limit
     * @return \stdClass[] newest first
     */
    public static function latest(int $limit): array {
        global $DB;
        return array_values($DB->get_records(self::TABLE, null, 'timecreated DESC, id DESC', '*', 0, $limit));
    }

    /**
     * Returns how many rows there are.
     *
     * @return int
     */
    public static function count(): int {
        global $DB;
        return $DB->count_records(self::TABLE);
    }

    /**
     * Deletes replaced versions that are older than a moment: only those that we have archived, never files of others.
     *
     * @param int $before
     * @return int how many
     */
    public static function delete_archives(int $before): int {
        global $DB;
        $storage = get_file_storage();
        $deleted = 0;
        $rows = $DB->get_records_select(self::TABLE, 'archiveid IS NOT NULL AND timecreated < ?', [$before], 'id', 'id, archiveid');
        foreach ($rows as $row) {
            $file = $storage->get_file_by_id($row->archiveid);
            if ($file && $file->get_filepath() === archives::PATH) {
                $file->delete();
                $deleted++;
            }
            $DB->set_field(self::TABLE, 'archiveid', null, ['id' => $row->id]);
        }
        return $deleted;
    }

    /**
     * Deletes the rows of deliveries before a moment, except those whose replaced version is still kept.
     *
     * @param int $before
     */
    public static function forget(int $before): void {
        global $DB;
        $DB->delete_records_select(self::TABLE, 'archiveid IS NULL AND timecreated < ?', [$before]);
    }
}

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

namespace tool_syncingest\local;

/**
 * What was collected, one row for each delivery.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class history {
    /** @var string */
    private const TABLE = 'tool_syncingest_files';

    /**
     * Which of these deliveries have been stored already.
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
     * @param item $item
     * @param \stored_file $new
     * @param \stored_file|null $old what it replaced
     */
    public static function add(item $item, \stored_file $new, ?\stored_file $old): void {
        global $DB;
        $DB->insert_record(self::TABLE, (object) [
            'deliveryid' => $item->delivery->id,
            'filename' => $item->delivery->name,
            'filesize' => $item->delivery->size,
            'contenthash' => $new->get_contenthash(),
            'evidence' => $item->delivery->evidence->word(),
            'attempt' => $item->delivery->attempt,
            'fileid' => $new->get_id(),
            'archiveid' => $old?->get_id(),
            'timecreated' => time(),
        ], false);
    }

    /**
     * The latest ones.
     *
     * @param int $limit
     * @return \stdClass[] newest first
     */
    public static function latest(int $limit): array {
        global $DB;
        return array_values($DB->get_records(self::TABLE, null, 'timecreated DESC, id DESC', '*', 0, $limit));
    }

    /**
     * Deletes replaced versions that are older than that. Only what we have archived, never what others put there.
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
     * Forgets what was collected before that, unless its replaced version is still kept.
     *
     * @param int $before
     */
    public static function forget(int $before): void {
        global $DB;
        $DB->delete_records_select(self::TABLE, 'archiveid IS NULL AND timecreated < ?', [$before]);
    }
}

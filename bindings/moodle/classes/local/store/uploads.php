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

use tool_syncingest\event\file_uploaded;
use tool_syncingest\local\feed\arrival;

/**
 * Files that a person puts into the file store: each with a row in the history, an event and the hook, like a delivery.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class uploads {
    /** @var \stored_file[] what was stored */
    private array $stored = [];

    /**
     * Stores one file, within the transaction of the caller.
     *
     * @param \stored_file $file of a draft
     * @param \stored_file|null $old what it replaces
     */
    public function put(\stored_file $file, ?\stored_file $old): void {
        $archived = $old && $old->get_filepath() === '/';
        if ($archived) {
            archives::keep($old);
        } else if ($old) {
            $old->delete();
        }
        $area = new area();
        $new = get_file_storage()->create_file_from_storedfile([
            'contextid' => $area->contextid, 'component' => $area->component, 'filearea' => $area->filearea, 'itemid' => 0,
            'source' => $file->get_filename(), 'timecreated' => time(), 'timemodified' => time(),
        ], $file);
        history::add([history::row_by_hand($new, $archived ? $old : null)]);
        if ($new->get_filepath() === '/') {
            (new arrival())->of('hand-' . random_string(40), $new);
        }
        $this->stored[] = $new;
    }

    /**
     * Stores all files of a draft that holds nothing else, and removes the draft.
     *
     * @param int $draft of the current user
     * @return int how many were stored
     */
    public static function store_draft(int $draft): int {
        global $DB, $USER;
        $storage = get_file_storage();
        $context = \context_user::instance($USER->id)->id;
        $files = $storage->get_area_files($context, 'user', 'draft', $draft, 'id', false);
        $area = new area();
        $uploads = new self();
        $transaction = $DB->start_delegated_transaction();
        foreach ($files as $file) {
            $old = $storage->get_file(...[...$area->place($file->get_filepath()), $file->get_filename()]);
            $uploads->put($file, $old ?: null);
        }
        $transaction->allow_commit();
        $storage->delete_area_files($context, 'user', 'draft', $draft);
        $uploads->announce();
        return count($files);
    }

    /**
     * After the commit: events, and the hook for what lies where deliveries do.
     */
    public function announce(): void {
        $names = [];
        foreach ($this->stored as $file) {
            file_uploaded::create_for($file->get_filename(), [
                'size' => (int) $file->get_filesize(), 'hash' => $file->get_contenthash(),
            ])->trigger();
            if ($file->get_filepath() === '/') {
                $names[] = $file->get_filename();
            }
        }
        $this->stored = [];
        announcement::of($names);
    }
}

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

use tool_syncingest\event\file_deleted;
use tool_syncingest\local\config;

/**
 * The stored files as a person edits them where they are few: in a draft, which is saved later. Meanwhile a collection may have
 * stored others, so only what the person has changed is changed, and only where nobody else has changed it.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class file_area {
    /** @var int how many files the file manager is for: it copies every one of them each time */
    public const MANAGEABLE = 200;

    /** @var array options of the file manager */
    public const OPTIONS = ['subdirs' => 1, 'maxbytes' => -1, 'areamaxbytes' => -1, 'maxfiles' => -1, 'accepted_types' => '*'];

    /**
     * Copies the stored files into a draft, and remembers what they were.
     *
     * @return int the draft
     */
    public static function begin(): int {
        global $SESSION;
        // Each view copies all files: what an earlier one has left is not needed any more.
        array_map(self::discard(...), array_keys($SESSION->tool_syncingest_drafts ?? []));
        [$component, $filearea] = config::area();
        $draft = 0;
        $before = self::stored();
        file_prepare_draft_area($draft, \context_system::instance()->id, $component, $filearea, 0, self::OPTIONS);
        $SESSION->tool_syncingest_drafts[$draft] = array_map([self::class, 'version'], $before);
        return $draft;
    }

    /**
     * Carries out what the person has changed in the draft.
     *
     * @param int $draft
     * @return int how many files were left as they are, because they had changed meanwhile
     */
    public static function save(int $draft): int {
        global $DB, $SESSION, $USER;
        $before = $SESSION->tool_syncingest_drafts[$draft] ?? throw new \moodle_exception('draftgone', 'tool_syncingest');
        $wanted = self::files(\context_user::instance($USER->id)->id, 'user', 'draft', $draft);
        $transaction = $DB->start_delegated_transaction();
        $now = self::stored();
        $kept = 0;
        $deleted = [];
        $uploads = new uploads();
        foreach ($before as $path => $version) {
            if (!isset($wanted[$path]) && isset($now[$path])) {
                if (self::version($now[$path]) === $version) {
                    $now[$path]->delete();
                    $deleted[] = $now[$path];
                } else {
                    $kept++;
                }
            }
        }
        foreach ($wanted as $path => $file) {
            $old = $now[$path] ?? null;
            $was = $before[$path] ?? null;
            if ($was !== null && self::content($was) === $file->get_contenthash()) {
                continue;
            }
            if (($old ? self::version($old) : null) !== $was && $old) {
                $kept++;
                continue;
            }
            $uploads->put($file, $old);
        }
        $transaction->allow_commit();
        self::discard($draft);
        foreach ($deleted as $file) {
            file_deleted::create_for($file->get_filename(), ['hash' => $file->get_contenthash()])->trigger();
        }
        $uploads->announce();
        return $kept;
    }

    /**
     * Removes a draft that is done with.
     *
     * @param int $draft
     */
    private static function discard(int $draft): void {
        global $SESSION, $USER;
        get_file_storage()->delete_area_files(\context_user::instance($USER->id)->id, 'user', 'draft', $draft);
        unset($SESSION->tool_syncingest_drafts[$draft]);
    }

    /**
     * Returns the stored files of our area.
     *
     * @return \stored_file[] by path
     */
    private static function stored(): array {
        [$component, $filearea] = config::area();
        return self::files(\context_system::instance()->id, $component, $filearea, 0);
    }

    /**
     * Returns the files of an area.
     *
     * @param int $contextid
     * @param string $component
     * @param string $filearea
     * @param int $itemid
     * @return \stored_file[] by path
     */
    private static function files(int $contextid, string $component, string $filearea, int $itemid): array {
        $files = [];
        foreach (get_file_storage()->get_area_files($contextid, $component, $filearea, $itemid, 'id', false) as $file) {
            $files[$file->get_filepath() . $file->get_filename()] = $file;
        }
        return $files;
    }

    /**
     * Returns what distinguishes one version of a stored file from another.
     *
     * @param \stored_file $file
     * @return string
     */
    private static function version(\stored_file $file): string {
        return $file->get_id() . ':' . $file->get_contenthash();
    }

    /**
     * Returns the content of a version.
     *
     * @param string $version
     * @return string
     */
    private static function content(string $version): string {
        return explode(':', $version)[1];
    }
}

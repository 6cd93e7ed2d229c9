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

use tool_syncingest\local\config;
use tool_syncingest\local\feed\arrival;

/**
 * The stored files, as a person works with them: in a draft, which is saved later. Meanwhile a collection may have stored
 * others, so only what the person has changed is changed, and only where nobody else has.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class file_area {
    /** @var array options of the file manager */
    public const OPTIONS = ['subdirs' => 1, 'maxbytes' => -1, 'areamaxbytes' => -1, 'maxfiles' => -1, 'accepted_types' => '*'];

    /**
     * Copies the stored files into a draft, and remembers what they were.
     *
     * @return int the draft
     */
    public static function begin(): int {
        global $SESSION;
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
        $before = $SESSION->tool_syncingest_drafts[$draft] ?? [];
        $wanted = self::files(\context_user::instance($USER->id)->id, 'user', 'draft', $draft);
        $transaction = $DB->start_delegated_transaction();
        $now = self::stored();
        $kept = 0;
        foreach ($before as $path => $version) {
            if (!isset($wanted[$path]) && isset($now[$path])) {
                if (self::version($now[$path]) === $version) {
                    $now[$path]->delete();
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
            self::put($file, $old);
        }
        $transaction->allow_commit();
        unset($SESSION->tool_syncingest_drafts[$draft]);
        return $kept;
    }

    /**
     * Stores one file of the draft.
     *
     * @param \stored_file $file
     * @param \stored_file|null $old what it replaces
     */
    private static function put(\stored_file $file, ?\stored_file $old): void {
        [$component, $filearea] = config::area();
        $archived = $old && $old->get_filepath() === '/';
        if ($archived) {
            archives::keep($old);
        } else if ($old) {
            $old->delete();
        }
        $new = get_file_storage()->create_file_from_storedfile([
            'contextid' => \context_system::instance()->id, 'component' => $component, 'filearea' => $filearea, 'itemid' => 0,
            'timecreated' => time(), 'timemodified' => time(),
        ], $file);
        if ($archived) {
            history::add([history::row_by_hand($new, $old)]);
        }
        if ($new->get_filepath() === '/') {
            (new arrival())->of('hand-' . random_string(40), $new);
        }
    }

    /**
     * The stored files of our area.
     *
     * @return \stored_file[] by path
     */
    private static function stored(): array {
        [$component, $filearea] = config::area();
        return self::files(\context_system::instance()->id, $component, $filearea, 0);
    }

    /**
     * The files of an area.
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
     * What tells one version of a stored file from another.
     *
     * @param \stored_file $file
     * @return string
     */
    private static function version(\stored_file $file): string {
        return $file->get_id() . ':' . $file->get_contenthash();
    }

    /**
     * The content of a version.
     *
     * @param string $version
     * @return string
     */
    private static function content(string $version): string {
        return explode(':', $version)[1];
    }
}

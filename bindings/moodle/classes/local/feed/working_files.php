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

use tool_syncingest\local\config;

/**
 * The working files of a run, in the data root, which all web servers share. They hold what was delivered: they are made again
 * when they are missing, and are removed with the run.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class working_files {
    /**
     * Constructor.
     *
     * @param int $runid
     */
    public function __construct(
        /** @var int */
        private readonly int $runid,
    ) {
    }

    /**
     * Returns the path of a working file.
     *
     * @param string $name
     * @return string
     */
    public function path(string $name): string {
        return self::folder($this->runid) . "/$name";
    }

    /**
     * Returns the file as it was delivered.
     *
     * @return string its path
     * @throws \moodle_exception when its content is gone
     */
    public function original(): string {
        $path = $this->path('original');
        $file = content::of($this->runid);
        if (!$file) {
            throw new \moodle_exception('run_nocontent', 'tool_syncingest');
        }
        clearstatcache();
        if (!is_file($path) || filesize($path) !== (int) $file->get_filesize() || sha1_file($path) !== $file->get_contenthash()) {
            $this->make();
            $part = $this->path('original.' . getmypid());
            // What fails is reported below.
            if (!@$file->copy_content_to($part) || !rename($part, $path)) {
                @unlink($part);
                $isthere = get_file_storage()->get_file_system()->is_file_readable_locally_by_storedfile($file, true);
                throw new \moodle_exception($isthere ? 'run_nospace' : 'run_nocontent', 'tool_syncingest');
            }
        }
        return $path;
    }

    /**
     * Makes the folder.
     */
    public function make(): void {
        if (!check_dir_exists(self::folder($this->runid))) {
            throw new \moodle_exception('run_nofolder', 'tool_syncingest', '', self::folder($this->runid));
        }
    }

    /**
     * Opens the file as a table.
     *
     * @param run $run
     * @param feed|null $feed null: it was deleted
     * @return table\table
     */
    public static function open(run $run, ?feed $feed): table\table {
        $files = new self($run->id);
        $definition = $run->definition();
        $processor = $definition->processor($run->feedid, $feed?->ownerid ?? 0);
        $columns = $processor instanceof processor\row_processor ? array_keys($processor::columns()) : [];
        $applied = runs::last_applied($run)?->id ?? 0;
        $path = $files->original();
        $hashes = new table\hash_files($run->feedid, $run->name->part, $applied, $run->id, $files->hashes(), $definition->stamp($processor));
        return table\tables::open($path, $definition, $columns, $hashes, $feed?->accepted?->encoding);
    }

    /**
     * Returns where the hashes of the file are written.
     *
     * @return string
     */
    public function hashes(): string {
        return $this->path('hashes');
    }

    /**
     * Removes the working files of a run.
     *
     * @param int $runid
     */
    public static function remove(int $runid): void {
        global $CFG;
        require_once($CFG->libdir . '/filelib.php');
        if (is_dir(self::folder($runid))) {
            fulldelete(self::folder($runid));
        }
    }

    /**
     * Removes what is left of runs that are over, or no longer there: a process that was killed after it had ended one could not.
     */
    public static function remove_leftovers(): void {
        foreach (is_dir(config::runs()) ? array_diff(scandir(config::runs()), ['.', '..']) : [] as $name) {
            if (ctype_digit($name) && (runs::get((int) $name)?->state->is_over() ?? true)) {
                self::remove((int) $name);
            }
        }
    }

    /**
     * Returns the folder of a run.
     *
     * @param int $runid
     * @return string
     */
    private static function folder(int $runid): string {
        return config::runs() . "/$runid";
    }
}

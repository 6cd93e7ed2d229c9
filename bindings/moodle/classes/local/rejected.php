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
 * The rejected files: `rejected/ID/NAME` in the work area, and the reason in `rejected/ID.txt`.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class rejected {
    /** @var string where the file lies */
    public readonly string $path;

    /** @var string its name: bytes, not necessarily UTF-8 */
    public readonly string $name;

    /** @var string why it was rejected */
    public readonly string $reason;

    /** @var int when, in Unix time */
    public readonly int $time;

    /** @var int in bytes */
    public readonly int $size;

    /**
     * Constructor.
     *
     * @param string $id of its delivery
     * @throws \moodle_exception when there is no such file
     */
    public function __construct(
        /** @var string of its delivery */
        public readonly string $id,
    ) {
        $entries = self::is_id($id) ? array_diff(@scandir(self::folder() . "/$id") ?: [], ['.', '..']) : [];
        if (count($entries) !== 1) {
            throw new \moodle_exception('norejected', 'tool_syncingest');
        }
        $this->name = reset($entries);
        $this->path = self::folder() . "/$id/$this->name";
        if (is_link($this->path) || !is_file($this->path)) {
            throw new \moodle_exception('norejected', 'tool_syncingest');
        }
        $this->reason = trim((string) @file_get_contents(self::folder() . "/$id.txt"));
        $this->time = (int) filectime($this->path);
        $this->size = (int) filesize($this->path);
    }

    /**
     * The first ones.
     *
     * @param int $limit
     * @return self[]
     */
    public static function list(int $limit = 100): array {
        $list = [];
        foreach (@scandir(self::folder()) ?: [] as $entry) {
            if (count($list) >= $limit) {
                break;
            }
            try {
                $list[] = new self($entry);
            } catch (\moodle_exception) {
                // The reason of another entry, or what a person has put there.
                continue;
            }
        }
        return $list;
    }

    /**
     * Deletes those that were rejected before that.
     *
     * @param int $before
     * @return int how many
     */
    public static function delete_older(int $before): int {
        $old = array_filter(self::list(PHP_INT_MAX), fn(self $file): bool => $file->time < $before);
        foreach ($old as $file) {
            $file->delete();
        }
        return count($old);
    }

    /**
     * Deletes it for good.
     */
    public function delete(): void {
        unlink($this->path);
        $this->forget();
    }

    /**
     * Delivers it once more, unless there is another file of its name by now. A copy, so that this works whoever owns it.
     *
     * @throws \moodle_exception
     */
    public function put_back(): void {
        $home = config::folder() . "/$this->name";
        $hidden = config::folder() . "/.$this->id.part";
        try {
            if (!copy($this->path, $hidden)) {
                throw new \moodle_exception('cannotputback', 'tool_syncingest', '', fix_utf8($this->name));
            }
            durable::sync($hidden);
            if (!@link($hidden, $home)) {
                throw new \moodle_exception('cannotputback', 'tool_syncingest', '', fix_utf8($this->name));
            }
        } finally {
            @unlink($hidden);
        }
        durable::sync(config::folder());
        $this->delete();
    }

    /**
     * Removes what is left when the file is gone.
     */
    private function forget(): void {
        @unlink(self::folder() . "/$this->id.txt");
        @rmdir(self::folder() . "/$this->id");
    }

    /**
     * Where they are.
     *
     * @return string
     */
    private static function folder(): string {
        return config::work_area() . '/rejected';
    }

    /**
     * Whether this can be the id of a delivery, and not a path.
     *
     * @param string $id
     * @return bool
     */
    private static function is_id(string $id): bool {
        return preg_match('/^[A-Za-z0-9_-]+$/D', $id) === 1;
    }
}

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

/**
 * Delivers files, as an agent does.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class tool_syncingest_generator extends component_generator_base {
    /**
     * Makes the drop folder.
     *
     * @return string its path
     */
    public function make_folder(): string {
        $folder = \tool_syncingest\local\config::folder();
        check_dir_exists($folder);
        return $folder;
    }

    /**
     * Delivers a file.
     *
     * @param string $name
     * @param string $content
     * @return string its path
     */
    public function deliver(string $name, string $content = 'content'): string {
        $path = $this->make_folder() . "/$name";
        file_put_contents("$path.part", $content);
        rename("$path.part", $path);
        return $path;
    }

    /**
     * Makes a lock of somebody else.
     *
     * @param string $name lock.txt or alock.txt
     * @param int $age in seconds
     * @return string its path
     */
    public function lock(string $name, int $age = 0): string {
        $path = $this->make_folder() . "/$name";
        file_put_contents($path, (string) (time() - $age));
        touch($path, time() - $age);
        return $path;
    }
}

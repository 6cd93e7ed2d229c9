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

namespace tool_syncingest\local\setup;

use tool_syncingest\api;
use tool_syncingest\local\config;

/**
 * Delivers a file as an agent would, and looks for it in Moodle's files.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class test_delivery {
    /**
     * Delivers it with its checksum, so that nobody needs to wait, collects, and deletes what was stored.
     *
     * @throws \moodle_exception when it cannot be delivered, or did not arrive
     */
    public static function run(): void {
        if (!is_dir(config::folder())) {
            // The folder that nobody has named is made by the first collection.
            api::before_action();
        }
        $name = 'sync_ingest-test-' . bin2hex(random_bytes(8)) . '.txt';
        $content = 'A test delivery of ' . date('c') . "\n";
        self::deliver("_$name.sha256", hash('sha256', $content) . "  $name\n");
        self::deliver($name, $content);
        $outcome = api::before_action();
        $file = get_file_storage()->get_file(SYSCONTEXTID, ...[...config::area(), 0, '/', $name]);
        if (!$file || $file->get_content() !== $content) {
            self::withdraw($name);
            throw new \moodle_exception('testdeliveryfailed', 'tool_syncingest', '', $outcome->message());
        }
        $file->delete();
        set_config('testdelivered', time(), 'tool_syncingest');
    }

    /**
     * Puts a file into the drop folder, whole or not at all.
     *
     * @param string $name
     * @param string $content
     */
    private static function deliver(string $name, string $content): void {
        $hidden = config::folder() . "/.$name";
        if (@file_put_contents($hidden, $content) !== strlen($content) || !@rename($hidden, config::folder() . "/$name")) {
            @unlink($hidden);
            throw new \moodle_exception('testdeliveryrefused', 'tool_syncingest', '', config::folder());
        }
    }

    /**
     * Takes back what was not collected.
     *
     * @param string $name
     */
    private static function withdraw(string $name): void {
        foreach ([$name, "_$name.sha256"] as $file) {
            @unlink(config::folder() . "/$file");
        }
    }
}

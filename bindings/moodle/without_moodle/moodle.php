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
 * As much of Moodle as the plugin needs to explain an alarm. A string that is missing, or that names what it is not given, is an
 * error here.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

// phpcs:disable

require __DIR__ . '/../../php/autoload.php';

spl_autoload_register(function (string $class): void {
    $file = __DIR__ . '/../classes/' . strtr(substr($class, strlen('tool_syncingest\\')), '\\', '/') . '.php';
    if (str_starts_with($class, 'tool_syncingest\\') && is_file($file)) {
        require $file;
    }
});

const MOODLE_INTERNAL = true;
const PARAM_FILE = 'file';

/** The language that is spoken, and its strings. */
final class spoken {
    public static string $language = 'en';

    public static function strings(): array {
        static $read = [];
        return $read[self::$language] ??= (function (): array {
            $string = [];
            require __DIR__ . '/../lang/' . self::$language . '/tool_syncingest.php';
            return $string;
        })();
    }

    public function string_exists(string $key, string $component): bool {
        return isset(self::strings()[$key]);
    }
}

function get_string_manager(): spoken {
    return new spoken();
}

function get_string(string $key, string $component, mixed $a = null): string {
    $text = spoken::strings()[$key] ?? throw new LogicException("no string $key in " . spoken::$language);
    return preg_replace_callback('/\{\$a(?:->(\w+))?\}/', function (array $found) use ($key, $a): string {
        $value = isset($found[1]) ? ((array) $a)[$found[1]] ?? null : $a;
        return (string) ($value ?? throw new LogicException("$key is not given $found[0]"));
    }, $text);
}

function userdate(int $time, string $format = '', string $timezone = '99'): string {
    return gmdate('d/m/Y H:i', $time);
}

function format_time(int $seconds): string {
    return "$seconds s";
}

function fix_utf8(string $text): string {
    return mb_scrub($text, 'UTF-8');
}

function clean_param(string $text, string $kind): string {
    return $text;
}

$CFG = (object) ['dataroot' => '/srv/moodledata', 'tool_syncingest_folder' => '/srv/moodledata/sync'];

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

use tool_syncingest\local\account;

/**
 * What a new site needs until it collects, in the order in which it is set up: each step is done, or has an instruction. Decided
 * from data alone.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class steps {
    /** @var int seconds after which cron is missed: it is to run each minute */
    private const CRON = 600;

    /**
     * Returns the steps.
     *
     * @param array $found lastround, testdelivered, lastmailed and now as times (0: never), collected (whether anything ever
     *     was), problem (why this process may not use the library; null: it may), cronproblem (why cron may not), version (of the
     *     library; null: unknown), php (PHP's command line; null: not found), folder (as {@see folder()} gives it)
     * @return array[] each with its name, whether it is done, the key of its sentence, and what the sentence names
     */
    public static function of(array $found): array {
        $age = $found['now'] - $found['lastround'];
        return [
            self::step('cron', $found['lastround'] > 0 && $age < self::CRON, $found['lastround'] > 0 ? 'late' : 'never', $age),
            self::step('library', $found['cronproblem'] === null && $found['version'] !== null, 'missing', $found['version'] ?? ''),
            match (true) {
                $found['problem'] === null => self::step('ffi', true),
                $found['php'] !== null => ['name' => 'ffi', 'done' => true, 'key' => 'step_ffi_commandline', 'a' => $found['php']],
                default => self::step('ffi', false, 'refused'),
            },
            self::step('folder', $found['folder']['fault'] === null, $found['folder']['fault'] ?? '', $found['folder']),
            self::step('delivery', $found['testdelivered'] > 0 || $found['collected'], 'never', $found['testdelivered']),
            self::step('mail', $found['lastmailed'] > 0, 'never', $found['lastmailed']),
        ];
    }

    /**
     * Returns the drop folder, and what is wrong with its owner or its mode.
     *
     * @param string $path
     * @param array|null $stat as stat() gives it; null: it is not there
     * @param int $ourselves the number of the web server's user
     * @param bool $obstructed whether the library has found that files cannot be moved
     * @return array path, owner, group, mode; fault is null, missing, obstructed, open, own or notinherited
     */
    public static function folder(string $path, ?array $stat, int $ourselves, bool $obstructed): array {
        $mode = ($stat['mode'] ?? 0) & 07777;
        return [
            'path' => $path, 'mode' => sprintf('%04o', $mode),
            'owner' => $stat === null ? '' : account::user($stat['uid']) ?? (string) $stat['uid'],
            'group' => $stat === null ? '' : account::group($stat['gid']) ?? (string) $stat['gid'],
            'fault' => match (true) {
                $stat === null => 'missing',
                $obstructed => 'obstructed',
                ($mode & 0002) !== 0 => 'open',
                $stat['uid'] === $ourselves => 'own',
                ($mode & 02000) === 0 => 'notinherited',
                default => null,
            },
        ];
    }

    /**
     * Returns one step.
     *
     * @param string $name
     * @param bool $done
     * @param string $fault
     * @param mixed $a
     * @return array
     */
    private static function step(string $name, bool $done, string $fault = '', mixed $a = null): array {
        return ['name' => $name, 'done' => $done, 'key' => "step_{$name}_" . ($done ? 'done' : $fault), 'a' => $a];
    }
}

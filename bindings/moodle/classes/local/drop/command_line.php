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

namespace tool_syncingest\local\drop;

use tool_syncingest\outcome;

/**
 * Lets PHP's command line collect, where a web request may not use the library.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class command_line {
    /** @var float seconds that are given to it beyond its budget, to start and to end */
    private const GRACE = 15.0;

    /**
     * Runs cli/collect.php.
     *
     * @param float $budget seconds
     * @param string $problem why this process does not do it itself
     * @return outcome
     */
    public static function collect(float $budget, string $problem): outcome {
        $output = self::script($problem, $budget + self::GRACE, 'collect.php', '--interactive', '--json', "--budget=$budget");
        return outcome::from_command_line($output);
    }

    /**
     * Runs cli/status.php.
     *
     * @param string $problem
     * @return array as the survey gives it
     */
    public static function survey(string $problem): array {
        $output = self::script($problem, self::GRACE, 'status.php', '--json');
        $survey = json_decode($output, true);
        return is_array($survey) ? $survey : ['problem' => shorten_text($output, 300)];
    }

    /**
     * Runs cli/unlock.php.
     *
     * @param string $kind collector or agent
     * @param bool $force
     * @param string $problem
     * @return string its output
     */
    public static function unlock(string $kind, bool $force, string $problem): string {
        global $USER;
        $options = ["--$kind", "--user=$USER->id", ...($force ? ['--force'] : [])];
        return self::script($problem, self::GRACE, 'unlock.php', ...$options);
    }

    /**
     * Runs cli/rejected.php.
     *
     * @param string $problem
     * @param string ...$options what it is to do
     * @return string its output
     */
    public static function rejected(string $problem, string ...$options): string {
        return self::script($problem, self::GRACE, 'rejected.php', ...$options);
    }

    /**
     * Runs a script of feeds.
     *
     * @param string $problem
     * @param string ...$arguments the script and its options
     * @return string what it prints
     */
    public static function feeds(string $problem, string ...$arguments): string {
        return self::script($problem, self::GRACE, ...$arguments);
    }

    /**
     * Runs one of our scripts.
     *
     * @param string $problem
     * @param float $patience
     * @param string ...$arguments the script and its options
     * @return string its output
     * @throws \moodle_exception when PHP is not found
     */
    private static function script(string $problem, float $patience, string ...$arguments): string {
        $php = self::program();
        if ($php === null) {
            throw new \moodle_exception('nopathtophp', 'tool_syncingest', '', $problem);
        }
        $arguments[0] = dirname(__DIR__, 3) . "/cli/$arguments[0]";
        return self::run([$php, ...$arguments], $patience);
    }

    /**
     * Returns the path of PHP's command line.
     *
     * @return string|null null: it is not found, or nothing may be started
     */
    public static function program(): ?string {
        global $CFG;
        $version = PHP_MAJOR_VERSION . '.' . PHP_MINOR_VERSION;
        $found = php_program::find($CFG->pathtophp ?? '', PHP_BINDIR, $version, is_executable(...));
        return function_exists('proc_open') ? $found : null;
    }

    /**
     * Returns the output of a program, or its error messages if there is none.
     *
     * @param string[] $command
     * @param float $patience seconds after which it is ended; the next collection finds the files where they are
     * @return string
     */
    private static function run(array $command, float $patience): string {
        $process = proc_open($command, [['file', '/dev/null', 'r'], ['pipe', 'w'], ['pipe', 'w']], $pipes);
        if (!is_resource($process)) {
            return "cannot start $command[0]";
        }
        $until = microtime(true) + $patience;
        $text = ['', ''];
        $open = [1 => $pipes[1], 2 => $pipes[2]];
        while ($open && microtime(true) < $until) {
            $ready = $open;
            $none = [];
            if (!stream_select($ready, $none, $none, 0, 200000)) {
                continue;
            }
            foreach ($ready as $number => $pipe) {
                $piece = fread($pipe, 65536);
                if ($piece === '' || $piece === false) {
                    unset($open[$number]);
                } else {
                    $text[$number - 1] .= $piece;
                }
            }
        }
        if ($open) {
            proc_terminate($process);
            $text[1] .= ' (it took too long)';
        }
        array_map('fclose', array_filter($pipes, 'is_resource'));
        proc_close($process);
        return $open || $text[0] === '' ? $text[1] : $text[0];
    }
}

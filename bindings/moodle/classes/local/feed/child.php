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

/**
 * A child process: a PHP script, with a time-out.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class child {
    /** @var int how many bytes of what it printed last are kept */
    private const OUTPUT = 4096;

    /**
     * Constructor.
     *
     * @param int $status exit status; -1: a signal ended it
     * @param bool $timedout whether it was killed because it took too long
     * @param float $seconds
     * @param string $output the end of what it printed
     */
    private function __construct(
        /** @var int exit status; -1: a signal ended it */
        public readonly int $status,
        /** @var bool whether it was killed because it took too long */
        public readonly bool $timedout,
        /** @var float */
        public readonly float $seconds,
        /** @var string the end of what it printed */
        public readonly string $output,
    ) {
    }

    /**
     * Runs a script and waits for its end. When the time is up, it is killed with everything that it has started.
     *
     * @param string[] $command the script and its arguments
     * @param float $timeout seconds
     * @return self
     * @throws \moodle_exception when it cannot be started
     */
    public static function run(array $command, float $timeout): self {
        global $CFG;
        $php = !empty($CFG->pathtophp) && is_executable($CFG->pathtophp) ? $CFG->pathtophp : PHP_BINARY;
        $session = is_executable('/usr/bin/setsid') ? ['/usr/bin/setsid'] : [];
        $began = microtime(true);
        $streams = [['file', '/dev/null', 'r'], ['pipe', 'w'], ['redirect', 1]];
        $process = proc_open([...$session, $php, ...$command], $streams, $pipes, $CFG->dirroot);
        if (!is_resource($process)) {
            throw new \moodle_exception('feed_nochild', 'tool_syncingest', '', $php);
        }
        stream_set_blocking($pipes[1], false);
        $output = '';
        $timedout = false;
        while (true) {
            $state = proc_get_status($process);
            $output = substr($output . self::read($pipes[1]), -self::OUTPUT);
            if (!$state['running']) {
                break;
            }
            if (microtime(true) - $began > $timeout) {
                $timedout = true;
                self::kill($process, $session ? $state['pid'] : 0);
                $state = ['exitcode' => -1];
                break;
            }
        }
        fclose($pipes[1]);
        proc_close($process);
        return new self($state['exitcode'], $timedout, microtime(true) - $began, trim(fix_utf8($output)));
    }

    /**
     * What it has printed, waited for a little.
     *
     * @param resource $pipe
     * @return string
     */
    private static function read($pipe): string {
        $read = [$pipe];
        $none = null;
        if (feof($pipe)) {
            // It has closed its output and works on.
            usleep(50000);
            return '';
        }
        stream_select($read, $none, $none, 0, 100000);
        return (string) stream_get_contents($pipe);
    }

    /**
     * Kills it with its descendants.
     *
     * @param resource $process
     * @param int $group 0: it has none of its own
     */
    private static function kill($process, int $group): void {
        if ($group > 0 && function_exists('posix_kill')) {
            posix_kill(-$group, 9);
        }
        proc_terminate($process, 9);
    }
}

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
 * The cells of the rows that a plan applies, in the order of the plan: a line of JSON for each, with the number of its line in the
 * delivered file. They may be secret, so they are in a working file and never in the database.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class cells {
    /** @var string */
    private const NAME = 'cells';

    /** @var resource|null */
    private $handle = null;

    /** @var string where it is written until it is complete */
    private string $part = '';

    /** @var int the line that was read last */
    private int $last = 0;

    /** @var array|null what was read ahead: line, values */
    private ?array $ahead = null;

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
     * Begins to write.
     */
    public function begin(): void {
        $files = new working_files($this->runid);
        $files->make();
        // Complete or not there: a process that has lost its lock may still be writing another one.
        $this->part = $files->path(self::NAME . '.' . random_string(8));
        $this->handle = fopen($this->part, 'wb') ?: throw new \moodle_exception('run_nofolder', 'tool_syncingest', '', $files->path(''));
    }

    /**
     * Adds the cells of a row.
     *
     * @param int $line
     * @param string[] $values
     */
    public function add(int $line, array $values): void {
        $text = json_encode([$line, $values], JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR) . "\n";
        if (fwrite($this->handle, $text) !== strlen($text)) {
            throw new \moodle_exception('run_nospace', 'tool_syncingest');
        }
    }

    /**
     * Ends to write.
     */
    public function end(): void {
        $done = fflush($this->handle);
        if (!fclose($this->handle) || !$done || !rename($this->part, (new working_files($this->runid))->path(self::NAME))) {
            throw new \moodle_exception('run_nospace', 'tool_syncingest');
        }
        $this->handle = null;
    }

    /**
     * Returns whether they are there.
     *
     * @return bool
     */
    public function exist(): bool {
        clearstatcache();
        return is_file((new working_files($this->runid))->path(self::NAME));
    }

    /**
     * Returns the cells of a row. Asked in the order of the lines, the file is read once.
     *
     * @param int $line 0: none
     * @return string[]
     */
    public function of(int $line): array {
        if ($line === 0) {
            return [];
        }
        if ($this->handle === null || $line < $this->last) {
            $this->handle = fopen((new working_files($this->runid))->path(self::NAME), 'rb');
            $this->ahead = null;
        }
        $this->last = $line;
        while (true) {
            $this->ahead ??= $this->handle ? json_decode((string) fgets($this->handle), true) : null;
            if ($this->ahead === null || $this->ahead[0] > $line) {
                throw new \moodle_exception('run_nocells', 'tool_syncingest', '', $line);
            }
            if ($this->ahead[0] === $line) {
                return $this->ahead[1];
            }
            $this->ahead = null;
        }
    }
}

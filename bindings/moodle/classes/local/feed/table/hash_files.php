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

namespace tool_syncingest\local\feed\table;

use SyncIngest\Tables\HashFile;
use tool_syncingest\local\config;

/**
 * The files of hashes of a part of a feed. The one of the last applied file shows which keys of bad rows are present. The database
 * is authoritative, so a file that is lost or that belongs to another state of the database is ignored.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class hash_files {
    /** @var int bytes of a row: the hash of its key and its own */
    private const ROW = 32;

    /**
     * Constructor.
     *
     * @param int $feedid
     * @param string $part
     * @param int $applied the run that was applied last; 0: none was
     * @param int $runid the run that is planned
     * @param string $workingpath where its own file is written
     * @param string $stamp fingerprint of what decides the effect of a row
     */
    public function __construct(
        /** @var int */
        private readonly int $feedid,
        /** @var string */
        private readonly string $part,
        /** @var int the run that was applied last */
        private readonly int $applied,
        /** @var int the run that is planned */
        private readonly int $runid,
        /** @var string where its own file is written */
        private readonly string $workingpath,
        /** @var string fingerprint of what decides the effect of a row */
        private readonly string $stamp,
    ) {
    }

    /**
     * The hashes of the file that was applied last.
     *
     * @return HashFile|null null: there are none
     */
    public function base(): ?HashFile {
        clearstatcache();
        $path = self::path($this->feedid, $this->part);
        return $this->applied > 0 && is_file($path) ? new HashFile($path, "feed$this->feedid", $this->applied, $this->stamp) : null;
    }

    /**
     * Where the hashes of the file that is planned are written.
     *
     * @return HashFile
     */
    public function next(): HashFile {
        return new HashFile($this->workingpath, "feed$this->feedid", $this->runid, $this->stamp);
    }

    /**
     * A run was applied: its hashes are the ones to compare with.
     *
     * @param int $feedid
     * @param string $part
     * @param string $workingpath
     */
    public static function keep(int $feedid, string $part, string $workingpath): void {
        $path = self::path($feedid, $part);
        check_dir_exists(dirname($path));
        if (!@rename($workingpath, $path)) {
            @unlink($path);
        }
    }

    /**
     * Reads a file of hashes.
     *
     * @param string $path
     * @return \Generator hash of the row by hash of the key, both in hexadecimal digits, in the order of the keys
     */
    public static function read(string $path): \Generator {
        $file = fopen($path, 'rb');
        $header = unpack('Vlength', substr(fread($file, 16), 12))['length'];
        // The last 32 bytes are a count and a checksum.
        $left = intdiv(filesize($path) - $header, self::ROW) - 1;
        fseek($file, $header);
        while ($left > 0) {
            $piece = fread($file, min($left, 256) * self::ROW);
            foreach (str_split(bin2hex($piece), 2 * self::ROW) as $row) {
                yield substr($row, 0, self::ROW) => substr($row, self::ROW);
                $left--;
            }
        }
        fclose($file);
    }

    /**
     * Where the hashes of a part are kept.
     *
     * @param int $feedid
     * @param string $part
     * @return string
     */
    private static function path(int $feedid, string $part): string {
        return config::hashes() . "/$feedid-" . sha1($part);
    }
}

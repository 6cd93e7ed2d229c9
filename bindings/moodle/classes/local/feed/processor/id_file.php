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

namespace tool_syncingest\local\feed\processor;

/**
 * Numbers by key, in a temporary file: a hash table with open addressing. It is gone with its process.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class id_file {
    /** @var int bytes of a slot: a hash of the key, and the number, which is never 0 */
    private const SLOT = 24;

    /** @var int slots of the first file */
    private const FIRST = 65536;

    /** @var resource */
    private $file;

    /** @var int a power of two, at least twice as many as are filled */
    private int $slots = self::FIRST;

    /** @var int how many slots are filled */
    private int $filled = 0;

    /**
     * Constructor.
     */
    public function __construct() {
        $this->file = self::make(self::FIRST);
    }

    /**
     * Adds a number.
     *
     * @param string $key that is not there yet
     * @param int $id not 0
     */
    public function add(string $key, int $id): void {
        if (2 * ++$this->filled > $this->slots) {
            $this->grow();
        }
        $this->put(self::digest($key), pack('q', $id));
    }

    /**
     * Returns the number of a key.
     *
     * @param string $key
     * @return int|null null: it has none
     */
    public function find(string $key): ?int {
        $digest = self::digest($key);
        $slot = $this->read($this->place($digest));
        return substr($slot, 0, 16) === $digest ? unpack('q', $slot, 16)[1] : null;
    }

    /**
     * Writes a slot.
     *
     * @param string $digest
     * @param string $id
     */
    private function put(string $digest, string $id): void {
        $place = $this->place($digest);
        fseek($this->file, $place * self::SLOT);
        if (fwrite($this->file, $digest . $id) !== self::SLOT) {
            throw new \moodle_exception('run_nospace', 'tool_syncingest');
        }
    }

    /**
     * The slot in which a digest is or belongs.
     *
     * @param string $digest
     * @return int
     */
    private function place(string $digest): int {
        $place = unpack('V', $digest)[1] & ($this->slots - 1);
        while (true) {
            $there = $this->read($place);
            if (substr($there, 0, 16) === $digest || substr($there, 16) === "\0\0\0\0\0\0\0\0") {
                return $place;
            }
            $place = ($place + 1) & ($this->slots - 1);
        }
    }

    /**
     * Reads a slot.
     *
     * @param int $place
     * @return string
     */
    private function read(int $place): string {
        fseek($this->file, $place * self::SLOT);
        return fread($this->file, self::SLOT);
    }

    /**
     * Moves to a file with twice as many slots.
     */
    private function grow(): void {
        $old = $this->file;
        $this->slots *= 2;
        $this->file = self::make($this->slots);
        rewind($old);
        while (($piece = fread($old, 1000 * self::SLOT)) !== false && $piece !== '') {
            foreach (str_split($piece, self::SLOT) as $slot) {
                if (substr($slot, 16) !== "\0\0\0\0\0\0\0\0") {
                    $this->put(substr($slot, 0, 16), substr($slot, 16));
                }
            }
        }
        fclose($old);
    }

    /**
     * An empty file with so many slots.
     *
     * @param int $slots
     * @return resource
     */
    private static function make(int $slots) {
        $file = tmpfile();
        if (!$file || !ftruncate($file, $slots * self::SLOT)) {
            throw new \moodle_exception('run_nospace', 'tool_syncingest');
        }
        // It is read slot by slot, here and there.
        stream_set_read_buffer($file, 0);
        return $file;
    }

    /**
     * A hash of a key.
     *
     * @param string $key
     * @return string 16 bytes
     */
    private static function digest(string $key): string {
        return hash('xxh128', $key, true);
    }
}

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

/**
 * Key hashes in ascending order, in sixteen bytes each: a school has hundreds of thousands, and an array would need six times as
 * much.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class key_set implements \Countable, \IteratorAggregate {
    /** @var int bytes of a key */
    private const SIZE = 16;

    /** @var string */
    private string $keys = '';

    /**
     * Returns a set of keys that come in any order.
     *
     * @param iterable $keys 32 hexadecimal digits each
     * @return self
     */
    public static function of(iterable $keys): self {
        if ($keys instanceof self) {
            return $keys;
        }
        $sorted = is_array($keys) ? $keys : iterator_to_array($keys, false);
        sort($sorted, SORT_STRING);
        $set = new self();
        array_map($set->add(...), $sorted);
        return $set;
    }

    /**
     * Adds a key.
     *
     * @param string $key 32 hexadecimal digits, higher than all before
     */
    public function add(string $key): void {
        $this->keys .= hex2bin($key);
    }

    /**
     * Returns whether a key is among them.
     *
     * @param string $key
     * @return bool
     */
    public function has(string $key): bool {
        $wanted = hex2bin($key);
        [$from, $to] = [0, count($this)];
        while ($from < $to) {
            $middle = intdiv($from + $to, 2);
            $order = substr_compare($this->keys, $wanted, $middle * self::SIZE, self::SIZE);
            if ($order === 0) {
                return true;
            }
            [$from, $to] = $order < 0 ? [$middle + 1, $to] : [$from, $middle];
        }
        return false;
    }

    #[\Override]
    public function count(): int {
        return intdiv(strlen($this->keys), self::SIZE);
    }

    #[\Override]
    public function getIterator(): \Generator {
        for ($place = 0; $place < strlen($this->keys); $place += self::SIZE) {
            yield bin2hex(substr($this->keys, $place, self::SIZE));
        }
    }

    /**
     * Returns the keys, some at a time.
     *
     * @param int $size
     * @return \Generator lists of keys
     */
    public function pieces(int $size): \Generator {
        for ($place = 0; $place < strlen($this->keys); $place += $size * self::SIZE) {
            yield str_split(bin2hex(substr($this->keys, $place, $size * self::SIZE)), 2 * self::SIZE);
        }
    }
}

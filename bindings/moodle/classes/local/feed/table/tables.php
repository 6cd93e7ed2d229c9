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

use tool_syncingest\local\feed\definition;

/**
 * Opens files as tables.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class tables {
    /** @var string class that reads tables; tests put in their own */
    public static string $reader = library_table::class;

    /**
     * Opens a file.
     *
     * @param string $path
     * @param definition $definition how it is read, mapped and compared
     * @param string[] $columns those that the processor understands: a column of the file with such a name needs no mapping
     * @param hash_files $hashes
     * @param string|null $usual the encoding of the accepted file; null: none was accepted yet
     * @return table
     */
    public static function open(string $path, definition $definition, array $columns, hash_files $hashes, ?string $usual): table {
        return new self::$reader($path, $definition, $columns, self::secret(), $hashes, $usual);
    }

    /**
     * The secret that makes hashes of keys useless to others. It lies in the database, beside what it has made.
     *
     * @return string
     */
    private static function secret(): string {
        $secret = get_config('tool_syncingest', 'feedsecret');
        if (!$secret) {
            $secret = bin2hex(random_bytes(32));
            set_config('feedsecret', $secret, 'tool_syncingest');
        }
        return $secret;
    }
}

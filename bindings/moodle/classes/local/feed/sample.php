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

use tool_syncingest\local\drop\command_line;
use tool_syncingest\local\drop\library;
use tool_syncingest\local\feed\processor\row_processor;
use tool_syncingest\local\feed\table\hash_files;
use tool_syncingest\local\feed\table\refused;
use tool_syncingest\local\feed\table\tables;

/**
 * The beginning of a stored file, read as a feed reads it.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class sample {
    /** @var int how many bytes of a file are read, unless a record is longer */
    private const BYTES = 262144;

    /** @var int how many rows are shown */
    private const ROWS = 3;

    /** @var int how many lines they are looked for in */
    private const LINES = 20;

    /** @var int how many characters of a cell are shown */
    private const CELL = 40;

    /**
     * Constructor.
     *
     * @param string[] $header folded names
     * @param string[][] $rows cells by position in the header
     * @param string $encoding
     * @param string $delimiter
     * @param string $refused why the file cannot be read; empty: it can
     */
    public function __construct(
        /** @var string[] folded names */
        public readonly array $header,
        /** @var string[][] cells by position in the header */
        public readonly array $rows = [],
        /** @var string */
        public readonly string $encoding = '',
        /** @var string */
        public readonly string $delimiter = '',
        /** @var string why the file cannot be read */
        public readonly string $refused = '',
    ) {
    }

    /**
     * Reads a file, through PHP's command line where this process may not use the library.
     *
     * @param \stored_file $file
     * @param definition $definition how it is read
     * @return self
     * @throws \moodle_exception when neither can
     */
    public static function of(\stored_file $file, definition $definition): self {
        $problem = library::problem();
        if ($problem === null) {
            return self::read($file, $definition);
        }
        $output = command_line::feeds($problem, 'feeds.php', 'sample', (string) $file->get_id(), json_encode($definition));
        $data = json_decode($output, true);
        if (!is_array($data) || !isset($data['header'])) {
            throw new \moodle_exception('notanswered', 'tool_syncingest', '', shorten_text(trim($output), 300));
        }
        return new self(...$data);
    }

    /**
     * Reads a file with the library.
     *
     * @param \stored_file $file
     * @param definition $definition how it is read
     * @return self
     */
    public static function read(\stored_file $file, definition $definition): self {
        $path = make_request_directory() . '/sample';
        try {
            if ($file->get_filesize() <= self::BYTES) {
                $file->copy_content_to($path);
                return self::rows_of($path, $definition);
            }
            try {
                file_put_contents($path, self::beginning($file));
                return self::rows_of($path, $definition);
            } catch (refused) {
                // Cut within quotes, perhaps.
                $file->copy_content_to($path);
                return self::rows_of($path, $definition);
            }
        } catch (refused $refusal) {
            return new self([], refused: $refusal->reason);
        }
    }

    /**
     * Returns the first bytes, up to the end of a line where lines are made of bytes.
     *
     * @param \stored_file $file
     * @return string
     */
    private static function beginning(\stored_file $file): string {
        $handle = $file->get_content_file_handle();
        $bytes = (string) stream_get_contents($handle, self::BYTES);
        fclose($handle);
        $end = str_contains($bytes, "\0") ? false : strrpos($bytes, "\n");
        return $end === false ? $bytes : substr($bytes, 0, $end + 1);
    }

    /**
     * Reads header and rows.
     *
     * @param string $path
     * @param definition $definition
     * @return self
     */
    private static function rows_of(string $path, definition $definition): self {
        // Header and rows are shown as they are, whatever the mapping makes of them.
        $plain = $definition->with(['mapping' => [], 'key' => []]);
        $table = tables::open($path, $plain, [], new hash_files(0, '', 0, 0, "$path.hashes", ''), null);
        $facts = $table->check();
        $rows = [];
        $first = 2 + $definition->get('skip');
        foreach ($table->originals(range($first, $first + self::LINES)) as $cells) {
            $rows[] = array_map(fn(string $cell): string => shorten_text(fix_utf8($cell), self::CELL), array_values($cells));
            if (count($rows) === self::ROWS) {
                break;
            }
        }
        return new self($facts->header, $rows, $facts->encoding, $facts->delimiter);
    }

    /**
     * Returns the names under which columns of a processor are known.
     *
     * @param string|null $processor class
     * @return string[][] by column; none for one that takes files as a whole
     */
    public static function synonyms(?string $processor): array {
        $columns = $processor !== null && is_subclass_of($processor, row_processor::class) ? $processor::columns() : [];
        return array_map(fn(processor\column $column): array => $column->synonyms, $columns);
    }
}

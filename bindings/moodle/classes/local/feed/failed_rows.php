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

use tool_syncingest\local\feed\processor\row_processor;

/**
 * The failed rows of a run, as a file: for a new delivery with the original header and raw values, for people with cells that no
 * spreadsheet takes for a formula. Secret columns are empty; an _error column holds codes.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class failed_rows {
    /** @var string what a cell must not begin with where a spreadsheet reads it */
    private const FORMULA = "=+-@\t\r";

    /**
     * Writes them.
     *
     * @param run $run
     * @param resource $out
     * @param bool $forpeople whether cells are made harmless
     * @return int how many
     */
    public static function write(run $run, $out, bool $forpeople = false): int {
        $codes = [];
        $rows = results::of($run->id, results::FAILED);
        foreach ($rows as $row) {
            $codes[(int) $row->line] = $row->code;
        }
        $rows->close();
        $processor = processors::all()[$run->definition()->get('processor')] ?? null;
        $mapping = $run->definition()->get('mapping');
        $secret = self::secret($processor, $mapping);
        $file = content::of($run->id);
        if (!$file || !$codes) {
            return 0;
        }
        $table = working_files::open($run, feeds::get($run->feedid));
        $facts = $table->check();
        self::line($out, [...$table->header(), '_error'], $forpeople);
        $count = 0;
        foreach ($table->originals(array_keys($codes)) as $line => $cells) {
            foreach ($facts->header as $position => $name) {
                $cells[$position] = isset($secret[$name]) ? '' : $cells[$position] ?? '';
            }
            self::line($out, [...$cells, $codes[$line]], $forpeople);
            $count++;
        }
        return $count;
    }

    /**
     * Columns of the file whose values are secret.
     *
     * @param string|null $processor
     * @param string[] $mapping
     * @return bool[] by folded name
     */
    private static function secret(?string $processor, array $mapping): array {
        $secret = [];
        foreach ($processor && is_subclass_of($processor, row_processor::class) ? $processor::columns() : [] as $name => $column) {
            if ($column->secret) {
                $secret[$name] = true;
                foreach (array_keys($mapping, $name, true) as $header) {
                    $secret[$header] = true;
                }
            }
        }
        return $secret;
    }

    /**
     * Writes a line of CSV.
     *
     * @param resource $out
     * @param string[] $cells
     * @param bool $forpeople
     */
    private static function line($out, array $cells, bool $forpeople): void {
        $harmless = fn(string $cell): string => $cell !== '' && str_contains(self::FORMULA, $cell[0]) ? "'$cell" : $cell;
        fputcsv($out, $forpeople ? array_map($harmless, $cells) : $cells, ',', '"', '');
    }
}

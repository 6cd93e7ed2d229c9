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

namespace tool_syncingest\reportbuilder\local\entities;

use core_reportbuilder\local\filters\boolean_select;
use core_reportbuilder\local\filters\number;
use core_reportbuilder\local\filters\select;
use core_reportbuilder\local\filters\text;
use core_reportbuilder\local\report\column;
use tool_syncingest\local\feed\processor\outcome;
use tool_syncingest\local\feed\results;
use tool_syncingest\local\feed\row_words;
use tool_syncingest\local\feed\rules\effect;
use tool_syncingest\local\feed\words;
use tool_syncingest\reportbuilder\local\object_names;

/**
 * What becomes, or became, of one row.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class row_result extends base {
    protected const TABLE = 'tool_syncingest_rows';

    protected const TITLE = 'results';

    #[\Override]
    protected function build(): void {
        $row = $this->alias();
        $this->show(
            'line',
            self::label('line'),
            ['line' => "$row.line"],
            fn($line): string => (string) ($line ?: ''),
            type: column::TYPE_INTEGER,
            class: 'text-nowrap'
        );
        $this->show('key', self::label('key'), ['keytext' => "$row.keytext"]);
        $object = object_names::sql("$row.objecttype", "$row.objectid");
        $this->show('object', self::label('object'), ['object' => $object], issortable: false);
        $this->show('action', self::label('outcome'), ['action' => "$row.action"], fn($action): string => words::action((string) $action));
        $this->show('state', self::label('state'), ['state' => "$row.state"], fn($state): string => words::row_state((string) $state));
        $this->show(
            'changes',
            self::label('changes'),
            ['changes' => "$row.detail"],
            fn($detail): string => implode("\n", row_words::changes($detail)),
            issortable: false
        );
        $this->show(
            'notes',
            self::label('notes'),
            ['notes' => "$row.detail", 'notescode' => "$row.code"],
            fn($detail, \stdClass $row): string => implode("\n", row_words::notes($detail, (string) $row->notescode)),
            issortable: false
        );
        $this->build_filters($row);
    }

    /**
     * Makes the filters.
     *
     * @param string $row alias of the table
     */
    private function build_filters(string $row): void {
        $states = [results::PLANNED, results::DONE, results::FAILED, results::WITHHELD, results::HANDED_OVER];
        $this->filter_by(select::class, 'state', self::label('state'), "$row.state", self::options($states, words::row_state(...)));
        $effects = array_map(fn(effect $effect): string => $effect->value, effect::cases());
        $this->filter_by(select::class, 'effect', self::label('effect'), "$row.effect", self::options($effects, words::effect(...)));
        $this->filter_by(text::class, 'key', self::label('key'), "$row.keytext");
        $this->filter_by(number::class, 'line', self::label('line'), "$row.line");
        // The names of JSON are in the text as they are; a quote within a value has a backslash before it.
        $this->filter_by(
            boolean_select::class,
            'warnings',
            self::label('haswarnings'),
            "CASE WHEN $row.detail LIKE '%\"warnings\":[[%' THEN 1 ELSE 0 END"
        );
        $this->filter_by(
            boolean_select::class,
            'gone',
            self::label('isgone'),
            "CASE WHEN $row.line = 0 AND $row.action <> '" . effect::HANDED_OVER->value . "' THEN 1 ELSE 0 END"
        );
    }

    /**
     * Returns the options of a select.
     *
     * @param string[] $values
     * @param \Closure $words
     * @return string[]
     */
    private static function options(array $values, \Closure $words): array {
        return array_combine($values, array_map($words, $values));
    }
}

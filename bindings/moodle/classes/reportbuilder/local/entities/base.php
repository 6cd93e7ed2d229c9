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

use core_reportbuilder\local\filters\date;
use core_reportbuilder\local\filters\filesize;
use core_reportbuilder\local\filters\number;
use core_reportbuilder\local\filters\select;
use core_reportbuilder\local\filters\text;
use core_reportbuilder\local\helpers\format;
use core_reportbuilder\local\report\column;
use core_reportbuilder\local\report\filter;
use lang_string;
use tool_syncingest\local\file_name;

/**
 * What the entities of our lists share: one table, and columns that show what others have written so that it cannot harm.
 *
 * An entity names its table and makes its columns and filters in build().
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
abstract class base extends \core_reportbuilder\local\entities\base {
    /** @var string without prefix */
    protected const TABLE = '';

    /** @var string key of the title in our strings */
    protected const TITLE = '';

    /** @var bool whether what it shows goes into a file that a spreadsheet may open */
    private bool $isdownload = false;

    /**
     * Makes the columns and filters.
     */
    abstract protected function build(): void;

    /**
     * Marks that the columns go into a file that a spreadsheet may open.
     *
     * @param bool $isdownload
     * @return static
     */
    public function for_download(bool $isdownload): static {
        $this->isdownload = $isdownload;
        return $this;
    }

    #[\Override]
    protected function get_default_tables(): array {
        return [static::TABLE];
    }

    /**
     * Returns the default aliases. Moodle before 4.4 calls this instead.
     *
     * @return string[]
     */
    protected function get_default_table_aliases(): array {
        return [static::TABLE => 'si' . substr(md5(static::TABLE), 0, 6)];
    }

    #[\Override]
    protected function get_default_entity_title(): lang_string {
        return self::label(static::TITLE);
    }

    #[\Override]
    public function initialise(): \core_reportbuilder\local\entities\base {
        $this->build();
        return $this;
    }

    /**
     * Returns the alias of the table.
     *
     * @return string
     */
    public function alias(): string {
        return $this->get_table_alias(static::TABLE);
    }

    /**
     * Returns a string of the plugin, or of another component.
     *
     * @param string $key
     * @param string $component
     * @return lang_string
     */
    protected static function label(string $key, string $component = 'tool_syncingest'): lang_string {
        return new lang_string($key, $component);
    }

    /**
     * Adds a column. What the callback makes of a row is plain text.
     *
     * @param string $name
     * @param lang_string $title
     * @param string[] $fields SQL by alias; the first is the value that is sorted
     * @param \Closure|null $words makes plain text of the value and the row; null: the value itself
     * @param bool $issortable
     * @param int $type
     * @param string $class of the cells
     */
    protected function show(
        string $name,
        lang_string $title,
        array $fields,
        ?\Closure $words = null,
        bool $issortable = true,
        int $type = column::TYPE_TEXT,
        string $class = 'text-break',
    ): void {
        $column = (new column($name, $title, $this->get_entity_name()))
            ->add_joins($this->get_joins())
            ->set_type($type)
            ->set_is_sortable($issortable);
        foreach ($fields as $alias => $sql) {
            $column->add_field($sql, $alias);
        }
        $isdownload = $this->isdownload;
        $column->add_callback(static function (mixed $value, \stdClass $row) use ($words, $isdownload): string {
            $text = $words === null ? (string) $value : $words($value, $row);
            $text = $isdownload ? file_name::cell($text) : $text;
            return nl2br(s($text), false);
        });
        $this->add_column($column->add_attributes(['class' => $class, 'data-cardtitle' => (string) $title]));
    }

    /**
     * Adds a column that leads to a page. What the callback makes of a row is plain text.
     *
     * @param string $name
     * @param lang_string $title
     * @param string[] $fields SQL by alias; the first is the value that is sorted
     * @param \Closure $address of a row
     * @param \Closure|null $words makes plain text of the value and the row; null: the value itself
     */
    protected function show_link(string $name, lang_string $title, array $fields, \Closure $address, ?\Closure $words = null): void {
        $this->show($name, $title, $fields, $words);
        if (!$this->isdownload) {
            $this->get_column($name)->add_callback(
                static fn(string $html, \stdClass $row): string => \html_writer::link($address($row), $html)
            );
        }
    }

    /**
     * Adds a column for a number of bytes.
     *
     * @param string $sql
     */
    protected function show_size(string $sql): void {
        // In a file the number can be used to calculate.
        $words = $this->isdownload ? null : fn(mixed $value): string => display_size((int) $value);
        $title = self::label('size', 'moodle');
        $this->show('size', $title, ['size' => $sql], $words, type: column::TYPE_INTEGER, class: 'text-nowrap');
    }

    /**
     * Adds a column for a moment.
     *
     * @param string $name
     * @param lang_string $title
     * @param string $sql
     */
    protected function show_time(string $name, lang_string $title, string $sql): void {
        $column = (new column($name, $title, $this->get_entity_name()))
            ->add_joins($this->get_joins())
            ->set_type(column::TYPE_TIMESTAMP)
            ->set_is_sortable(true)
            ->add_field($sql, $name)
            ->add_callback([format::class, 'userdate'], get_string('strftimedatetimeshort', 'langconfig'));
        $this->add_column($column->add_attributes(['class' => 'text-nowrap', 'data-cardtitle' => (string) $title]));
    }

    /**
     * Adds a filter.
     *
     * @param string $class of the filter
     * @param string $name
     * @param lang_string $title
     * @param string $sql
     * @param array|null $options of a select
     */
    protected function filter_by(string $class, string $name, lang_string $title, string $sql, ?array $options = null): void {
        $filter = (new filter($class, $name, $title, $this->get_entity_name(), $sql))->add_joins($this->get_joins());
        $this->add_filter($options === null ? $filter : $filter->set_options($options));
    }

    /**
     * Adds the filter of names, the one of sizes, and the one of times.
     *
     * @param string $name SQL
     * @param string $size SQL
     * @param string $time SQL
     */
    protected function filter_by_name_size_and_time(string $name, string $size, string $time): void {
        $this->filter_by(text::class, 'name', self::label('name', 'moodle'), $name);
        // Before Moodle 4.4 there is no filter of its own for sizes.
        $class = class_exists(filesize::class) ? filesize::class : number::class;
        $this->filter_by($class, 'size', self::label('size', 'moodle'), $size);
        $this->filter_by(date::class, 'time', self::label('time', 'moodle'), $time);
    }

    /**
     * Adds the filter of evidence.
     *
     * @param string $sql
     */
    protected function filter_by_evidence(string $sql): void {
        $options = [];
        foreach (['complete', 'settled', 'agent_lock', 'by_hand'] as $word) {
            $options[$word] = self::evidence($word);
        }
        $this->filter_by(select::class, 'evidence', self::label('evidence'), $sql, $options);
    }

    /**
     * Returns in words what showed that the upload had ended.
     *
     * @param string|null $word
     * @return string
     */
    protected static function evidence(?string $word): string {
        if ($word === null || $word === '') {
            return '';
        }
        $key = get_string_manager()->string_exists("evidence_$word", 'tool_syncingest') ? "evidence_$word" : 'evidence_unknown';
        return get_string($key, 'tool_syncingest');
    }
}

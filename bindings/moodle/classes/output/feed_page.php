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

namespace tool_syncingest\output;

use tool_syncingest\form\feed_values;
use tool_syncingest\local\feed\candidates;
use tool_syncingest\local\feed\definition;
use tool_syncingest\local\feed\feed;
use tool_syncingest\local\feed\processor\column;
use tool_syncingest\local\feed\processor\row_processor;
use tool_syncingest\local\feed\processors;
use tool_syncingest\local\feed\rules\mode;
use tool_syncingest\local\feed\sample;
use tool_syncingest\local\feed\templates;
use tool_syncingest\local\file_name;

/**
 * What the form of a feed is made of: its definition, or that of a usual case, and a file to begin with.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class feed_page {
    /** @var int how many files can be chosen from */
    private const FILES = 100;

    /** @var \stored_file|null the file to begin with */
    private readonly ?\stored_file $file;

    /** @var sample|null its beginning; null: there is no file, or it cannot be read */
    private ?sample $sample = null;

    /** @var string why it cannot be read */
    private string $problem = '';

    /** @var definition what the form begins with */
    private definition $definition;

    /** @var string[] folded names of the file to begin with */
    private array $header;

    /**
     * Constructor.
     *
     * @param feed|null $feed null: a new one
     * @param string $template the usual case of a new one
     * @param int $fileid the file to begin with; 0: none; -1: the newest that the pattern matches
     * @param string|null $sent header that a form was made with, JSON
     */
    public function __construct(
        /** @var feed|null null: a new one */
        private readonly ?feed $feed,
        /** @var string the usual case of a new one */
        private readonly string $template,
        int $fileid,
        ?string $sent,
    ) {
        if ($fileid < 0 && $feed !== null) {
            $definition = $feed->definition;
            $matching = candidates::matching($definition->get('pattern'), $definition->mode(), candidates::latest());
            $fileid = array_key_first($matching) ?? 0;
        }
        $this->file = candidates::get($fileid);
        $this->definition = $feed->definition ?? templates::begin($template, $this->file?->get_filename() ?? '');
        $this->read_sample();
        $this->header = $this->sample->header ?? [];
        if ($feed === null) {
            $this->definition = templates::fit($this->definition, $this->header);
        }
        $names = $sent === null ? null : json_decode($sent, true);
        if (is_array($names)) {
            $this->header = array_map('strval', array_values(array_filter($names, 'is_scalar')));
        }
    }

    /**
     * Returns what the form begins with.
     *
     * @return definition
     */
    public function definition(): definition {
        return $this->definition;
    }

    /**
     * Returns what the form is made with.
     *
     * @param string $pattern to be tried
     * @param mode|null $mode with which it is tried; null: that of the definition
     * @return array
     */
    public function form_data(string $pattern, ?mode $mode = null): array {
        global $OUTPUT;
        $mapping = feed_values::mapping($this->definition, $this->header);
        $trial = new pattern_trial($pattern, $mode ?? $this->definition->mode(), $this->feed->id ?? 0);
        return [
            'feed' => $this->feed, 'definition' => $this->definition, 'header' => $this->header, 'mapping' => $mapping,
            'sample' => $this->show_sample($mapping), 'trial' => $OUTPUT->render($trial), 'file' => $this->file,
        ];
    }

    /**
     * Returns the values of the form.
     *
     * @return array
     */
    public function values(): array {
        return [
            'id' => $this->feed->id ?? 0, 'revision' => $this->feed->revision ?? 0, 'file' => $this->file?->get_id() ?? 0,
            'template' => $this->template, 'name' => $this->feed->name ?? $this->proposed_name(), 'after' => $this->feed->after ?? [],
        ] + feed_values::of($this->definition, $this->header);
    }

    /**
     * Returns the choice of another file to begin with, for a feed that is there.
     *
     * @param \moodle_url $url
     * @return string HTML
     */
    public function file_choice(\moodle_url $url): string {
        global $OUTPUT;
        $class = processors::all()[$this->definition->get('processor')];
        $files = $this->feed === null || !is_subclass_of($class, row_processor::class) ? [] : candidates::latest(self::FILES);
        if (!$files) {
            return '';
        }
        $names = array_map(fn(string $name): string => s(file_name::visible($name)), $files);
        $select = new \single_select($url, 'file', $names, $this->file?->get_id() ?? '', ['' => get_string('choosedots')]);
        $select->set_label(get_string('samplefile', 'tool_syncingest'));
        return \html_writer::div($OUTPUT->render($select), 'mb-3');
    }

    /**
     * Reads the beginning of the file.
     */
    private function read_sample(): void {
        $class = processors::all()[$this->definition->get('processor')] ?? '';
        if ($this->file === null || !is_subclass_of($class, row_processor::class)) {
            return;
        }
        try {
            $this->sample = sample::of($this->file, $this->definition);
        } catch (\Exception $failure) {
            $this->problem = $failure->getMessage();
        }
    }

    /**
     * Returns the beginning of the file, as a table.
     *
     * @param string[] $mapping
     * @return string HTML
     */
    private function show_sample(array $mapping): string {
        global $OUTPUT;
        if ($this->problem !== '') {
            return $OUTPUT->notification(s($this->problem), 'error', false);
        }
        if ($this->sample === null) {
            return '';
        }
        $class = processors::all()[$this->definition->get('processor')];
        $secret = array_keys(array_filter($class::columns(), fn(column $column): bool => $column->secret));
        return $OUTPUT->render(new sample_table($this->file->get_filename(), $this->sample, $mapping, array_map('strval', $secret)));
    }

    /**
     * Returns a name for a new feed: that of the file, without what changes from day to day.
     *
     * @return string
     */
    private function proposed_name(): string {
        $name = pathinfo($this->definition->get('pattern'), PATHINFO_FILENAME);
        return \core_text::substr(trim(str_replace('{date}', '', $name), ' -_.'), 0, 100);
    }
}

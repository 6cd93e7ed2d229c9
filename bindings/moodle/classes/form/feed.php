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

namespace tool_syncingest\form;

use tool_syncingest\local\feed\definition;
use tool_syncingest\local\feed\feed as stored_feed;
use tool_syncingest\local\feed\feeds;
use tool_syncingest\local\feed\processor\option;
use tool_syncingest\local\feed\processor\row_processor;
use tool_syncingest\local\feed\processors;
use tool_syncingest\local\feed\rules\limits;
use tool_syncingest\local\feed\rules\ownership;
use tool_syncingest\local\feed\rules\news;
use tool_syncingest\local\feed\rules\stage;
use tool_syncingest\local\feed\summary\recipients;
use tool_syncingest\local\feed\sample;
use tool_syncingest\local\feed\settings;
use tool_syncingest\local\feed\words;
use tool_syncingest\local\file_name;

defined('MOODLE_INTERNAL') || die();

require_once($CFG->libdir . '/formslib.php');

/**
 * A feed. What is special to its processor is made of what the processor declares: options, columns, keys.
 *
 * Expects feed (null: a new one), definition, header and sample (what is known of a file to begin with).
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class feed extends \moodleform {
    /** @var string class of the processor */
    private string $processor;

    #[\Override]
    protected function definition() {
        $this->processor = processors::all()[$this->base()->get('processor')];
        foreach (['id' => PARAM_INT, 'revision' => PARAM_INT, 'file' => PARAM_INT, 'template' => PARAM_ALPHANUMEXT, 'header' => PARAM_RAW] as $name => $type) {
            $this->_form->addElement('hidden', $name);
            $this->_form->setType($name, $type);
        }
        $this->add_general();
        $this->add_mapping();
        $this->add_options();
        $this->add_rows();
        $this->add_reading();
        $this->add_times();
        $this->add_limits();
        $this->_form->setExpanded('general', true);
        $buttons = [
            $this->_form->createElement('submit', 'preview', get_string('saveandpreview', 'tool_syncingest')),
            $this->_form->createElement('submit', 'save', get_string('savechanges')),
            $this->_form->createElement('cancel'),
        ];
        $this->_form->addGroup($buttons, 'buttons', '', ' ', false);
        $this->_form->closeHeaderBefore('buttons');
    }

    /**
     * Returns the definition that it begins with.
     *
     * @return definition
     */
    private function base(): definition {
        return $this->_customdata['definition'];
    }

    /**
     * Returns whether rows are understood, or the file is handed over as a whole.
     *
     * @return bool
     */
    private function has_rows(): bool {
        return is_subclass_of($this->processor, row_processor::class);
    }

    /**
     * Adds an element with its label and its help.
     *
     * @param string $type
     * @param string $name
     * @param mixed ...$more
     */
    private function add(string $type, string $name, mixed ...$more): void {
        $this->_form->addElement($type, $name, get_string("feed_$name", 'tool_syncingest'), ...$more);
        if (get_string_manager()->string_exists("feed_{$name}_help", 'tool_syncingest')) {
            $this->_form->addHelpButton($name, "feed_$name", 'tool_syncingest');
        }
        if ($type === 'text') {
            $this->_form->setType($name, PARAM_RAW_TRIMMED);
        }
    }

    /**
     * Adds a heading.
     *
     * @param string $name
     * @param bool $isopen
     */
    private function begin(string $name, bool $isopen = false): void {
        $this->_form->addElement('header', $name, get_string("feedform_$name", 'tool_syncingest'));
        $this->_form->setExpanded($name, $isopen);
    }

    /**
     * Adds what every feed needs.
     */
    private function add_general(): void {
        $this->begin('general', true);
        $this->_form->addElement('static', 'processor', get_string('processor', 'tool_syncingest'), s(words::processor($this->processor::name())));
        $this->add('text', 'name', ['size' => 50, 'maxlength' => 100]);
        $this->add('text', 'pattern', ['size' => 50, 'maxlength' => 255]);
        $this->_form->addElement('html', '<div class="col-md-9 offset-md-3" role="status">' . ($this->_customdata['trial'] ?? '') . '</div>');
        $this->_form->registerNoSubmitButton('try');
        $this->_form->addElement('submit', 'try', get_string('trypattern', 'tool_syncingest'));
        if ($this->has_rows()) {
            $this->add('select', 'mode', ['rows' => get_string('mode_rows', 'tool_syncingest'), 'full' => get_string('mode_full', 'tool_syncingest')]);
            $this->add('select', 'key', feed_values::keys($this->processor, $this->base()));
        }
    }

    /**
     * Adds a choice for each column of the file. It is open where nothing was recognised.
     */
    private function add_mapping(): void {
        if (!$this->has_rows()) {
            return;
        }
        $columns = array_map('strval', array_keys($this->processor::columns()));
        $options = ['' => get_string('notused', 'tool_syncingest')] + array_combine($columns, $columns);
        $header = $this->_customdata['header'];
        $this->begin('mapping', $header && !array_filter($this->_customdata['mapping']));
        $this->_form->addElement('html', $this->_customdata['sample']);
        foreach ($header as $position => $name) {
            $this->_form->addElement('select', "map_$position", s(file_name::visible($name)), $options);
        }
        if (!$header) {
            $this->_form->addElement('static', 'nomapping', '', get_string('nosample', 'tool_syncingest'));
        }
    }

    /**
     * Adds the options that the processor declares.
     */
    private function add_options(): void {
        $declared = $this->processor::options();
        if (!$declared) {
            return;
        }
        $this->begin('options', !$this->has_rows());
        foreach ($declared as $name => $option) {
            $key = 'option_' . $this->processor::name() . "_$name";
            $element = "option_$name";
            $label = words::label($key, $name);
            match ($option->type) {
                option::FLAG => $this->_form->addElement('advcheckbox', $element, $label),
                option::CHOICE => $this->_form->addElement('select', $element, $label, array_combine($option->choices, array_map(
                    fn(string $choice): string => $choice === '' ? get_string('choosedots') : words::label("{$key}_$choice", $choice),
                    $option->choices
                ))),
                default => $this->_form->addElement('text', $element, $label),
            };
            $this->_form->setType($element, $option->type === option::NUMBER ? PARAM_INT : PARAM_RAW_TRIMMED);
            if (get_string_manager()->string_exists("{$key}_help", 'tool_syncingest')) {
                $this->_form->addHelpButton($element, $key, 'tool_syncingest');
            }
        }
    }

    /**
     * Adds what rows may do.
     */
    private function add_rows(): void {
        if (!$this->has_rows()) {
            return;
        }
        $this->begin('rows');
        $columns = array_map('strval', array_keys($this->processor::columns()));
        $guarded = array_intersect($columns, [...ownership::GUARDED, ...ownership::GUARDED_UNLESS_OWNED]);
        $this->add('advcheckbox', 'adopting');
        $this->add('select', 'empty', [
            settings::KEEP => get_string('empty_keep', 'tool_syncingest'), settings::ERASE => get_string('empty_erase', 'tool_syncingest'),
        ]);
        $this->add('select', 'rule', [
            settings::FOLDED => get_string('rule_folded', 'tool_syncingest'), settings::EXACT => get_string('rule_exact', 'tool_syncingest'),
        ]);
        $several = ['multiple' => 'multiple', 'size' => 5];
        $this->add('select', 'once', array_combine($columns, $columns), $several);
        if ($guarded) {
            $this->add('select', 'allowed', array_combine($guarded, $guarded), $several);
        }
        $this->add('advcheckbox', 'all_scopes');
        $this->_form->hideIf('all_scopes', 'mode', 'eq', 'rows');
    }

    /**
     * Adds how the file is read.
     */
    private function add_reading(): void {
        $this->begin('reading');
        $this->add('text', 'encoding', ['size' => 20]);
        $delimiters = [',' => ',', ';' => ';', "\t" => words::delimiter("\t"), '|' => '|'];
        $this->add('select', 'delimiter', ['' => get_string('asproposed', 'tool_syncingest')] + $delimiters);
        $this->add('text', 'skip', ['size' => 5]);
        $this->_form->setType('skip', PARAM_INT);
        $this->add('text', 'footer', ['size' => 40]);
    }

    /**
     * Adds when it runs, and after which feeds.
     */
    private function add_times(): void {
        $this->begin('times');
        $this->add('text', 'quiet', ['size' => 50]);
        $this->add('text', 'every', ['size' => 5]);
        $this->_form->setType('every', PARAM_INT);
        $others = array_filter(feeds::all(), fn(stored_feed $other): bool => $other->id !== ($this->_customdata['feed']->id ?? 0)
            && ($other->stage === stage::LIVE || in_array($other->id, $this->_customdata['feed']->after ?? [], true)));
        if ($others) {
            $names = array_map(fn(stored_feed $other): string => s($other->name), $others);
            $this->add('select', 'after', $names, ['multiple' => 'multiple', 'size' => min(5, count($names))]);
        }
        $languages = get_string_manager()->get_list_of_translations();
        $this->add('select', 'language', ['' => get_string('ofthesite', 'tool_syncingest')] + $languages);
        $this->add('select', 'timezone', ['' => get_string('ofthesite', 'tool_syncingest')] + \core_date::get_list_of_timezones());
        $recipients = recipients::candidates($this->base()->get('recipients'));
        $this->add('select', 'recipients', $recipients, ['multiple' => 'multiple', 'size' => min(5, count($recipients))]);
        $words = array_map(fn(news $news): string => get_string("feed_summary_$news->value", 'tool_syncingest'), news::cases());
        $this->add('select', 'summary', array_combine(array_column(news::cases(), 'value'), $words));
    }

    /**
     * Adds the limits.
     */
    private function add_limits(): void {
        $this->begin('limits');
        $this->_form->addElement('static', 'limitsnote', '', get_string('limitsnote', 'tool_syncingest'));
        foreach (limits::DEFAULTS as $name => $default) {
            $this->_form->addElement('text', "limit_$name", get_string("limit_$name", 'tool_syncingest'), ['size' => 6, 'placeholder' => $default]);
            $this->_form->setType("limit_$name", PARAM_RAW_TRIMMED);
        }
    }

    #[\Override]
    public function validation($data, $files) {
        $errors = parent::validation($data, $files);
        $id = (int) $data['id'];
        $now = $id ? feeds::get($id) : null;
        if ($id && ($now === null || $now->revision !== (int) $data['revision'])) {
            $errors['name'] = get_string($now === null ? 'feed_deleted' : 'feed_moved', 'tool_syncingest');
            return $errors;
        }
        foreach (['skip', 'every'] as $name) {
            if ((int) $data[$name] < 0) {
                $errors[$name] = get_string('err_numeric', 'form');
            }
        }
        if ($errors) {
            return $errors;
        }
        $definition = feed_values::to_definition($this->base(), (object) $data);
        $after = array_map('intval', $data['after'] ?? []);
        $errors += $this->reading_errors($definition);
        foreach (feeds::problems($id, trim($data['name']), $definition, $after) as $problem) {
            $element = feed_values::element_of($problem, $this->_form->elementExists(...));
            $errors[$element] = trim(($errors[$element] ?? '') . ' ' . s(words::problem($problem)));
        }
        return $errors;
    }

    /**
     * Returns what is wrong with the way in which the file is read, where another way was written.
     *
     * @param definition $definition
     * @return string[] by element
     */
    private function reading_errors(definition $definition): array {
        $file = $this->_customdata['file'];
        if ($file === null || !$this->has_rows() || $definition->get('encoding') === $this->base()->get('encoding')) {
            return [];
        }
        try {
            $refused = sample::of($file, $definition)->refused;
            return $refused === '' ? [] : ['encoding' => get_string('samplerefused', 'tool_syncingest') . ' ' . s($refused)];
        } catch (\Exception $failure) {
            return ['encoding' => s($failure->getMessage())];
        }
    }
}

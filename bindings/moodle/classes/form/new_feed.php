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

use tool_syncingest\local\feed\candidates;
use tool_syncingest\local\feed\templates;
use tool_syncingest\local\feed\words;
use tool_syncingest\local\file_name;

defined('MOODLE_INTERNAL') || die();

require_once($CFG->libdir . '/formslib.php');

/**
 * What a new feed is about: the usual case, and a file to begin with.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class new_feed extends \moodleform {
    /** @var string the usual case that most sites begin with */
    private const MOST_USUAL = 'users_full';

    /** @var int how many files can be chosen from */
    private const FILES = 100;

    #[\Override]
    protected function definition() {
        $cases = [];
        foreach (templates::all() as $name => [$processor]) {
            $cases[$name] = words::processor($processor) . ': ' . words::label("template_$name", $name);
        }
        $this->_form->addElement('select', 'template', get_string('usualcase', 'tool_syncingest'), $cases);
        $this->_form->setDefault('template', self::MOST_USUAL);
        $files = array_map(fn(string $name): string => s(file_name::visible($name)), candidates::latest(self::FILES));
        $this->_form->addElement('select', 'file', get_string('samplefile', 'tool_syncingest'), [0 => get_string('none')] + $files);
        $this->_form->addHelpButton('file', 'samplefile', 'tool_syncingest');
        if ($files) {
            $this->_form->setDefault('file', array_key_first($files));
        }
        $this->add_action_buttons(true, get_string('continue'));
    }
}

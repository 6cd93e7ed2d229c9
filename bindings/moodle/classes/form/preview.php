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
use tool_syncingest\local\file_name;

defined('MOODLE_INTERNAL') || die();

require_once($CFG->libdir . '/formslib.php');

/**
 * Which stored file is previewed. Those that the feed wants come first.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class preview extends \moodleform {
    #[\Override]
    protected function definition() {
        $definition = $this->_customdata['feed']->definition;
        $names = candidates::latest();
        $wanted = array_intersect_key($names, candidates::matching($definition->get('pattern'), $definition->mode(), $names));
        $shown = array_map(fn(string $name): string => s(file_name::visible($name)), $names);
        $groups = array_filter([
            get_string('wantedfiles', 'tool_syncingest') => array_intersect_key($shown, $wanted),
            get_string('otherfiles', 'tool_syncingest') => array_diff_key($shown, $wanted),
        ]);
        $this->_form->addElement('selectgroups', 'file', get_string('storedfile', 'tool_syncingest'), $groups);
        $this->_form->addRule('file', null, 'required');
        $this->add_action_buttons(true, get_string('preview', 'tool_syncingest'));
    }
}

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

defined('MOODLE_INTERNAL') || die();

require_once($CFG->libdir . '/formslib.php');

/**
 * Files to be added to the stored ones.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class upload extends \moodleform {
    /** @var array options of the file manager: it begins empty */
    private const OPTIONS = ['subdirs' => 0, 'maxbytes' => -1, 'areamaxbytes' => -1, 'maxfiles' => -1, 'accepted_types' => '*'];

    #[\Override]
    protected function definition() {
        $this->_form->addElement('filemanager', 'files', get_string('files'), null, self::OPTIONS);
        $this->_form->addRule('files', null, 'required');
        $this->add_action_buttons(true, get_string('upload'));
    }
}

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

namespace tool_syncingest\event;

/**
 * What all events of the plugin share: the system context, a name in the language file, and a link to the plugin's page.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
abstract class base extends \core\event\base {
    /** @var string whether the event creates, updates or deletes something: c, u or d */
    protected const CRUD = 'u';

    /** @var string|null the table of what it is about; null: it is about no row */
    protected const TABLE = null;

    #[\Override]
    protected function init() {
        $this->context = \context_system::instance();
        $this->data['crud'] = static::CRUD;
        $this->data['edulevel'] = self::LEVEL_OTHER;
        if (static::TABLE !== null) {
            $this->data['objecttable'] = static::TABLE;
        }
    }

    #[\Override]
    public static function get_name() {
        return get_string('event_' . substr(strrchr(static::class, '\\'), 1), 'tool_syncingest');
    }

    #[\Override]
    public function get_url() {
        return new \moodle_url('/admin/tool/syncingest/index.php');
    }
}

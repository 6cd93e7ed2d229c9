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

namespace tool_syncingest\local;

use tool_syncingest\local\feed\access;

/**
 * A way to our pages for who may manage the drop folder and has no site administration.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class navigation {
    /**
     * Adds an entry to the main menu. Moodle calls this from 4.4 on; before, and on all versions, the profile has one.
     *
     * @param \core\hook\navigation\primary_extend $hook
     */
    public static function extend_primary(\core\hook\navigation\primary_extend $hook): void {
        $menu = $hook->get_primaryview();
        if (self::is_wanted() && !$menu->find('siteadminnode', null)) {
            $name = get_string('pluginname', 'tool_syncingest');
            $menu->add($name, self::address(), \navigation_node::TYPE_CUSTOM, null, 'tool_syncingest');
        }
    }

    /**
     * Returns whether the user may manage the drop folder, or do something with feeds.
     *
     * @return bool
     */
    public static function is_wanted(): bool {
        $wanted = ['tool/syncingest:manage', ...access::ANY];
        return isloggedin() && !isguestuser() && has_any_capability($wanted, \context_system::instance());
    }

    /**
     * Returns the status page, or the feeds for a user who may not see that.
     *
     * @return \moodle_url
     */
    public static function address(): \moodle_url {
        $page = has_capability('tool/syncingest:manage', \context_system::instance()) ? 'index' : 'feeds';
        return new \moodle_url("/admin/tool/syncingest/$page.php");
    }
}

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

/**
 * A message of the plugin to a person: plain text, and a link to the status page.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class plain_message {
    /**
     * Returns the address of the status page.
     *
     * @return string
     */
    public static function page(): string {
        return (new \moodle_url('/admin/tool/syncingest/index.php'))->out(false);
    }

    /**
     * Returns the message, in the current language.
     *
     * @param string $name of the message provider
     * @param \stdClass $user
     * @param string $subject
     * @param string $text
     * @return \core\message\message
     */
    public static function to(string $name, \stdClass $user, string $subject, string $text): \core\message\message {
        $message = new \core\message\message();
        $message->component = 'tool_syncingest';
        $message->name = $name;
        $message->courseid = SITEID;
        $message->userfrom = \core_user::get_noreply_user();
        $message->userto = $user;
        $message->subject = $subject;
        $message->fullmessage = $text;
        $message->fullmessageformat = FORMAT_PLAIN;
        $message->fullmessagehtml = text_to_html(s($text), false, true);
        $message->smallmessage = $subject;
        $message->notification = 1;
        $message->contexturl = self::page();
        $message->contexturlname = get_string('pluginname', 'tool_syncingest');
        return $message;
    }
}

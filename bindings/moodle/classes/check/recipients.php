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

namespace tool_syncingest\check;

use core\check\result;
use tool_syncingest\local\alarm\channels;
use tool_syncingest\local\alarm\mailer;

/**
 * Whether alarms can reach somebody.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class recipients extends base {
    #[\Override]
    public function get_result(): result {
        $addresses = mailer::addresses();
        $reached = array_filter($addresses);
        $mailed = array_filter($addresses, fn(array $channels): bool => in_array(channels::MAIL, $channels, true));
        if ($reached === []) {
            return new result(result::CRITICAL, get_string('check_recipients_none', 'tool_syncingest'), self::reasons($addresses));
        }
        if ($mailed === []) {
            return new result(result::WARNING, get_string('check_recipients_nomail', 'tool_syncingest'), self::reasons($addresses));
        }
        $names = array_map(fn(int $id): string => s(fullname(mailer::recipients()[$id])), array_keys($mailed));
        return new result(
            result::OK,
            get_string('check_recipients_ok', 'tool_syncingest', count($mailed)),
            implode(', ', $names)
        );
    }

    #[\Override]
    public function get_action_link(): ?\action_link {
        return new \action_link(
            new \moodle_url('/admin/settings.php', ['section' => 'tool_syncingest']),
            get_string('settings', 'tool_syncingest')
        );
    }

    /**
     * Returns why no mail can be sent, and what to do.
     *
     * @param string[][] $addresses
     * @return string
     */
    private static function reasons(array $addresses): string {
        $key = match (true) {
            channels::is_disabled() => 'disabled',
            !channels::is_mail_on() => 'mailoff',
            $addresses === [] => 'nobody',
            default => 'noaddress',
        };
        return get_string("check_recipients_$key", 'tool_syncingest');
    }
}

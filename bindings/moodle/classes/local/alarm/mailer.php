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

namespace tool_syncingest\local\alarm;

use tool_syncingest\local\config;

/**
 * Notifies the recipients of alarms: when one begins, again at intervals while it is active, and when it has ended. What
 * could not be sent is sent by the next run.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class mailer {
    /**
     * Sends what is due.
     */
    public static function send_due(): void {
        $reminder = config::seconds('reminder', config::DEFAULT_REMINDER);
        foreach (incidents::open() as $incident) {
            $first = $incident->timetold === null;
            $again = !$first && $reminder > 0 && time() - $incident->timetold >= $reminder;
            if (($first || $again) && self::tell($incident, $first ? 'raised' : 'reminder')) {
                incidents::told($incident);
            }
        }
        foreach (incidents::over() as $incident) {
            if (self::tell($incident, 'over')) {
                incidents::end_told($incident);
            }
        }
    }

    /**
     * Sends a test alarm.
     *
     * @return bool whether it reached the messaging system
     */
    public static function send_test(): bool {
        return self::tell((object) [
            'kind' => 'test', 'amount' => 1, 'detail' => '', 'facts' => null, 'since' => time(), 'timeraised' => time(),
            'timeended' => null,
        ], 'raised');
    }

    /**
     * Who is told: the chosen ones, by default the administrators.
     *
     * @return \stdClass[] users
     */
    public static function recipients(): array {
        $chosen = get_config('tool_syncingest', 'recipients');
        return get_users_from_config($chosen, 'tool/syncingest:receivealarms') ?: get_admins();
    }

    /**
     * Sees to it that Moodle still knows how our messages are to be sent: whoever uninstalls the plugin tool_sync deletes that
     * as well, because its name is the beginning of ours.
     */
    private static function ensure_preferences(): void {
        if (get_config('message', 'email_provider_tool_syncingest_alarm_locked') === false) {
            foreach (message_get_providers_from_file('tool_syncingest') as $name => $provider) {
                message_set_default_message_preference('tool_syncingest', $name, $provider);
            }
        }
    }

    /**
     * Sends one message to every recipient.
     *
     * @param \stdClass $incident
     * @param string $occasion raised, reminder or over
     * @return bool whether at least one of them got it: who gets none must not be the reason that others get many
     */
    private static function tell(\stdClass $incident, string $occasion): bool {
        $reached = false;
        self::ensure_preferences();
        foreach (self::recipients() as $user) {
            try {
                $reached = message_send(self::message($incident, $occasion, $user)) || $reached;
            } catch (\Throwable $failure) {
                mtrace('tool_syncingest: no message to user ' . $user->id . ': ' . $failure->getMessage());
            }
        }
        return $reached;
    }

    /**
     * The message, in the language of its reader, or in the site's where the reader's is not installed.
     *
     * @param \stdClass $incident
     * @param string $occasion
     * @param \stdClass $user
     * @return \core\message\message
     */
    private static function message(\stdClass $incident, string $occasion, \stdClass $user): \core\message\message {
        global $CFG;
        $before = force_current_language(get_string_manager()->translation_exists($user->lang, false) ? $user->lang : $CFG->lang);
        try {
            return self::message_here($incident, $occasion, $user);
        } finally {
            force_current_language($before);
        }
    }

    /**
     * The message, in the current language.
     *
     * @param \stdClass $incident
     * @param string $occasion
     * @param \stdClass $user
     * @return \core\message\message
     */
    private static function message_here(\stdClass $incident, string $occasion, \stdClass $user): \core\message\message {
        global $SITE;
        $say = fn(string $key, $a = null): string => get_string($key, 'tool_syncingest', $a);
        $url = new \moodle_url('/admin/tool/syncingest/index.php');
        $explanation = new explanation($incident, \core_date::get_user_timezone($user));
        $subject = $say("mail_{$occasion}_subject", ['site' => format_string($SITE->shortname), 'alarm' => $explanation->name()]);
        $text = implode("\n\n", array_filter([
            $say("mail_{$occasion}", [
                'alarm' => $explanation->name(), 'since' => $explanation->date($incident->since), 'count' => $incident->amount,
                'over' => $incident->timeended ? $explanation->date($incident->timeended) : '',
            ]),
            $explanation->particulars(),
            $explanation->advice(),
            $explanation->words(),
            $say('mail_page', $url->out(false)),
        ]));
        $message = new \core\message\message();
        $message->component = 'tool_syncingest';
        $message->name = 'alarm';
        $message->courseid = SITEID;
        $message->userfrom = \core_user::get_noreply_user();
        $message->userto = $user;
        $message->subject = $subject;
        $message->fullmessage = $text;
        $message->fullmessageformat = FORMAT_PLAIN;
        $message->fullmessagehtml = text_to_html(s($text), false, true);
        $message->smallmessage = $subject;
        $message->notification = 1;
        $message->contexturl = $url->out(false);
        $message->contexturlname = $say('pluginname');
        return $message;
    }
}

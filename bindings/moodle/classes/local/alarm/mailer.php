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
use tool_syncingest\local\plain_message;

/**
 * Notifies the recipients of alarms: when one begins, when more files are set aside, again at intervals while it is active, and
 * when it has ended. What could not be sent through a channel is sent through that channel by the next run.
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
        foreach (incidents::unfinished() as $incident) {
            $occasion = due::notice($incident, time(), $reminder);
            if ($occasion !== null && self::notify($incident, $occasion)) {
                incidents::notified($incident, $occasion);
            }
        }
    }

    /**
     * Sends a test alarm.
     *
     * @return bool whether it reached at least one recipient
     */
    public static function send_test(): bool {
        $incident = (object) [
            'id' => 0, 'kind' => 'test', 'subject' => '', 'amount' => 1, 'newamount' => 0, 'detail' => '', 'facts' => null,
            'since' => time(), 'timeraised' => time(), 'timetold' => null, 'timeended' => null, 'timeendtold' => null,
        ];
        $reached = false;
        foreach (self::addresses() as $id => $channels) {
            $user = self::recipients()[$id];
            foreach (self::send($incident, due::RAISED, $user, $channels) as $channel) {
                $reached = true;
                self::note_mail($channel);
            }
        }
        return $reached;
    }

    /**
     * Returns the recipients: the chosen ones, by default the administrators.
     *
     * @return \stdClass[] users, by id
     */
    public static function recipients(): array {
        $chosen = get_config('tool_syncingest', 'recipients');
        return get_users_from_config($chosen, 'tool/syncingest:receivealarms') ?: get_admins();
    }

    /**
     * Returns the channels that lead to each recipient.
     *
     * @return string[][] by user id
     */
    public static function addresses(): array {
        self::ensure_preferences();
        return array_map(channels::of(...), self::recipients());
    }

    /**
     * Restores how Moodle sends our messages, if that was deleted: uninstalling the plugin tool_sync does so, because our name
     * begins with its name.
     */
    private static function ensure_preferences(): void {
        if (get_config('message', 'email_provider_tool_syncingest_alarm_locked') === false) {
            foreach (message_get_providers_from_file('tool_syncingest') as $name => $provider) {
                message_set_default_message_preference('tool_syncingest', $name, $provider);
            }
        }
    }

    /**
     * Sends a notice through every channel that has not taken it yet.
     *
     * @param \stdClass $incident
     * @param string $occasion
     * @return bool whether nothing of it is left to send
     */
    private static function notify(\stdClass $incident, string $occasion): bool {
        $users = self::recipients();
        $progress = notices::progress($incident, self::addresses());
        foreach ($users as $user) {
            foreach (self::send($incident, $occasion, $user, $progress->missing($user->id)) as $channel) {
                $progress->record($user->id, $channel, time());
                notices::record($incident, $user->id, $channel, time());
                self::note_mail($channel);
            }
        }
        return $progress->is_complete(time());
    }

    /**
     * Records when the mail server last accepted an alarm, for the first steps of the status page.
     *
     * @param string $channel
     */
    private static function note_mail(string $channel): void {
        if ($channel === channels::MAIL) {
            set_config('lastmailed', time(), 'tool_syncingest');
        }
    }

    /**
     * Sends a notice to one recipient.
     *
     * @param \stdClass $incident
     * @param string $occasion
     * @param \stdClass $user
     * @param string[] $channels
     * @return \Generator the channels that took it, each at the moment it did
     */
    private static function send(\stdClass $incident, string $occasion, \stdClass $user, array $channels): \Generator {
        if ($channels === []) {
            return;
        }
        $message = self::message($incident, $occasion, $user);
        foreach ($channels as $channel) {
            try {
                if (channels::send($channel, $message)) {
                    yield $channel;
                }
            } catch (\Throwable $failure) {
                mtrace("tool_syncingest: no message to user $user->id by $channel: " . $failure->getMessage());
            }
        }
    }

    /**
     * Returns the message, in the language of its reader, or in the site's where the reader's is not installed.
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
     * Returns the message, in the current language.
     *
     * @param \stdClass $incident
     * @param string $occasion
     * @param \stdClass $user
     * @return \core\message\message
     */
    private static function message_here(\stdClass $incident, string $occasion, \stdClass $user): \core\message\message {
        global $CFG, $SITE;
        $letter = new letter($incident, $occasion, \core_date::get_user_timezone($user), [
            'site' => format_string($SITE->shortname), 'url' => $CFG->wwwroot, 'folder' => config::folder(),
            'host' => php_uname('n'), 'page' => plain_message::page(),
        ]);
        return plain_message::to('alarm', $user, $letter->subject(), $letter->text());
    }
}

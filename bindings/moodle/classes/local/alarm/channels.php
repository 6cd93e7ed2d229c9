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

use core\message\message;

/**
 * The channels through which Moodle brings an alarm to a user: its message outputs, one by one. Moodle itself sends through all
 * at once and answers only whether one of them has failed.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class channels {
    /** @var string the channel of mails */
    public const MAIL = 'email';

    /** @var string what Moodle's message settings call our alarms */
    private const PROVIDER = 'tool_syncingest_alarm';

    /**
     * Returns the channels that lead to a user, as the settings of the site and of the user have it; mail comes first.
     *
     * @param \stdClass $user
     * @return string[]
     */
    public static function of(\stdClass $user): array {
        global $CFG;
        require_once($CFG->dirroot . '/message/lib.php');
        $defaults = get_message_output_default_preferences();
        if ($user->deleted || $user->suspended || $user->auth === 'nologin' || !empty($defaults->{self::PROVIDER . '_disable'})) {
            return [];
        }
        $channels = [];
        foreach (get_message_processors(true) as $processor) {
            $usable = $processor->name === self::MAIL ? self::has_mail($user) : $processor->object->is_user_configured($user);
            if ($usable && self::is_wanted($processor->name, $user, $defaults)) {
                $channels[] = $processor->name;
            }
        }
        usort($channels, fn(string $one, string $other): int => ($other === self::MAIL) <=> ($one === self::MAIL));
        return $channels;
    }

    /**
     * Returns whether the site sends mails at all.
     *
     * @return bool
     */
    public static function is_mail_on(): bool {
        global $CFG;
        require_once($CFG->dirroot . '/message/lib.php');
        return empty($CFG->noemailever) && isset(get_message_processors(true)[self::MAIL]);
    }

    /**
     * Returns whether the site has turned off all messages of our alarms.
     *
     * @return bool
     */
    public static function is_disabled(): bool {
        return !empty(get_message_output_default_preferences()->{self::PROVIDER . '_disable'});
    }

    /**
     * Sends a message through one channel alone. The first channel makes Moodle record the message; the others get what was
     * recorded, so that there is one notification however many channels lead to it.
     *
     * @param string $channel
     * @param message $message
     * @return bool whether the channel has taken it
     */
    public static function send(string $channel, message $message): bool {
        if ($message->savedmessageid) {
            $output = \core_message\api::get_processed_processor_object((object) ['name' => $channel])->object;
            return (bool) $output->send_message($message->get_eventobject_for_processor($channel));
        }
        // Moodle keeps these objects for the whole process; the database stays as it is.
        $others = array_filter(get_message_processors(), fn($other): bool => $other->enabled && $other->name !== $channel);
        try {
            foreach ($others as $other) {
                $other->enabled = 0;
            }
            $recorded = message_send($message);
            $message->savedmessageid = $message->savedmessageid ?: $recorded;
            return (bool) $recorded;
        } finally {
            foreach ($others as $other) {
                $other->enabled = 1;
            }
        }
    }

    /**
     * Returns whether a mail can get to a user.
     *
     * @param \stdClass $user
     * @return bool
     */
    private static function has_mail(\stdClass $user): bool {
        return self::is_mail_on() && validate_email($user->email) && !str_ends_with($user->email, '.invalid');
    }

    /**
     * Returns whether a user gets alarms through a channel. A setting forced by the site comes first, then the user's choice.
     *
     * @param string $channel
     * @param \stdClass $user
     * @param \stdClass $defaults of the site
     * @return bool
     */
    private static function is_wanted(string $channel, \stdClass $user, \stdClass $defaults): bool {
        $preference = 'message_provider_' . self::PROVIDER . '_enabled';
        $standard = explode(',', $defaults->$preference ?? '');
        if (!empty($defaults->{$channel . '_provider_' . self::PROVIDER . '_locked'})) {
            return in_array($channel, $standard, true);
        }
        $chosen = get_user_preferences($preference, null, $user);
        return !$user->emailstop && in_array($channel, $chosen ? explode(',', $chosen) : $standard, true);
    }
}

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

namespace tool_syncingest\local\feed\summary;

use tool_syncingest\local\feed\feed;
use tool_syncingest\local\feed\rules\reason;
use tool_syncingest\local\feed\run;
use tool_syncingest\local\feed\words;
use tool_syncingest\local\plain_message;

/**
 * A summary in words: counts and file names, never a name or a value of a row.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class letter {
    /** @var int how many runs of a feed are named */
    private const SHOWN = 20;

    /**
     * Sends a summary, in the language of its reader, or in the site's where the reader's is not installed.
     *
     * @param \stdClass $user
     * @param digest $digest
     * @return bool whether Moodle has taken it
     */
    public static function send(\stdClass $user, digest $digest): bool {
        global $CFG;
        $before = force_current_language(get_string_manager()->translation_exists($user->lang, false) ? $user->lang : $CFG->lang);
        try {
            return (bool) message_send(self::message($user, $digest));
        } catch (\Exception $failure) {
            mtrace("tool_syncingest: no summary to user $user->id: " . $failure->getMessage());
            return false;
        } finally {
            force_current_language($before);
        }
    }

    /**
     * The message.
     *
     * @param \stdClass $user
     * @param digest $digest
     * @return \core\message\message
     */
    private static function message(\stdClass $user, digest $digest): \core\message\message {
        global $SITE;
        $values = ['site' => format_string($SITE->shortname), 'count' => $digest->count(), 'failures' => $digest->failures()];
        $subject = get_string($values['failures'] ? 'summary_subject_failures' : 'summary_subject', 'tool_syncingest', $values);
        return plain_message::to('summary', $user, $subject, self::text($user, $digest));
    }

    /**
     * The text, a paragraph for each feed.
     *
     * @param \stdClass $user
     * @param digest $digest
     * @return string
     */
    private static function text(\stdClass $user, digest $digest): string {
        global $CFG;
        $paragraphs = array_map(function (array $entry) use ($user): string {
            $lines = [$entry['feed']->name];
            if ($entry['silent']) {
                $lines[] = '- ' . self::silence($entry['feed'], $user);
            }
            foreach (array_slice($entry['runs'], 0, self::SHOWN) as $run) {
                array_push($lines, ...self::run($run, $user));
            }
            if (count($entry['runs']) > self::SHOWN) {
                $lines[] = get_string('andmore', 'tool_syncingest', count($entry['runs']) - self::SHOWN);
            }
            return implode("\n", $lines);
        }, $digest->feeds);
        return implode("\n\n", [
            get_string('summary_intro', 'tool_syncingest', $CFG->wwwroot),
            ...$paragraphs,
            get_string('summary_page', 'tool_syncingest', "$CFG->wwwroot/admin/tool/syncingest/index.php"),
        ]);
    }

    /**
     * A run: when, which file, what became of it, and why it needs a person.
     *
     * @param run $run
     * @param \stdClass $user
     * @return string[]
     */
    private static function run(run $run, \stdClass $user): array {
        $tally = $run->state->is_applied() ? $run->applied() : $run->planned();
        $lines = ['- ' . get_string('summary_run', 'tool_syncingest', [
            'time' => self::time((int) ($run->row->timefinished ?? $run->row->timemodified), $user), 'id' => $run->id,
            'file' => $run->row->filename, 'state' => words::state($run->state), 'counts' => words::counts($tally),
        ])];
        return [...$lines, ...array_map(fn(reason $reason): string => '    ' . words::reason($reason), $run->reasons())];
    }

    /**
     * That the file of a feed has not come.
     *
     * @param feed $feed
     * @param \stdClass $user
     * @return string
     */
    private static function silence(feed $feed, \stdClass $user): string {
        return get_string('summary_silent', 'tool_syncingest', [
            'since' => self::time((int) $feed->lastarrival, $user), 'hours' => $feed->definition->get('every'),
        ]);
    }

    /**
     * A moment, in the time zone of the reader.
     *
     * @param int $time
     * @param \stdClass $user
     * @return string
     */
    private static function time(int $time, \stdClass $user): string {
        return userdate($time, get_string('strftimedatetimeshort', 'langconfig'), \core_date::get_user_timezone($user));
    }
}

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

use tool_syncingest\local\account;
use tool_syncingest\local\config;
use tool_syncingest\local\drop\rejection;

/**
 * An incident in sentences for a person, in the current language and with dates as that person writes them.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class explanation {
    /** @var string[] kinds of which the strings say everything */
    private const NOTHING_TO_ADD = ['lost_lock', 'test'];

    /** @var string[] kinds of which each file has its own reason */
    private const WITH_REASONS = ['left_behind', 'unreadable_file', 'unreadable_checksum', 'unfinished_file'];

    /**
     * Constructor.
     *
     * @param \stdClass $incident
     * @param string $timezone of the reader
     */
    public function __construct(
        /** @var \stdClass the incident */
        private readonly \stdClass $incident,
        /** @var string of the reader */
        private readonly string $timezone,
    ) {
    }

    /**
     * Returns the name of the alarm.
     *
     * @return string
     */
    public function name(): string {
        $subject = $this->incident->subject ?? '';
        $name = self::name_of($this->incident->kind);
        return $subject === '' ? $name
            : get_string('incident_subject', 'tool_syncingest', ['alarm' => $name, 'subject' => $subject]);
    }

    /**
     * Returns who is at fault, and what to do.
     *
     * @return string empty where the particulars say what is to be done in this very case
     */
    public function advice(): string {
        if (!empty($this->facts()['obstacles'])) {
            return '';
        }
        return get_string('alarm_' . self::known($this->incident->kind) . '_advice', 'tool_syncingest');
    }

    /**
     * Returns which lock and whose, or which files and why.
     *
     * @return string plain text, in lines; may be empty
     */
    public function particulars(): string {
        $facts = $this->facts();
        $lines = [];
        if (isset($facts['lock'])) {
            $lines[] = $this->lock($facts['lock']);
        }
        if (isset($facts['files'])) {
            $files = implode(', ', array_map($this->file(...), $facts['files']));
            $lines[] = get_string('explain_files', 'tool_syncingest', $files . $this->more(count($facts['files'])));
        }
        if (isset($facts['feeds'])) {
            $lines[] = get_string('explain_feeds', 'tool_syncingest', implode(', ', $facts['feeds']));
        }
        foreach ($facts['obstacles'] ?? [] as $obstacle) {
            $lines[] = self::obstacle($obstacle);
        }
        return implode("\n", array_merge($lines, self::answered($facts['answered'] ?? [], $this->incident->amount)));
    }

    /**
     * Returns which files were set aside since the last notice, and why.
     *
     * @return string plain text, in lines; may be empty
     */
    public function news(): string {
        $files = json_decode($this->incident->newfacts ?? '', true)['answered'] ?? [];
        return implode("\n", self::answered($files, $this->incident->newamount));
    }

    /**
     * Returns answered files, one line for each.
     *
     * @param array[] $files those that are named
     * @param int $amount how many there are
     * @return string[]
     */
    private static function answered(array $files, int $amount): array {
        $lines = array_map(fn(array $file): string => "$file[name]: " . rejection::explain_file($file), $files);
        return $files && $amount > count($files) ? [...$lines, '…'] : $lines;
    }

    /**
     * Returns the message of the library or the system, where there are no words of our own.
     *
     * @return string plain text; may be empty
     */
    public function words(): string {
        $detail = $this->incident->detail;
        return $detail === '' || $this->facts() || in_array($this->incident->kind, self::NOTHING_TO_ADD) ? ''
            : get_string('explain_words', 'tool_syncingest', $detail);
    }

    /**
     * Returns a date and time in the reader's format, with the time zone.
     *
     * @param int $time
     * @return string
     */
    public function date(int $time): string {
        return trim(userdate($time, '', $this->timezone) . ' ' . zone::at($time, $this->timezone));
    }

    /**
     * Returns the name of a kind of alarm.
     *
     * @param string $kind
     * @return string
     */
    public static function name_of(string $kind): string {
        return get_string('alarm_' . self::known($kind), 'tool_syncingest');
    }

    /**
     * Returns who made a lock.
     *
     * @param array $holder as {@see facts::holder()} gives it
     * @return string
     */
    public static function holder(array $holder): string {
        $holder['account'] = isset($holder['user']) ? account::user($holder['user']) : null;
        $key = match (true) {
            isset($holder['account']) => 'holder_account',
            $holder['kind'] === 'remote_agent' && !isset($holder['host']) => 'holder_remote_agent_ftp',
            $holder['kind'] === 'odd' => 'holder_odd_' . ($holder['oddity'] ?? 'unknown'),
            default => "holder_$holder[kind]",
        };
        // A newer library may know more.
        return get_string_manager()->string_exists($key, 'tool_syncingest') ? get_string($key, 'tool_syncingest', $holder)
            : $holder['text'];
    }

    /**
     * Returns the holder of a lock, and since when it has been there.
     *
     * @param array $lock
     * @return string
     */
    private function lock(array $lock): string {
        $age = time() - $lock['since'];
        $key = match (true) {
            $this->incident->kind === 'recovered_lock' => 'explain_lock_recovered',
            isset($lock['modified']) => 'explain_lock_disagreement',
            $age < 0 => 'explain_lock_ahead',
            default => 'explain_lock',
        };
        return get_string($key, 'tool_syncingest', [
            'name' => $lock['name'], 'since' => $this->date($lock['since']), 'age' => format_time(max(1, abs($age))),
            'holder' => self::holder($lock['holder']), 'modified' => $this->date($lock['modified'] ?? 0),
            'changed' => $this->date($lock['changed'] ?? 0),
        ]);
    }

    /**
     * Returns a file with the reason why it is skipped, if its kind of alarm has several reasons.
     *
     * @param array $file
     * @return string
     */
    private function file(array $file): string {
        $key = isset($file['checksum']) ? "checksum_$file[checksum]" : 'skip_' . ($file['skipped'] ?? '');
        return in_array($this->incident->kind, self::WITH_REASONS) && get_string_manager()->string_exists($key, 'tool_syncingest')
            ? "$file[name] (" . get_string($key, 'tool_syncingest') . ')' : $file['name'];
    }

    /**
     * Returns an obstacle to reading or moving files, and what to do about it.
     *
     * @param array $obstacle
     * @return string
     */
    public static function obstacle(array $obstacle): string {
        $key = "obstacle_$obstacle[kind]";
        $number = $obstacle['number'];
        $named = match ($obstacle['kind']) {
            'private_file' => sprintf('%04o', $number),
            'folder_not_writable' => account::user($number) ?? $number,
            'group_not_inherited' => account::group($number) ?? $number,
            default => $number,
        };
        return get_string_manager()->string_exists($key, 'tool_syncingest')
            ? get_string($key, 'tool_syncingest', [
                'folder' => escapeshellarg(config::folder()), 'number' => $named, 'group' => account::own_group(),
            ]) : $obstacle['advice'];
    }

    /**
     * Returns a hint that there are more files than are named.
     *
     * @param int $named
     * @return string
     */
    private function more(int $named): string {
        return $this->incident->amount > $named ? ', …' : '';
    }

    /**
     * Returns what is known besides the kind.
     *
     * @return array
     */
    private function facts(): array {
        return json_decode($this->incident->facts ?? '', true) ?: [];
    }

    /**
     * Returns the kind, if there are words for it: a newer library may know more.
     *
     * @param string $kind
     * @return string
     */
    private static function known(string $kind): string {
        return get_string_manager()->string_exists("alarm_$kind", 'tool_syncingest') ? $kind : 'unknown';
    }
}

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
 * What is said of an incident to a person, in the current language and with dates as that person writes them.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class explanation {
    /** @var string[] kinds of which the library or the system says more than our strings can */
    private const MORE_TO_SAY = ['recovered_lock', 'unreadable_file', 'unreadable_checksum', 'library', 'folder'];

    /** @var string[] kinds of which the strings say everything */
    private const NOTHING_TO_ADD = ['lost_lock', 'test'];

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
     * What the alarm is called.
     *
     * @return string
     */
    public function name(): string {
        return self::name_of($this->incident->kind);
    }

    /**
     * Who is at fault, and what to do.
     *
     * @return string
     */
    public function advice(): string {
        return get_string('alarm_' . self::known($this->incident->kind) . '_advice', 'tool_syncingest');
    }

    /**
     * Which lock and whose, or which files and why.
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
            $lines[] = get_string('explain_files', 'tool_syncingest', implode(', ', $facts['files']) . $this->more(count($facts['files'])));
        }
        foreach ($facts['answered'] ?? [] as $file) {
            $lines[] = "$file[name]: " . rejection::explain_file($file);
        }
        if (isset($facts['answered']) && $this->more(count($facts['answered'])) !== '') {
            $lines[] = '…';
        }
        return implode("\n", $lines);
    }

    /**
     * What the library or the system has said, in its own words, where that is more than we can say.
     *
     * @return string plain text; may be empty
     */
    public function words(): string {
        $kind = $this->incident->kind;
        $said = in_array($kind, self::NOTHING_TO_ADD) || ($this->facts() && !in_array($kind, self::MORE_TO_SAY));
        return $said || $this->incident->detail === '' ? ''
            : get_string('explain_words', 'tool_syncingest', $this->incident->detail);
    }

    /**
     * A moment, as the reader writes it.
     *
     * @param int $time
     * @return string
     */
    public function date(int $time): string {
        return userdate($time, '', $this->timezone);
    }

    /**
     * What a kind of alarm is called.
     *
     * @param string $kind
     * @return string
     */
    public static function name_of(string $kind): string {
        return get_string('alarm_' . self::known($kind), 'tool_syncingest');
    }

    /**
     * Who made a lock. The library says it in English, in one of a few ways.
     *
     * @param string $holder
     * @return string
     */
    public static function holder(string $holder): string {
        $ways = [
            'holder_agent' => '/^agent (?<agent>.+) on host (?<host>\S+) \(sync_ingest (?<version>\S+)\)$/Du',
            'holder_collector' => '/^sync_ingest (?<version>\S+) on host (?<host>\S+)$/Du',
            'holder_user' => '/^somebody else \(user (?<user>\d+)\)$/D',
            'holder_odd' => '/^unknown: it is (?<oddity>.+)$/Du',
        ];
        foreach ($ways as $key => $way) {
            if (preg_match($way, $holder, $found) === 1) {
                return get_string($key, 'tool_syncingest', $found);
            }
        }
        return $holder;
    }

    /**
     * Whose lock it is, and since when.
     *
     * @param array $lock
     * @return string
     */
    private function lock(array $lock): string {
        $age = time() - $lock['since'];
        return get_string($age < 0 ? 'explain_lock_ahead' : 'explain_lock', 'tool_syncingest', [
            'name' => $lock['name'], 'since' => $this->date($lock['since']), 'age' => format_time(max(1, abs($age))),
            'holder' => self::holder($lock['holder']),
        ]);
    }

    /**
     * That there are more files than are named.
     *
     * @param int $named
     * @return string
     */
    private function more(int $named): string {
        return $this->incident->amount > $named ? ', …' : '';
    }

    /**
     * What is known besides the kind.
     *
     * @return array
     */
    private function facts(): array {
        return json_decode($this->incident->facts ?? '', true) ?: [];
    }

    /**
     * The kind, if there are words for it: a newer library may know more.
     *
     * @param string $kind
     * @return string
     */
    private static function known(string $kind): string {
        return get_string_manager()->string_exists("alarm_$kind", 'tool_syncingest') ? $kind : 'unknown';
    }
}

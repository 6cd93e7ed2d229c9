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

/**
 * A notice of an incident in words: the subject and the text that a mail and a web notification share.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class letter {
    /** @var explanation of the incident */
    private readonly explanation $explanation;

    /**
     * Constructor.
     *
     * @param \stdClass $incident
     * @param string $occasion as {@see due} names it
     * @param string $timezone of the reader
     * @param string[] $place where it happens: site, url, folder, host, and page for the address of the status page
     */
    public function __construct(
        /** @var \stdClass the incident */
        private readonly \stdClass $incident,
        /** @var string as {@see due} names it */
        private readonly string $occasion,
        string $timezone,
        /** @var string[] where it happens */
        private readonly array $place,
    ) {
        $this->explanation = new explanation($incident, $timezone);
    }

    /**
     * Returns a text as one line.
     *
     * @return string
     */
    public function subject(): string {
        return get_string("mail_{$this->occasion}_subject", 'tool_syncingest', $this->values());
    }

    /**
     * Returns the text, in paragraphs. An all-clear is short, unless it is the first notice about the incident.
     *
     * @return string
     */
    public function text(): string {
        $explanation = $this->explanation;
        $short = $this->occasion === due::OVER && $this->incident->timetold !== null;
        $body = match (true) {
            $short => [],
            $this->occasion === due::NEWS => [$explanation->news(), $explanation->advice()],
            $this->occasion === due::OVER => [$explanation->particulars(), $explanation->words()],
            default => [$explanation->particulars(), $explanation->advice(), $explanation->words()],
        };
        return implode("\n\n", array_filter([
            get_string("mail_$this->occasion", 'tool_syncingest', $this->values()),
            ...$body,
            get_string('mail_place', 'tool_syncingest', $this->place),
            get_string('mail_page', 'tool_syncingest', $this->place['page']),
        ]));
    }

    /**
     * Returns the values for the sentences.
     *
     * @return array
     */
    private function values(): array {
        $incident = $this->incident;
        return $this->place + [
            'alarm' => $this->explanation->name(), 'since' => $this->explanation->date($incident->since),
            'count' => $incident->amount, 'new' => $incident->newamount,
            'over' => $incident->timeended === null ? '' : $this->explanation->date($incident->timeended),
        ];
    }
}

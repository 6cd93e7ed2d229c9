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

namespace tool_syncingest;

/**
 * What came of a collection: plain data, which also crosses from the command line to a web page.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class outcome implements \JsonSerializable {
    /** @var string nothing waited */
    public const NOTHING = 'nothing';

    /** @var string we were collecting */
    public const COLLECTED = 'collected';

    /** @var string an agent is delivering: alock.txt is there */
    public const AGENT_DELIVERING = 'agent_delivering';

    /** @var string another collector is at work: lock.txt is there, or another web server collects */
    public const COLLECTOR_BUSY = 'collector_busy';

    /** @var string the site is in maintenance, or an upgrade is pending; the problem names which */
    public const SUSPENDED = 'suspended';

    /** @var string it could not be done; the problem has the reason */
    public const FAILED = 'failed';

    /** @var int how many names are shown to a person */
    private const NAMED = 5;

    /**
     * Constructor.
     *
     * @param string $state one of the constants
     * @param string|null $problem
     * @param array[] $collected
     * @param array[] $rejected
     * @param array[] $putback
     * @param int|null $readyin
     * @param int $unready
     * @param int $remaining
     * @param bool $viacommandline
     * @param array[] $superseded
     * @param string[] $unreadynames
     * @param string|null $stalelock
     */
    public function __construct(
        /** @var string one of the constants */
        public readonly string $state,
        /** @var string|null what went wrong, for an administrator */
        public readonly ?string $problem = null,
        /** @var array[] what is stored now: name, size, hash; storedas, where Moodle calls it otherwise */
        public readonly array $collected = [],
        /** @var array[] what was set aside: name, reason, kind, deaths */
        public readonly array $rejected = [],
        /** @var array[] what will be tried again: name, reason, kind, deaths */
        public readonly array $putback = [],
        /** @var int|null in how many seconds the first of the files that are not ready will be */
        public readonly ?int $readyin = null,
        /** @var int how many files are not ready yet */
        public readonly int $unready = 0,
        /** @var int how many files were left for the next collection because the time was up */
        public readonly int $remaining = 0,
        /** @var bool whether the command line has done it, because this process may not use the library */
        public readonly bool $viacommandline = false,
        /** @var array[] older versions of files that were sent again, which is no problem: name, reason, kind, deaths */
        public readonly array $superseded = [],
        /** @var string[] the first of the files that are not ready yet */
        public readonly array $unreadynames = [],
        /** @var string|null the lock that is too old and holds everything up: agent or collector */
        public readonly ?string $stalelock = null,
    ) {
    }

    /**
     * Returns the outcome of a collection that failed.
     *
     * @param string $problem
     * @return self
     */
    public static function failed(string $problem): self {
        return new self(self::FAILED, $problem);
    }

    /**
     * Returns an outcome from its JSON.
     *
     * @param string $json
     * @return self
     */
    public static function from_command_line(string $json): self {
        $values = json_decode($json, true);
        if (!is_array($values) || !isset($values['state'])) {
            return self::failed(get_string('notanswered', 'tool_syncingest', shorten_text(trim($json), 300)));
        }
        $values['viacommandline'] = true;
        try {
            return new self(...$values);
        } catch (\Error $failure) {
            return self::failed(get_string('notanswered', 'tool_syncingest', $failure->getMessage()));
        }
    }

    /**
     * Returns the common outcome of this collection and of one that followed it.
     *
     * @param self $next
     * @return self
     */
    public function followed_by(self $next): self {
        return new self(
            state: $next->state === self::NOTHING ? $this->state_when_over() : $next->state,
            problem: $next->problem,
            collected: [...$this->collected, ...$next->collected],
            rejected: [...$this->rejected, ...$next->rejected],
            putback: $next->putback,
            readyin: $next->readyin,
            unready: $next->unready,
            remaining: $next->remaining,
            viacommandline: $next->viacommandline,
            superseded: [...$this->superseded, ...$next->superseded],
            unreadynames: $next->unreadynames,
            stalelock: $next->stalelock,
        );
    }

    /**
     * Returns the state if nothing waits any more.
     *
     * @return string
     */
    private function state_when_over(): string {
        return $this->collected || $this->rejected ? self::COLLECTED : self::NOTHING;
    }

    /**
     * Returns whether waiting may help: something will be ready by itself, and no lock that is too old holds it up.
     *
     * @return bool
     */
    public function is_worth_waiting(): bool {
        return $this->readyin !== null && $this->stalelock === null;
    }

    /**
     * Returns whether everything that was delivered is stored.
     *
     * @return bool
     */
    public function is_complete(): bool {
        return in_array($this->state, [self::NOTHING, self::COLLECTED]) && $this->problem === null
            && !$this->putback && !$this->unready && !$this->remaining;
    }

    /**
     * Returns the outcome in words, in the current language.
     *
     * @return string plain text
     */
    public function message(): string {
        $text = [get_string("outcome_$this->state", 'tool_syncingest', [
            'count' => count($this->collected), 'problem' => $this->problem,
        ])];
        foreach (['rejected', 'putback', 'superseded'] as $list) {
            if ($this->$list) {
                $text[] = get_string("outcome_$list", 'tool_syncingest', count($this->$list));
            }
        }
        if ($this->remaining) {
            $text[] = get_string('outcome_remaining', 'tool_syncingest', $this->remaining);
        }
        if ($this->unready) {
            $names = implode(', ', array_slice($this->unreadynames, 0, self::NAMED));
            $text[] = get_string($this->readyin === null ? 'outcome_unready' : 'outcome_readyin', 'tool_syncingest', [
                'count' => $this->unready, 'seconds' => $this->readyin ?? '',
                'names' => $names . ($this->unready > self::NAMED ? ', …' : ''),
            ]);
        }
        if ($this->stalelock !== null) {
            $text[] = get_string('outcome_stalelock', 'tool_syncingest', $this->stalelock === 'agent' ? 'alock.txt' : 'lock.txt');
        }
        if ($this->viacommandline) {
            $text[] = get_string('outcome_viacommandline', 'tool_syncingest');
        }
        return implode(' ', $text);
    }

    /**
     * Returns the data for a page, as the command line prints it.
     *
     * @return array
     */
    #[\ReturnTypeWillChange]
    public function jsonSerialize(): array {
        return get_object_vars($this);
    }
}

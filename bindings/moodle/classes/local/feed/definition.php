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

namespace tool_syncingest\local\feed;

use tool_syncingest\local\feed\processor\file_processor;
use tool_syncingest\local\feed\processor\processor;
use tool_syncingest\local\feed\processor\row_processor;
use tool_syncingest\local\feed\rules\fingerprint;
use tool_syncingest\local\feed\rules\limits;
use tool_syncingest\local\feed\rules\mode;
use tool_syncingest\local\feed\rules\news;
use tool_syncingest\local\feed\rules\pattern;
use tool_syncingest\local\feed\rules\quiet_hours;

/**
 * Everything that a person sets for a feed, apart from its name, its stage and its place: what is exported, and what a run has
 * a copy of.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class definition implements \JsonSerializable {
    /** @var array default values */
    public const DEFAULTS = [
        'mode' => 'rows', 'pattern' => '', 'processor' => '',
        'mapping' => [], 'key' => [], 'rule' => settings::FOLDED, 'options' => [],
        'adopting' => false, 'allowed' => [], 'once' => [], 'empty' => settings::KEEP,
        // Scopes that the file does not name lose members as well.
        'all_scopes' => false,
        'limits' => [],
        // How the file is read; empty: as the library proposes.
        'encoding' => '', 'delimiter' => '', 'skip' => 0, 'footer' => '',
        'quiet' => '', 'every' => 0, 'language' => '', 'timezone' => '',
        // The daily summary: for whom, by user name, and of which runs.
        'recipients' => [], 'summary' => 'failures',
    ];

    /** @var string[] values that belong to one site: they are not exported */
    public const OF_THE_SITE = ['recipients'];

    /** @var array all values, by name */
    private readonly array $values;

    /**
     * Constructor.
     *
     * @param array $values those that differ from the defaults, by name; others are left out
     */
    public function __construct(array $values) {
        $this->values = array_intersect_key($values, self::DEFAULTS) + self::DEFAULTS;
    }

    /**
     * Reads what was stored or imported.
     *
     * @param string $json
     * @return self
     */
    public static function read(string $json): self {
        return new self(json_decode($json, true, 512, JSON_THROW_ON_ERROR));
    }

    /**
     * Returns the same feed with other values.
     *
     * @param array $values by name
     * @return self
     */
    public function with(array $values): self {
        return new self(array_intersect_key($values, self::DEFAULTS) + $this->values);
    }

    /**
     * Returns a value.
     *
     * @param string $name
     * @return mixed
     */
    public function get(string $name): mixed {
        return $this->values[$name];
    }

    /**
     * Returns what a file of the feed is.
     *
     * @return mode
     */
    public function mode(): mode {
        return mode::from($this->values['mode']);
    }

    /**
     * Returns the limits.
     *
     * @return limits
     */
    public function limits(): limits {
        return new limits($this->values['limits']);
    }

    /**
     * Returns what the processor gets to know.
     *
     * @param int $feedid
     * @param int $ownerid
     * @return settings
     */
    public function settings(int $feedid, int $ownerid): settings {
        $value = $this->values;
        return new settings(
            $feedid,
            $ownerid,
            $this->mode(),
            $value['mapping'],
            $value['key'],
            $value['rule'],
            $value['options'],
            $value['adopting'],
            $value['allowed'],
            $value['once'],
            $value['empty']
        );
    }

    /**
     * Returns the processor.
     *
     * @param int $feedid
     * @param int $ownerid
     * @return processor
     */
    public function processor(int $feedid, int $ownerid): processor {
        return processors::make($this->values['processor'], $this->settings($feedid, $ownerid));
    }

    /**
     * Returns the fingerprint of everything that decides what becomes of a row.
     *
     * @param processor $processor
     * @return string
     */
    public function stamp(processor $processor): string {
        $options = ['processor' => $processor::name()] + $processor->effects() + ['all' => $this->settings(0, 0)->effects()];
        return fingerprint::of_effects($this->values['mapping'], $this->values['key'], $this->values['rule'], $processor::version(), $options);
    }

    /**
     * Returns the fingerprint of what decides who is gone.
     *
     * @param processor $processor
     * @return string
     */
    public function extent(processor $processor): string {
        $value = $this->values;
        return fingerprint::of_extent($this->mode(), $value['key'], $value['rule'], $value['pattern'], $processor->scope(), $value['processor']);
    }

    /**
     * Returns what is wrong with it.
     *
     * @return string[] codes, each perhaps with : and a name behind it
     */
    public function problems(): array {
        if ($this->has_wrong_types()) {
            return ['malformed'];
        }
        $value = $this->values;
        $codes = array_map(fn(string $code): string => "pattern_$code", pattern::problems($value['pattern'], $this->mode()));
        $codes = array_merge($codes, array_map(fn(string $name): string => "limit:$name", limits::problems($value['limits'])));
        if (quiet_hours::has_problem($value['quiet'])) {
            $codes[] = 'quiet';
        }
        $class = processors::all()[$value['processor']] ?? null;
        if ($class === null) {
            return [...$codes, 'processor'];
        }
        $processor = new $class($this->settings(0, 0));
        if ($processor instanceof row_processor) {
            $codes = array_merge($codes, $this->column_problems($processor));
        } else if ($processor instanceof file_processor && $value['mapping']) {
            $codes[] = 'mapping';
        }
        return [...$codes, ...array_map(fn(string $code): string => "processor_$code", $processor->problems())];
    }

    /**
     * Returns what is wrong with the columns.
     *
     * @param row_processor $processor
     * @return string[] codes
     */
    private function column_problems(row_processor $processor): array {
        $known = array_keys($processor::columns());
        $value = $this->values;
        $codes = [];
        foreach ([...array_values($value['mapping']), ...$value['key'], ...$value['once']] as $column) {
            if (!in_array($column, $known, true)) {
                $codes[] = "column:$column";
            }
        }
        if (count(array_unique($value['mapping'])) < count($value['mapping'])) {
            $codes[] = 'mapped_twice';
        }
        if (!$value['key']) {
            $codes[] = 'key';
        }
        return array_values(array_unique($codes));
    }

    /**
     * Returns whether a value is of another kind than its default: it was written by hand.
     *
     * @return bool
     */
    private function has_wrong_types(): bool {
        foreach (self::DEFAULTS as $name => $default) {
            if (gettype($default) !== gettype($this->values[$name])) {
                return true;
            }
        }
        $words = ['summary' => array_column(news::cases(), 'value'), 'mode' => ['rows', 'full'], 'rule' => [settings::EXACT, settings::FOLDED], 'empty' => [settings::KEEP, settings::ERASE]];
        foreach ($words as $name => $known) {
            if (!in_array($this->values[$name], $known, true)) {
                return true;
            }
        }
        foreach (['mapping', 'key', 'allowed', 'once', 'recipients'] as $name) {
            if (array_filter($this->values[$name], fn(mixed $word): bool => !is_string($word))) {
                return true;
            }
        }
        return $this->values['skip'] < 0 || $this->values['every'] < 0;
    }

    #[\Override]
    public function jsonSerialize(): array {
        // An empty list of names is an object in JSON.
        return ['mapping' => (object) $this->values['mapping'], 'options' => (object) $this->values['options'],
            'limits' => (object) $this->values['limits']] + $this->values;
    }
}

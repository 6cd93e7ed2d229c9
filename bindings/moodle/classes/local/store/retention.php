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

namespace tool_syncingest\local\store;

/**
 * How long stored files are kept: rules of the site, one a line, each a pattern of names and a number of days. The first rule
 * that a name matches decides; a file of another name is always kept. Pure: it knows neither Moodle nor the clock.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class retention {
    /** @var int seconds of a day */
    private const DAY = 86400;

    /** @var int the longest time, in days */
    private const MOST = 36500;

    /**
     * Constructor.
     *
     * @param array[] $rules pattern and days
     */
    private function __construct(
        /** @var array[] pattern and days */
        private readonly array $rules,
    ) {
    }

    /**
     * Reads the rules.
     *
     * @param string $text PATTERN DAYS in each line, * and ? as in the shell; empty lines do not count
     * @return self
     * @throws \InvalidArgumentException with the number of the line that cannot be understood
     */
    public static function of(string $text): self {
        $rules = [];
        foreach (preg_split('/\R/', $text) as $number => $line) {
            if (trim($line) === '') {
                continue;
            }
            $isrule = preg_match('/^(?<pattern>\S.*?)[ \t]+(?<days>[0-9]{1,5})$/', trim($line), $rule) === 1;
            if (!$isrule || $rule['days'] < 1 || $rule['days'] > self::MOST) {
                throw new \InvalidArgumentException((string) ($number + 1));
            }
            $rules[] = [$rule['pattern'], (int) $rule['days']];
        }
        return new self($rules);
    }

    /**
     * Returns whether nothing is ever deleted.
     *
     * @return bool
     */
    public function is_off(): bool {
        return $this->rules === [];
    }

    /**
     * Returns the age in seconds below which no rule deletes a file.
     *
     * @return int
     */
    public function shortest(): int {
        return self::DAY * ($this->rules ? min(array_column($this->rules, 1)) : self::MOST);
    }

    /**
     * Returns whether a file has been kept long enough.
     *
     * @param string $name
     * @param int $age in seconds
     * @return bool
     */
    public function is_over(string $name, int $age): bool {
        foreach ($this->rules as [$pattern, $days]) {
            if (fnmatch($pattern, $name, FNM_NOESCAPE)) {
                return $age >= $days * self::DAY;
            }
        }
        return false;
    }
}

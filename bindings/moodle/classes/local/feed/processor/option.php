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

namespace tool_syncingest\local\feed\processor;

/**
 * An option of a processor, as data: forms are made of it. The string option_PROCESSOR_NAME is its label, with _help behind it an
 * explanation, with _CHOICE behind it the label of a choice.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class option {
    /** @var string true or false */
    public const FLAG = 'flag';

    /** @var string text in one line */
    public const TEXT = 'text';

    /** @var string a whole number from 0 on */
    public const NUMBER = 'number';

    /** @var string one of the choices */
    public const CHOICE = 'choice';

    /**
     * Constructor.
     *
     * @param string $type
     * @param bool|string|int $default
     * @param string[] $choices words, for CHOICE; one without a label is shown as it is
     */
    public function __construct(
        /** @var string */
        public readonly string $type,
        /** @var bool|string|int */
        public readonly bool|string|int $default,
        /** @var string[] words, for CHOICE */
        public readonly array $choices = [],
    ) {
    }

    /**
     * Returns a value of the right type, of what a form has sent.
     *
     * @param mixed $value
     * @return bool|string|int
     */
    public function read(mixed $value): bool|string|int {
        return match ($this->type) {
            self::FLAG => (bool) $value,
            self::NUMBER => (int) $value,
            default => trim((string) $value),
        };
    }
}

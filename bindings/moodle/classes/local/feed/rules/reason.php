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

namespace tool_syncingest\local\feed\rules;

/**
 * Why a run is held or refused, as data: sentences are made where a person reads them.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class reason implements \JsonSerializable {
    /**
     * Constructor.
     *
     * @param string $code
     * @param array $values numbers and words that belong to it
     */
    public function __construct(
        /** @var string a word of a closed list */
        public readonly string $code,
        /** @var array numbers and words that belong to it */
        public readonly array $values = [],
    ) {
    }

    /**
     * Reads what was stored.
     *
     * @param string|null $json
     * @return self[]
     */
    public static function read(?string $json): array {
        return array_map(
            fn(array $reason): self => new self($reason['code'], $reason['values'] ?? []),
            json_decode($json ?? '', true) ?: []
        );
    }

    #[\Override]
    public function jsonSerialize(): array {
        return ['code' => $this->code, 'values' => $this->values];
    }
}

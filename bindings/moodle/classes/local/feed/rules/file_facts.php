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
 * What a check has found out about a file.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class file_facts implements \JsonSerializable {
    /**
     * Constructor.
     *
     * @param string $encoding
     * @param string $delimiter
     * @param string[] $header names, folded: trimmed, NFC, lower case
     * @param int $rows data rows, good and bad
     * @param int $bad those that cannot be used
     * @param int $spoiled rows with text that was decoded wrongly before
     * @param bool $finalnewline whether the last line ends
     * @param bool $raggedlast whether the last row is too short and does not end
     * @param int|null $unreadable the line of the first key that cannot be read; null: all can
     */
    public function __construct(
        /** @var string label of the encoding */
        public readonly string $encoding,
        /** @var string one character */
        public readonly string $delimiter,
        /** @var string[] folded names */
        public readonly array $header,
        /** @var int data rows, good and bad */
        public readonly int $rows = 0,
        /** @var int those that cannot be used */
        public readonly int $bad = 0,
        /** @var int rows with text that was decoded wrongly before */
        public readonly int $spoiled = 0,
        /** @var bool whether the last line ends */
        public readonly bool $finalnewline = true,
        /** @var bool whether the last row is too short and does not end */
        public readonly bool $raggedlast = false,
        /** @var int|null the line of the first key that cannot be read */
        public readonly ?int $unreadable = null,
    ) {
    }

    /**
     * The same kind of file, with the numbers of another one: later files are compared with the last one.
     *
     * @param self $last
     * @return self
     */
    public function with_counts_of(self $last): self {
        return new self($this->encoding, $this->delimiter, $this->header, $last->rows, $last->bad, $last->spoiled, $this->finalnewline);
    }

    /**
     * Reads what was stored.
     *
     * @param string|null $json
     * @return self|null null: nothing was
     */
    public static function read(?string $json): ?self {
        $data = json_decode($json ?? '', true);
        return is_array($data) && isset($data['header']) ? new self(...$data) : null;
    }

    #[\Override]
    public function jsonSerialize(): array {
        return get_object_vars($this);
    }
}

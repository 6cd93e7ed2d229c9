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

use tool_syncingest\local\feed\rules\mode;

/**
 * The settings of a feed for its rows. A run has a copy of its own: editing the feed does not change a run that is under way.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class settings implements \JsonSerializable {
    /** @var string an empty cell keeps what is there */
    public const KEEP = 'keep';

    /** @var string an empty cell erases what is there */
    public const ERASE = 'erase';

    /** @var string keys are compared as they are */
    public const EXACT = 'exact';

    /** @var string keys are compared trimmed, in NFC and lower case */
    public const FOLDED = 'folded';

    /**
     * Constructor.
     *
     * @param int $feedid
     * @param int $ownerid in whose name the feed acts
     * @param mode $mode
     * @param string[] $mapping column of the feed by folded name in the file; empty: those that have the same name
     * @param string[] $key columns of the feed
     * @param string $rule exact or folded
     * @param array $options of the processor
     * @param bool $adopting whether the feed may take over what is there already
     * @param string[] $allowed guarded columns that the feed may write
     * @param string[] $once columns that are written at creation only
     * @param string $empty keep or erase
     */
    public function __construct(
        /** @var int */
        public readonly int $feedid,
        /** @var int in whose name the feed acts */
        public readonly int $ownerid,
        /** @var mode */
        public readonly mode $mode,
        /** @var string[] column of the feed by folded name in the file */
        public readonly array $mapping = [],
        /** @var string[] columns of the feed */
        public readonly array $key = [],
        /** @var string exact or folded */
        public readonly string $rule = self::FOLDED,
        /** @var array of the processor */
        public readonly array $options = [],
        /** @var bool whether the feed may take over what is there already */
        public readonly bool $adopting = false,
        /** @var string[] guarded columns that the feed may write */
        public readonly array $allowed = [],
        /** @var string[] columns that are written at creation only */
        public readonly array $once = [],
        /** @var string keep or erase */
        public readonly string $empty = self::KEEP,
    ) {
    }

    /**
     * Returns everything of it that decides what becomes of a row, besides mapping, key and rule.
     *
     * @return array
     */
    public function effects(): array {
        return [
            'adopting' => $this->adopting, 'allowed' => $this->allowed, 'once' => $this->once, 'empty' => $this->empty,
            'mode' => $this->mode->value,
        ];
    }

    /**
     * Reads what was stored.
     *
     * @param string $json
     * @return self
     */
    public static function read(string $json): self {
        $data = json_decode($json, true, 512, JSON_THROW_ON_ERROR);
        return new self(...['mode' => mode::from($data['mode'])] + $data);
    }

    #[\Override]
    public function jsonSerialize(): array {
        return get_object_vars($this);
    }
}

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
 * What a person has allowed: one plan, or a plan that takes away no more than it.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class approval implements \JsonSerializable {
    /** @var string everything in the plan */
    public const ALL = 'all';

    /** @var string additions and changes; removals are left out */
    public const KEEP = 'keep';

    /**
     * Constructor.
     *
     * @param string $plan hash of the approved plan
     * @param string $extent all or keep
     * @param string[] $removals digests of what the plan takes away
     * @param string[] $codes of the reasons that the person has seen
     * @param int $userid who
     * @param int $time when
     */
    public function __construct(
        /** @var string hash of the approved plan */
        public readonly string $plan,
        /** @var string all or keep */
        public readonly string $extent,
        /** @var string[] digests of what the plan takes away */
        public readonly array $removals,
        /** @var string[] codes of the reasons that the person has seen */
        public readonly array $codes,
        /** @var int who */
        public readonly int $userid,
        /** @var int when */
        public readonly int $time,
    ) {
    }

    /**
     * Returns whether a plan may go ahead: it is the approved one, or Moodle, the file or the options have moved since, and it
     * takes away nothing else, for no reason that the person has not seen.
     *
     * @param string $plan hash of the plan as it is now
     * @param string[] $removals digests of what it takes away
     * @param reason[] $reasons why it would be held
     * @return bool
     */
    public function admits(string $plan, array $removals, array $reasons): bool {
        if ($plan === $this->plan) {
            return true;
        }
        $codes = array_map(fn(reason $reason): string => $reason->code, $reasons);
        if ($this->extent === self::KEEP) {
            $removals = [];
        }
        return !array_diff($removals, $this->removals) && !array_diff($codes, $this->codes);
    }

    /**
     * Reads what was stored.
     *
     * @param string|null $json
     * @return self|null null: nobody has approved anything
     */
    public static function read(?string $json): ?self {
        $data = json_decode($json ?? '', true);
        return is_array($data) && isset($data['plan']) ? new self(...$data) : null;
    }

    #[\Override]
    public function jsonSerialize(): array {
        return get_object_vars($this);
    }
}

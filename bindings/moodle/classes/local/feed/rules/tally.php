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
 * The arithmetic of a plan, and of what was applied.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class tally implements \JsonSerializable {
    /** @var int data rows of the file, good and bad */
    public int $rows = 0;

    /** @var int rows that fail */
    public int $failed = 0;

    /** @var int[] outcomes, by effect */
    private array $effects = [];

    /** @var int[] removals, by scope */
    private array $scopes = [];

    /**
     * Counts an outcome.
     *
     * @param effect $effect
     * @param string $scope a cohort, a course: who loses its last member is noticed
     * @param int $count
     */
    public function add(effect $effect, string $scope = '', int $count = 1): void {
        $this->effects[$effect->value] = ($this->effects[$effect->value] ?? 0) + $count;
        if ($scope !== '' && $effect->is_removal()) {
            $this->scopes[$scope] = ($this->scopes[$scope] ?? 0) + $count;
        }
    }

    /**
     * Returns how many outcomes have an effect.
     *
     * @param effect $effect
     * @return int
     */
    public function of(effect $effect): int {
        return $this->effects[$effect->value] ?? 0;
    }

    /**
     * Returns whether an outcome has changed anything.
     *
     * @return bool
     */
    public function has_effect(): bool {
        return (bool) array_diff_key(array_filter($this->effects), [effect::NONE->value => 0]);
    }

    /**
     * Returns how many outcomes take something away.
     *
     * @return int
     */
    public function removals(): int {
        return array_sum(array_map(
            fn(effect $effect): int => $effect->is_removal() ? $this->of($effect) : 0,
            effect::cases()
        ));
    }

    /**
     * Returns the removals of each scope.
     *
     * @return int[] by scope
     */
    public function scopes(): array {
        return $this->scopes;
    }

    /**
     * Reads what was stored.
     *
     * @param string|null $json
     * @return self
     */
    public static function read(?string $json): self {
        $data = json_decode($json ?? '', true) ?: [];
        $tally = new self();
        $tally->rows = $data['rows'] ?? 0;
        $tally->failed = $data['failed'] ?? 0;
        $tally->scopes = $data['scopes'] ?? [];
        foreach (effect::cases() as $effect) {
            if (isset($data[$effect->value])) {
                $tally->effects[$effect->value] = $data[$effect->value];
            }
        }
        return $tally;
    }

    #[\Override]
    public function jsonSerialize(): array {
        return ['rows' => $this->rows, 'failed' => $this->failed] + $this->effects + ($this->scopes ? ['scopes' => $this->scopes] : []);
    }
}

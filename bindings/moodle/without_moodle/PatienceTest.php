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

// PHPUnit alone reads these comments.
// phpcs:disable moodle.Commenting

namespace tool_syncingest\without_moodle;

use PHPUnit\Framework\TestCase;
use tool_syncingest\local\drop\patience;
use tool_syncingest\outcome;

/**
 * How long a task waits for a file that is not ready. The clock goes forward only while it sleeps.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class PatienceTest extends TestCase {
    /** @var int */
    private int $now = 1000;

    /** @var int[] how long it slept each time */
    private array $slept = [];

    /**
     * Returns the patience under test, with this clock.
     *
     * @return patience
     */
    private function patience(): patience {
        return new patience(fn(): float => (float) $this->now, function (int $seconds): void {
            $this->slept[] = $seconds;
            $this->now += $seconds;
        });
    }

    /**
     * Collects with the settle time of 30 s.
     *
     * @param patience $patience
     * @param outcome[] $outcomes one after the other; the last one from then on
     * @param string[]|null $files
     * @return outcome
     */
    private function collect(patience $patience, array $outcomes, ?array $files): outcome {
        $collect = function () use (&$outcomes): outcome {
            return count($outcomes) > 1 ? array_shift($outcomes) : $outcomes[0];
        };
        return $patience->collect($collect, fn(): int => 30, $files);
    }

    /**
     * Returns a look that finds a file that is not ready.
     *
     * @param string $name
     * @param int|null $readyin
     * @param string[] $collected
     * @return outcome
     */
    private static function fresh(string $name, ?int $readyin = 30, array $collected = []): outcome {
        return new outcome(
            $collected ? outcome::COLLECTED : outcome::NOTHING,
            collected: array_map(fn(string $name): array => ['name' => $name], $collected),
            readyin: $readyin,
            unready: 1,
            unreadynames: [$name],
        );
    }

    public function test_a_fresh_file_is_waited_for_until_it_is_in(): void {
        $in = new outcome(outcome::COLLECTED, collected: [['name' => 'users.csv']]);
        $outcome = $this->collect($this->patience(), [self::fresh('users.csv', 17, ['old.csv']), $in], ['users.csv']);
        $this->assertSame([17], $this->slept);
        $this->assertSame(['old.csv', 'users.csv'], array_column($outcome->collected, 'name'));
        $this->assertTrue($outcome->is_complete());
    }

    public function test_a_file_that_nobody_looks_for_is_not_waited_for(): void {
        $this->collect($this->patience(), [self::fresh('other.csv')], ['users.csv', 'course*.csv']);
        $this->collect($this->patience(), [self::fresh('other.csv')], []);
        $this->assertSame([], $this->slept);
        $this->collect($this->patience(), [self::fresh('courses 2.csv'), new outcome(outcome::NOTHING)], ['course*.csv']);
        $this->assertSame([30], $this->slept);
    }

    public function test_it_waits_for_the_settle_time_and_thirty_seconds_at_most_and_in_vain_only_once(): void {
        $patience = $this->patience();
        $outcome = $this->collect($patience, [self::fresh('users.csv')], null);
        $this->assertSame(60, array_sum($this->slept));
        $this->assertSame(1, $outcome->unready);
        $this->collect($patience, [self::fresh('users.csv')], null);
        $this->assertSame(60, array_sum($this->slept));
    }

    public function test_where_nobody_knows_how_long_it_takes_it_looks_again_every_other_second(): void {
        $this->collect($this->patience(), [self::fresh('users.csv', null), new outcome(outcome::NOTHING)], null);
        $this->assertSame([2], $this->slept);
    }

    public function test_a_delivery_that_goes_on_is_waited_for_and_a_lock_that_is_too_old_is_not(): void {
        $delivering = new outcome(outcome::AGENT_DELIVERING);
        $this->collect($this->patience(), [$delivering, new outcome(outcome::NOTHING)], ['users.csv']);
        $this->assertSame([2], $this->slept);
        $this->collect($this->patience(), [new outcome(outcome::AGENT_DELIVERING, stalelock: 'agent')], ['users.csv']);
        $this->assertSame([2], $this->slept);
    }

    public function test_among_more_files_than_can_be_named_any_may_be_looked_for(): void {
        $many = new outcome(outcome::NOTHING, readyin: 5, unready: 2, unreadynames: ['other.csv']);
        $this->collect($this->patience(), [$many, new outcome(outcome::NOTHING)], ['users.csv']);
        $this->assertSame([5], $this->slept);
    }

    public function test_waiting_is_worth_nothing_while_a_lock_that_is_too_old_holds_everything_up(): void {
        $this->assertTrue(self::fresh('a.csv')->is_worth_waiting());
        $this->assertFalse(self::fresh('a.csv', null)->is_worth_waiting());
        $blocked = new outcome(outcome::AGENT_DELIVERING, readyin: 5, unready: 1, unreadynames: ['a.csv'], stalelock: 'agent');
        $this->assertFalse($blocked->is_worth_waiting());
        foreach (['en', 'fr'] as $language) {
            \spoken::$language = $language;
            $this->assertStringContainsString('alock.txt', $blocked->message());
            $this->assertStringContainsString('a.csv', $blocked->message());
        }
        \spoken::$language = 'en';
    }
}

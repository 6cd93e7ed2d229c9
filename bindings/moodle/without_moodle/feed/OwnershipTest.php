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

namespace tool_syncingest\without_moodle\feed;

use PHPUnit\Framework\TestCase;
use tool_syncingest\local\feed\rules\fingerprint;
use tool_syncingest\local\feed\rules\grace;
use tool_syncingest\local\feed\rules\mode;
use tool_syncingest\local\feed\rules\owned;
use tool_syncingest\local\feed\rules\ownership;
use tool_syncingest\local\feed\rules\target;

/**
 * What a feed may touch, and what makes it another one.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class OwnershipTest extends TestCase {
    /**
     * Objects, and why a feed leaves them alone.
     *
     * @return array[]
     */
    public static function targets(): array {
        return [
            [new target(owned::CREATED), null],
            [new target(owned::ADOPTED), null],
            [new target(owned::SEEN), 'not_owned'],
            [new target(), 'not_owned'],
            [new target(owned::CREATED, administrator: true), 'administrator'],
            [new target(owned::CREATED, guest: true), 'guest'],
            [new target(owned::CREATED, feedowner: true), 'feed_owner'],
            [new target(owned::CREATED, systemrole: true), 'system_role'],
            [new target(owned::CREATED, component: 'enrol_meta'), 'foreign_component'],
            [new target(owned::CREATED, pinned: true), 'pinned'],
        ];
    }

    /**
     * @dataProvider targets
     * @param target $target
     * @param string|null $objection
     */
    public function test_only_what_is_owned_and_nobody_special_is_changed_or_removed(target $target, ?string $objection): void {
        $this->assertSame($objection, ownership::objection($target));
        $this->assertSame($objection, ownership::removal_objection($target, false, false));
        $this->assertSame('in_this_file', ownership::removal_objection($target, true, false));
        $this->assertSame('claimed_by_another_feed', ownership::removal_objection($target, false, true));
    }

    public function test_what_is_there_is_adopted_only_where_the_feed_may_and_nobody_special_ever(): void {
        $this->assertSame('not_owned', ownership::adoption_objection(new target(), false));
        $this->assertNull(ownership::adoption_objection(new target(), true));
        $this->assertSame('administrator', ownership::adoption_objection(new target(administrator: true), true));
        $this->assertSame('system_role', ownership::adoption_objection(new target(systemrole: true), true));
    }

    public function test_columns_that_take_over_accounts_are_off_unless_allowed(): void {
        foreach (ownership::GUARDED as $column) {
            $this->assertFalse(ownership::may_write($column, true, []), $column);
            $this->assertTrue(ownership::may_write($column, true, [$column]), $column);
        }
        $this->assertTrue(ownership::may_write('email', true, []));
        $this->assertFalse(ownership::may_write('email', false, []));
        $this->assertTrue(ownership::may_write('lastname', false, []));
    }

    public function test_whatever_has_an_effect_makes_another_fingerprint(): void {
        $of = fn(array ...$other): string => fingerprint::of_effects(...array_replace(
            [['nom' => 'lastname', 'id' => 'idnumber'], ['idnumber'], 'folded', 1, ['auth' => 'manual', 'cohort' => 'x']],
            array_map(fn(array $value): mixed => $value[0], $other)
        ));
        $usual = $of();
        $this->assertSame(32, strlen($usual));
        $others = [
            $of([['nom' => 'firstname', 'id' => 'idnumber']]), fingerprint::of_effects([], ['idnumber'], 'folded', 1, []),
            fingerprint::of_effects([], ['username'], 'folded', 1, []), fingerprint::of_effects([], ['username'], 'exact', 1, []),
            fingerprint::of_effects([], ['username'], 'exact', 2, []), fingerprint::of_effects([], ['username'], 'exact', 2, ['a' => 1]),
        ];
        $this->assertCount(7, array_unique([$usual, ...$others]));
    }

    public function test_the_order_in_which_options_are_written_makes_none(): void {
        $this->assertSame(
            fingerprint::of_effects(['a' => 'x', 'b' => 'y'], ['k'], 'exact', 1, ['p' => ['q' => 1, 'r' => 2], 's' => 3]),
            fingerprint::of_effects(['b' => 'y', 'a' => 'x'], ['k'], 'exact', 1, ['s' => 3, 'p' => ['r' => 2, 'q' => 1]])
        );
        $this->assertNotSame(
            fingerprint::of_effects([], ['k', 'l'], 'exact', 1, []),
            fingerprint::of_effects([], ['l', 'k'], 'exact', 1, [])
        );
    }

    public function test_mode_key_pattern_scope_and_processor_make_another_extent(): void {
        $usual = [mode::FULL, ['idnumber'], 'folded', 'users.csv', '', 'users'];
        $digests = [fingerprint::of_extent(...$usual)];
        foreach ([mode::ROWS, ['username'], 'exact', 'people.csv', 'cohort', 'cohorts'] as $position => $value) {
            $digests[] = fingerprint::of_extent(...array_replace($usual, [$position => $value]));
        }
        $this->assertCount(7, array_unique($digests));
    }

    public function test_the_rules_know_neither_the_database_nor_moodle_nor_the_clock(): void {
        $files = glob(__DIR__ . '/../../classes/local/feed/rules/*.php');
        $this->assertGreaterThan(15, count($files));
        foreach ($files as $file) {
            $code = file_get_contents($file);
            $this->assertDoesNotMatchRegularExpression(
                '/\bglobal\b|\$DB|\$CFG|get_string|get_config|moodle_exception|\btime\(|microtime|file_get_contents|fopen/',
                $code,
                basename($file)
            );
            preg_match_all('/^use ([^;]+);/m', $code, $used);
            $this->assertSame([], $used[1], basename($file) . ' imports from another layer');
        }
    }

    public function test_what_is_gone_may_be_deleted_after_days_of_grace_and_never_without_them(): void {
        $now = 100 * 86400;
        $this->assertTrue(grace::is_over($now - 30 * 86400, 30, $now));
        $this->assertFalse(grace::is_over($now - 30 * 86400 + 1, 30, $now));
        $this->assertFalse(grace::is_over(0, 0, $now));
        $this->assertFalse(grace::is_over(null, 1, $now));
    }
}

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

namespace tool_syncingest;

use tool_syncingest\local\feed\processor\outcome;
use tool_syncingest\local\feed\processor\overlay;
use tool_syncingest\local\feed\processor\record;
use tool_syncingest\local\feed\processor\row;
use tool_syncingest\local\feed\processor\row_failure;
use tool_syncingest\local\feed\processor\users;
use tool_syncingest\local\feed\rules\effect;

defined('MOODLE_INTERNAL') || die();

require_once(__DIR__ . '/row_processor_testcase.php');

/**
 * Accounts that the processor of users renames, and those that it deletes.
 *
 * @package    tool_syncingest
 * @category   test
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \tool_syncingest\local\feed\processor\users
 * @covers     \tool_syncingest\local\feed\processor\user\departures
 */
final class feed_users_departures_test extends row_processor_testcase {
    #[\Override]
    protected function processor(array $settings = []): users {
        return new users($this->settings($settings + ['key' => ['idnumber']]));
    }

    /**
     * The row of a whole person.
     *
     * @param array $values that differ
     * @param record|null $record
     * @return row
     */
    private function person(array $values = [], ?record $record = null): row {
        return $this->row($values + [
            'idnumber' => '0042', 'username' => 'ada', 'firstname' => 'Ada', 'lastname' => 'Lovelace', 'email' => 'ada@example.org',
        ], $record);
    }

    /**
     * What the feed knows of an account.
     *
     * @param int $id
     * @param array $values that differ
     * @return record
     */
    private function known(int $id, array $values = []): record {
        return $this->record('user', $id, $values);
    }

    /**
     * Plans one row and carries it out.
     *
     * @param row $row
     * @param array $settings
     * @return \stdClass the account afterwards
     */
    private function account(row $row, array $settings = []): \stdClass {
        return \core_user::get_user($this->apply($row, $settings)->objectid, '*', MUST_EXIST);
    }

    public function test_a_user_name_follows_its_row_only_where_the_feed_renames(): void {
        $user = $this->account($this->person());
        $row = $this->person(['username' => 'Countess'], $this->known($user->id));
        $kept = $this->plan($row);
        $this->assertSame([outcome::NOTHING, ['kept', ['column' => 'username']]], [$kept->action, $kept->warnings[1]]);
        $renaming = ['options' => ['rename' => true]];
        $outcome = $this->plan($row, $renaming);
        $this->assertSame(
            ['rename', effect::CHANGE, ['username' => 'ada'], ['username' => 'countess']],
            [$outcome->action, $outcome->effect, $outcome->old, $outcome->new]
        );
        $this->assertSame('countess', $this->account($row, $renaming)->username);
        $this->assertSame(outcome::NOTHING, $this->plan($row, $renaming)->action);
    }

    public function test_a_name_that_somebody_has_or_will_have_is_not_given_twice(): void {
        $user = $this->account($this->person());
        $grace = ['idnumber' => '7', 'username' => 'grace', 'email' => 'grace@example.org'];
        $other = $this->account($this->person($grace));
        $renaming = ['options' => ['rename' => true]];
        $this->assertSame('taken', $this->plan($this->person(['username' => 'grace'], $this->known($user->id)), $renaming)->code);
        $rows = [
            $this->person(['username' => 'new'], $this->known($user->id)),
            $this->person(['username' => 'new'] + $grace, $this->known($other->id)),
            $this->person(['idnumber' => '9', 'username' => 'new', 'email' => 'new@example.org']),
        ];
        $outcomes = $this->processor($renaming)->plan($rows, new overlay());
        $this->assertSame(['rename', 'taken', 'taken'], [$outcomes[0]->action, $outcomes[1]->code, $outcomes[2]->code]);
        // Somebody takes the name between the plan and its application.
        $this->getDataGenerator()->create_user(['username' => 'new']);
        $this->expectExceptionObject(new row_failure('taken'));
        $this->processor($renaming)->apply($outcomes[0], $rows[0]->values);
    }

    public function test_who_is_gone_is_deleted_only_after_days_of_grace_and_only_where_the_feed_says_so(): void {
        $user = $this->account($this->person());
        $gone = fn(array $options, int $days): outcome => $this->processor(['options' => $options])
            ->plan_gone([$this->known($user->id, ['missing' => time() - $days * DAYSECS])], new overlay())[0];
        $this->assertSame('suspend', $gone(['delete_after' => 30], 31)->action);
        user_update_user((object) ['id' => $user->id, 'suspended' => 1], false);
        $this->assertFalse($gone([], 1000)->has_effect());
        $this->assertFalse($gone(['delete_after' => 30], 29)->has_effect());
        $outcome = $gone(['delete_after' => 30], 31);
        $this->assertSame(['delete', effect::DELETION, false], [$outcome->action, $outcome->effect, $outcome->transactional]);
        $users = $this->processor(['options' => ['delete_after' => 30]]);
        $this->assertNull($users->find_applied($outcome, []));
        $this->assertTrue($users->apply($outcome, [])->gone);
        $this->assertSame('1', \core_user::get_user($user->id)->deleted);
        // After a death it is not done again.
        $this->assertTrue($users->find_applied($outcome, [])->gone);
        $this->assertFalse($gone(['delete_after' => 30], 31)->has_effect());
    }

    public function test_whoever_became_an_administrator_is_not_deleted(): void {
        $user = $this->account($this->person(['suspended' => '1']));
        $users = $this->processor(['options' => ['delete_after' => 1]]);
        $record = $this->known($user->id, ['missing' => 1]);
        $outcome = $users->plan_gone([$record], new overlay())[0];
        set_config('siteadmins', "2,$user->id");
        $this->assertFalse($users->plan_gone([$record], new overlay())[0]->has_effect());
        $this->expectException(row_failure::class);
        $users->apply($outcome, []);
    }

    public function test_deleting_needs_the_right_to_and_accounts_that_are_suspended_first(): void {
        $problems = fn(array $options): array => $this->processor(['options' => $options])->problems();
        $this->assertSame([], $problems(['delete_after' => 30, 'rename' => true]));
        $this->assertSame(['users_delete_after'], $problems(['delete_after' => -1]));
        $this->assertSame(['users_delete_after'], $problems(['delete_after' => 30, 'gone' => 'keep']));
        $this->assertSame(['options'], $problems(['rename' => 'yes']));
        $needed = array_column($this->processor(['options' => ['delete_after' => 30]])->capabilities(), 0);
        $this->assertContains('moodle/user:delete', $needed);
        $this->assertNotContains('moodle/user:delete', array_column($this->processor()->capabilities(), 0));
    }
}

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
use tool_syncingest\local\feed\processor\reversal;
use tool_syncingest\local\feed\processor\row;
use tool_syncingest\local\feed\processor\users;
use tool_syncingest\local\feed\rules\mode;
use tool_syncingest\local\feed\rules\owned;
use tool_syncingest\local\feed\rules\undo_state;
use tool_syncingest\local\feed\settings;

/**
 * What of the changes to user accounts can be undone.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers \tool_syncingest\local\feed\processor\users
 * @covers \tool_syncingest\local\feed\processor\user\reversals
 * @covers \tool_syncingest\local\feed\processor\reversal
 */
final class feed_users_undo_test extends \advanced_testcase {
    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
        $this->setAdminUser();
    }

    /**
     * A processor.
     *
     * @return users
     */
    private function users(): users {
        return new users(new settings(1, 2, mode::FULL, key: ['idnumber'], allowed: ['username', 'password']));
    }

    /**
     * An account of the feed.
     *
     * @param array $values
     * @return \stdClass
     */
    private function account(array $values = []): \stdClass {
        return $this->getDataGenerator()->create_user($values + [
            'idnumber' => '0042', 'username' => 'ada', 'firstname' => 'Ada', 'lastname' => 'Lovelace', 'email' => 'ada@example.org',
        ]);
    }

    /**
     * Changes an account as a row does.
     *
     * @param \stdClass $user
     * @param array $values
     * @return outcome as it was applied
     */
    private function apply(\stdClass $user, array $values): outcome {
        $record = new record(md5('0042'), 'user', (int) $user->id, '', owned::CREATED, key: '0042');
        $values += ['idnumber' => '0042'];
        $outcome = $this->users()->plan([new row(2, $values, '0042', md5('0042'), md5(serialize($values)), $record)], new overlay())[0];
        $this->users()->apply($outcome, $values);
        return $outcome;
    }

    /**
     * Suspends an account because its key is gone.
     *
     * @param \stdClass $user
     * @return outcome as it was applied
     */
    private function suspend(\stdClass $user): outcome {
        $record = new record(md5('0042'), 'user', (int) $user->id, '', owned::CREATED, key: '0042');
        $outcome = $this->users()->plan_gone([$record], new overlay())[0];
        $this->users()->apply($outcome, []);
        return $outcome;
    }

    /**
     * Asserts what undoing would do.
     *
     * @param undo_state $state
     * @param string $code
     * @param outcome $outcome
     * @return reversal
     */
    private function assert_reversal(undo_state $state, string $code, outcome $outcome): reversal {
        $reversal = $this->users()->plan_undo([$outcome])[0];
        $this->assertSame([$state, $code], [$reversal->state, $reversal->code]);
        return $reversal;
    }

    public function test_whoever_was_suspended_is_brought_back(): void {
        $user = $this->account();
        $outcome = $this->suspend($user);
        $reversal = $this->assert_reversal(undo_state::POSSIBLE, '', $outcome);
        $this->assertSame([['suspended' => '1'], ['suspended' => '0']], [$reversal->old, $reversal->new]);
        $applied = $this->users()->undo($outcome);
        $this->assertSame('0', \core_user::get_user($user->id)->suspended);
        $this->assertSame(['user', (int) $user->id, owned::CREATED], [$applied->type, $applied->objectid, $applied->owned]);
        $this->assert_reversal(undo_state::NEEDLESS, '', $outcome);
    }

    public function test_whoever_was_brought_back_is_suspended_again(): void {
        $user = $this->account(['suspended' => 1]);
        $outcome = $this->apply($user, ['suspended' => '0']);
        $this->assertSame('restore', $outcome->action);
        $this->users()->undo($outcome);
        $this->assertSame('1', \core_user::get_user($user->id)->suspended);
    }

    public function test_names_addresses_and_custom_fields_come_back(): void {
        $this->getDataGenerator()->create_custom_profile_field(['shortname' => 'house', 'name' => 'House', 'datatype' => 'text']);
        $user = $this->account(['city' => 'London', 'profile_field_house' => 'Blue']);
        $outcome = $this->apply($user, [
            'username' => 'countess', 'lastname' => 'LovelÃ¤ce', 'email' => 'other@example.org', 'city' => 'Paris', 'profile_field_house' => 'Red',
        ]);
        $this->assertSame('LovelÃ¤ce', \core_user::get_user($user->id)->lastname);
        $this->assert_reversal(undo_state::POSSIBLE, '', $outcome);
        $this->users()->undo($outcome);
        $now = \core_user::get_user($user->id);
        $this->assertSame(['ada', 'Lovelace', 'ada@example.org', 'London'], [$now->username, $now->lastname, $now->email, $now->city]);
        $this->assertSame('Blue', profile_user_record($user->id, false)->house);
        $this->assert_reversal(undo_state::NEEDLESS, '', $outcome);
    }

    public function test_a_person_leaves_the_cohorts_that_the_run_has_added_and_no_other(): void {
        global $CFG;
        require_once("$CFG->dirroot/cohort/lib.php");
        [$old, $new] = array_map(fn(string $id) => $this->getDataGenerator()->create_cohort(['idnumber' => $id]), ['6A', '6B']);
        $user = $this->account();
        cohort_add_member($old->id, $user->id);
        $outcome = $this->apply($user, ['cohorts' => '6A|6B']);
        $this->assertTrue(cohort_is_member($new->id, $user->id));
        $this->assert_reversal(undo_state::POSSIBLE, '', $outcome);
        $this->users()->undo($outcome);
        $this->assertSame([true, false], [cohort_is_member($old->id, $user->id), cohort_is_member($new->id, $user->id)]);
        $this->assert_reversal(undo_state::NEEDLESS, '', $outcome);
    }

    public function test_whatever_was_changed_since_is_left_alone(): void {
        $user = $this->account();
        $outcome = $this->apply($user, ['lastname' => 'King', 'city' => 'Paris']);
        user_update_user((object) ['id' => $user->id, 'city' => 'Rome'], false);
        $reversal = $this->assert_reversal(undo_state::CHANGED, 'changed_since', $outcome);
        $this->assertSame(['columns' => ['city']], $reversal->values);
        // Another value that the run has not touched does not matter.
        user_update_user((object) ['id' => $user->id, 'city' => 'Paris', 'department' => '6A'], false);
        $this->assert_reversal(undo_state::POSSIBLE, '', $outcome);
    }

    public function test_a_value_that_another_account_has_by_now_does_not_come_back(): void {
        $user = $this->account();
        $outcome = $this->apply($user, ['email' => 'other@example.org']);
        $this->getDataGenerator()->create_user(['email' => 'ADA@example.org']);
        $this->assert_reversal(undo_state::CHANGED, 'taken', $outcome);
    }

    public function test_new_accounts_deleted_ones_and_those_that_must_not_be_touched_are_not_undone(): void {
        $values = ['idnumber' => '7', 'username' => 'new', 'firstname' => 'N', 'lastname' => 'N', 'email' => 'n@example.org'];
        $outcome = $this->users()->plan([new row(2, $values, '7', md5('7'), md5('x'))], new overlay())[0];
        $this->assert_reversal(undo_state::IMPOSSIBLE, 'created', $outcome);
        $user = $this->account();
        $outcome = $this->suspend($user);
        set_config('siteadmins', "2,$user->id");
        $this->assert_reversal(undo_state::IMPOSSIBLE, 'protected', $outcome);
        set_config('siteadmins', '2');
        delete_user(\core_user::get_user($user->id));
        $this->assert_reversal(undo_state::CHANGED, 'object_gone', $outcome);
    }

    public function test_the_queries_of_a_look_do_not_grow_with_the_rows_and_nothing_is_written(): void {
        global $DB;
        $outcomes = [];
        foreach (range(1, 40) as $number) {
            $outcomes[] = $this->suspend($this->account(['idnumber' => "n$number", 'username' => "u$number", 'email' => "u$number@example.org"]));
        }
        $count = function (int $rows) use ($DB, $outcomes): int {
            $before = $DB->perf_get_queries();
            $this->users()->plan_undo(array_slice($outcomes, 0, $rows));
            return $DB->perf_get_queries() - $before;
        };
        $writes = $DB->perf_get_writes();
        $count(2);
        $this->assertSame($count(2), $count(40));
        $this->assertSame($writes, $DB->perf_get_writes());
    }

    public function test_every_reason_has_its_words_in_both_languages(): void {
        foreach (['no_undo', 'created', 'object_gone', 'protected', 'taken', 'changed_since', 'no_transaction'] as $code) {
            $this->assertTrue(get_string_manager()->string_exists("undo_$code", 'tool_syncingest'), $code);
        }
    }
}

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
use tool_syncingest\local\feed\rules\mode;
use tool_syncingest\local\feed\rules\owned;
use tool_syncingest\local\feed\settings;

/**
 * The processor of user accounts.
 *
 * @package    tool_syncingest
 * @category   test
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \tool_syncingest\local\feed\processor\users
 */
final class feed_users_test extends \advanced_testcase {
    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
        $this->setAdminUser();
    }

    /**
     * A processor.
     *
     * @param array $settings
     * @return users
     */
    private function users(array $settings = []): users {
        return new users(new settings(...$settings + ['feedid' => 1, 'ownerid' => 2, 'mode' => mode::FULL, 'key' => ['idnumber']]));
    }

    /**
     * A row.
     *
     * @param array $values
     * @param record|null $record
     * @return row
     */
    private function row(array $values, ?record $record = null): row {
        $key = $values['idnumber'] ?? $values['username'] ?? '';
        return new row(2, $values, $key, md5($key), md5(serialize($values)), $record);
    }

    /**
     * A row of a whole person.
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
    private function record(int $id, array $values = []): record {
        return new record(...$values + [
            'keyhash' => md5('0042'), 'type' => 'user', 'objectid' => $id, 'scope' => '', 'owned' => owned::CREATED, 'key' => '0042',
        ]);
    }

    /**
     * Plans one row.
     *
     * @param row $row
     * @param array $settings
     * @return outcome
     */
    private function plan(row $row, array $settings = []): outcome {
        return $this->users($settings)->plan([$row], new overlay())[0];
    }

    /**
     * Plans one row and carries it out.
     *
     * @param row $row
     * @param array $settings
     * @return \stdClass the account afterwards
     */
    private function apply(row $row, array $settings = []): \stdClass {
        $applied = $this->users($settings)->apply($this->plan($row, $settings), $row->values);
        return \core_user::get_user($applied->objectid, '*', MUST_EXIST);
    }

    public function test_a_new_person_gets_an_account_and_a_password_by_mail(): void {
        $user = $this->apply($this->person());
        $this->assertSame(['ada', '0042', 'Lovelace', 'manual'], [$user->username, $user->idnumber, $user->lastname, $user->auth]);
        $this->assertSame('1', get_user_preferences('create_password', null, $user->id));
    }

    public function test_no_password_is_mailed_where_the_feed_does_not_want_it(): void {
        $user = $this->apply($this->person(), ['options' => ['mail_passwords' => false]]);
        $this->assertNull(get_user_preferences('create_password', null, $user->id));
    }

    public function test_a_plan_writes_nothing(): void {
        global $DB;
        $before = $DB->perf_get_writes();
        $outcome = $this->plan($this->person(['cohorts' => '']));
        $this->assertSame(['create', effect::ADDITION, owned::CREATED], [$outcome->action, $outcome->effect, $outcome->owned]);
        $this->assertSame($before, $DB->perf_get_writes());
    }

    public function test_the_queries_of_a_plan_do_not_grow_with_its_rows(): void {
        global $DB;
        foreach (range(1, 60) as $number) {
            $this->getDataGenerator()->create_user(['idnumber' => "n$number", 'username' => "u$number"]);
        }
        $count = function (int $rows) use ($DB): int {
            $chunk = array_map(fn(int $number): row => $this->person(
                ['idnumber' => "n$number", 'username' => "u$number", 'email' => "u$number@example.org"]
            ), range(1, $rows));
            $before = $DB->perf_get_queries();
            $this->users(['adopting' => true])->plan($chunk, new overlay());
            return $DB->perf_get_queries() - $before;
        };
        $count(2);
        $this->assertSame($count(2), $count(60));
    }

    public function test_an_account_that_is_so_already_is_left_as_it_is(): void {
        $user = $this->apply($this->person());
        $outcome = $this->plan($this->person([], $this->record($user->id)));
        $this->assertSame([outcome::NOTHING, effect::NONE, (int) $user->id], [$outcome->action, $outcome->effect, $outcome->objectid]);
    }

    public function test_an_account_of_the_feed_follows_its_row(): void {
        $user = $this->apply($this->person());
        $row = $this->person(['lastname' => 'King', 'city' => 'London'], $this->record($user->id));
        $outcome = $this->plan($row);
        $this->assertSame(['lastname' => 'Lovelace', 'city' => ''], $outcome->old);
        $user = $this->apply($row);
        $this->assertSame(['King', 'London'], [$user->lastname, $user->city]);
    }

    public function test_an_account_that_was_there_is_left_alone_unless_the_feed_may_adopt_it(): void {
        $there = $this->getDataGenerator()->create_user(['idnumber' => '0042', 'username' => 'ada', 'email' => 'old@example.org']);
        $outcome = $this->plan($this->person());
        $this->assertSame([outcome::NOTHING, [['not_owned', []]]], [$outcome->action, $outcome->warnings]);
        $outcome = $this->plan($this->person(), ['adopting' => true]);
        $this->assertSame([owned::ADOPTED, (int) $there->id], [$outcome->owned, $outcome->objectid]);
        // An account that can write the drop folder does not get its mails.
        $this->assertArrayNotHasKey('email', $outcome->new);
        $this->assertContains(['kept', ['column' => 'email']], $outcome->warnings);
    }

    public function test_administrators_guests_the_owner_and_whoever_has_a_role_in_the_site_are_never_touched(): void {
        global $DB;
        $manager = $this->getDataGenerator()->create_user();
        role_assign($DB->get_field('role', 'id', ['shortname' => 'manager']), $manager->id, \context_system::instance());
        $owner = $this->getDataGenerator()->create_user();
        $settings = ['adopting' => true, 'ownerid' => (int) $owner->id];
        foreach (['administrator' => get_admin(), 'guest' => guest_user(), 'system_role' => $manager, 'feed_owner' => $owner] as $code => $user) {
            $DB->set_field('user', 'idnumber', '0042', ['id' => $user->id]);
            $row = $this->person(['username' => $user->username, 'email' => "$code@example.org", 'suspended' => '1']);
            $outcome = $this->plan($row, $settings);
            $this->assertSame([outcome::NOTHING, [[$code, []]]], [$outcome->action, $outcome->warnings], $code);
            $record = $this->record($user->id);
            $this->assertFalse($this->users($settings)->plan_gone([$record], new overlay())[0]->has_effect(), $code);
            $DB->set_field('user', 'idnumber', '', ['id' => $user->id]);
        }
    }

    public function test_whoever_becomes_an_administrator_after_the_plan_is_not_touched_either(): void {
        $user = $this->apply($this->person());
        $row = $this->person(['lastname' => 'King'], $this->record($user->id));
        $outcome = $this->plan($row);
        set_config('siteadmins', "2,$user->id");
        $this->expectException(row_failure::class);
        $this->users()->apply($outcome, $row->values);
    }

    public function test_who_is_gone_is_suspended_and_who_comes_back_is_brought_back(): void {
        $user = $this->apply($this->person());
        $outcome = $this->users()->plan_gone([$this->record($user->id)], new overlay())[0];
        $this->assertSame(['suspend', effect::SUSPENSION], [$outcome->action, $outcome->effect]);
        $this->users()->apply($outcome, []);
        $this->assertSame('1', \core_user::get_user($user->id)->suspended);
        $row = $this->person([], $this->record($user->id, ['missing' => time() - DAYSECS]));
        $this->assertSame('restore', $this->plan($row)->action);
        $this->assertSame('0', $this->apply($row)->suspended);
    }

    public function test_who_is_gone_is_kept_where_the_feed_says_so(): void {
        $user = $this->apply($this->person());
        $users = $this->users(['options' => ['gone' => 'keep']]);
        $this->assertFalse($users->plan_gone([$this->record($user->id)], new overlay())[0]->has_effect());
    }

    public function test_a_row_that_suspends_counts_as_a_suspension(): void {
        $user = $this->apply($this->person());
        $outcome = $this->plan($this->person(['suspended' => 'oui'], $this->record($user->id)));
        $this->assertSame(effect::SUSPENSION, $outcome->effect);
    }

    public function test_an_account_that_was_deleted_and_made_again_by_hand_is_not_the_feeds(): void {
        $user = $this->apply($this->person());
        delete_user($user);
        $this->getDataGenerator()->create_user(['idnumber' => '0042', 'username' => 'ada', 'email' => 'ada@example.org']);
        $outcome = $this->plan($this->person([], $this->record($user->id)));
        $this->assertSame([['not_owned', []]], $outcome->warnings);
    }

    /**
     * Rows that fail, and why.
     *
     * @return array[]
     */
    public static function bad_rows(): array {
        return [
            'no last name' => [['lastname' => ''], 'missing'],
            'a name that Moodle would change' => [['username' => 'Zoé Bad'], 'username'],
            'no address' => [['email' => 'nobody'], 'email'],
            'no country' => [['country' => 'Atlantis'], 'country'],
            'no language' => [['lang' => 'xx'], 'lang'],
            'no time zone' => [['timezone' => 'Mars/Olympus'], 'timezone'],
            'neither yes nor no' => [['suspended' => 'perhaps'], 'flag'],
            'markup' => [['lastname' => '<script>x</script>'], 'not_storable'],
            'too long' => [['firstname' => str_repeat('x', 101)], 'too_long'],
            'no such cohort' => [['cohorts' => 'nowhere'], 'cohort_missing'],
            'no authentication' => [['auth' => 'magic'], 'auth'],
        ];
    }

    /**
     * A bad row fails by itself.
     *
     * @dataProvider bad_rows
     * @param array $values
     * @param string $code
     */
    public function test_a_bad_row_fails_with_its_reason_and_no_other_row_suffers(array $values, string $code): void {
        $other = $this->person(['idnumber' => '7', 'username' => 'grace', 'email' => 'grace@example.org']);
        $outcomes = $this->users()->plan([$this->person($values), $other], new overlay());
        $this->assertSame([$code, 'create'], [$outcomes[0]->code, $outcomes[1]->action]);
        $this->assertTrue(get_string_manager()->string_exists("row_$code", 'tool_syncingest'));
    }

    public function test_capital_letters_in_a_user_name_are_said_in_the_plan(): void {
        $outcome = $this->plan($this->person(['username' => 'Ada']));
        $this->assertSame([['username_changed', ['from' => 'Ada', 'to' => 'ada']]], $outcome->warnings);
        $this->assertSame('ada', $outcome->new['username']);
    }

    public function test_two_rows_that_would_make_the_same_account_are_found_before_anything_is_written(): void {
        $rows = [$this->person(), $this->person(['idnumber' => '7', 'email' => 'other@example.org'])];
        $outcomes = $this->users()->plan($rows, new overlay());
        $this->assertSame(['create', 'taken'], [$outcomes[0]->action, $outcomes[1]->code]);
    }

    public function test_two_persons_with_one_idnumber_are_an_error_of_the_row(): void {
        global $DB;
        foreach (['one', 'two'] as $name) {
            $DB->set_field('user', 'idnumber', '0042', ['id' => $this->getDataGenerator()->create_user(['username' => $name])->id]);
        }
        $this->assertSame('ambiguous', $this->plan($this->person())->code);
    }

    public function test_a_name_or_an_address_that_another_account_has_is_refused(): void {
        $this->getDataGenerator()->create_user(['username' => 'ada', 'email' => 'somebody@example.org']);
        $this->assertSame('taken', $this->plan($this->person())->code);
        $this->assertSame('taken', $this->plan($this->person(['username' => 'x', 'email' => 'SOMEBODY@example.org']))->code);
    }

    public function test_custom_profile_fields_are_columns(): void {
        $generator = $this->getDataGenerator();
        $generator->create_custom_profile_field(['shortname' => 'house', 'name' => 'House', 'datatype' => 'menu', 'param1' => "Red\nBlue"]);
        $generator->create_custom_profile_field(['shortname' => 'boarder', 'name' => 'Boarder', 'datatype' => 'checkbox']);
        $row = $this->person(['profile_field_house' => 'Blue', 'profile_field_boarder' => 'oui']);
        $user = $this->apply($row);
        $profile = profile_user_record($user->id, false);
        $this->assertSame(['Blue', '1'], [$profile->house, (string) $profile->boarder]);
        $same = $this->plan($this->person(
            ['profile_field_house' => 'Blue', 'profile_field_boarder' => 'oui'],
            $this->record($user->id)
        ));
        $this->assertSame(outcome::NOTHING, $same->action);
        $this->assertSame('menu', $this->plan($this->person(['profile_field_house' => 'Green']))->code);
    }

    public function test_a_person_joins_cohorts_and_leaves_none(): void {
        global $DB;
        $cohort = $this->getDataGenerator()->create_cohort(['idnumber' => '6A']);
        $other = $this->getDataGenerator()->create_cohort(['idnumber' => '6B']);
        $user = $this->apply($this->person(['cohorts' => '6A']));
        cohort_add_member($other->id, $user->id);
        $outcome = $this->plan($this->person(['cohorts' => '6A'], $this->record($user->id)));
        $this->assertSame(outcome::NOTHING, $outcome->action);
        $this->assertSame(2, $DB->count_records('cohort_members', ['userid' => $user->id]));
        $this->assertTrue($DB->record_exists('cohort_members', ['userid' => $user->id, 'cohortid' => $cohort->id]));
    }

    public function test_a_password_is_written_only_where_the_feed_allows_it_and_never_shown(): void {
        $row = $this->person(['password' => 'Secret-1234']);
        $outcome = $this->plan($row);
        $this->assertStringNotContainsString('Secret', json_encode($outcome));
        $user = $this->apply($row);
        $this->assertFalse(validate_internal_user_password($user, 'Secret-1234'));
        delete_user($user);
        $user = $this->apply($row, ['allowed' => ['password']]);
        $this->assertTrue(validate_internal_user_password($user, 'Secret-1234'));
    }

    public function test_the_authentication_of_a_new_account_is_the_feeds_unless_the_column_is_allowed(): void {
        $this->assertSame('manual', $this->apply($this->person(['auth' => 'nologin']))->auth);
    }

    public function test_a_feed_of_users_needs_one_key(): void {
        $this->assertSame([], $this->users()->problems());
        $this->assertSame(['users_key'], $this->users(['key' => ['lastname']])->problems());
        $this->assertSame(['options'], $this->users(['options' => ['gone' => 'delete']])->problems());
    }

    public function test_the_sample_file_of_the_documentation_works(): void {
        $lines = array_map(fn(string $line): array => str_getcsv($line, ',', '"', ''), file(__DIR__ . '/../docs/users.csv', FILE_IGNORE_NEW_LINES));
        $header = array_shift($lines);
        $rows = array_map(fn(array $cells): row => $this->row(array_combine($header, $cells)), $lines);
        foreach ($this->users()->plan($rows, new overlay()) as $outcome) {
            $this->assertSame(['create', ''], [$outcome->action, $outcome->code]);
        }
    }
}

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

namespace tool_syncingest\local\feed\processor;

use tool_syncingest\local\feed\processor\user\account;
use tool_syncingest\local\feed\processor\user\cohort_names;
use tool_syncingest\local\feed\processor\user\departures;
use tool_syncingest\local\feed\processor\user\people;
use tool_syncingest\local\feed\processor\user\profile_fields;
use tool_syncingest\local\feed\processor\user\reversals;
use tool_syncingest\local\feed\processor\user\wanted;
use tool_syncingest\local\feed\rules\effect;
use tool_syncingest\local\feed\rules\owned;
use tool_syncingest\local\feed\rules\ownership;
use tool_syncingest\local\feed\rules\user_columns;
use tool_syncingest\local\feed\rules\user_values;
use tool_syncingest\local\feed\settings;

/**
 * Makes accounts, keeps them up to date, suspends those that are gone, and brings back who comes back; renames and deletes them
 * where the feed allows it. docs/users.md describes its columns and options.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class users extends row_processor {
    /** @var string the type of its objects */
    private const TYPE = 'user';

    #[\Override]
    public static function options(): array {
        return [
            // Whether cron makes a password for a new account and mails it.
            'mail_passwords' => new option(option::FLAG, true),
            // The authentication of new accounts, where the row does not say.
            'auth' => new option(option::CHOICE, 'manual', array_keys(\core_component::get_plugin_list('auth'))),
            // Whether accounts are changed after they were made.
            'update' => new option(option::FLAG, true),
            // What becomes of an account whose key is gone from a full file.
            'gone' => new option(option::CHOICE, 'suspend', ['suspend', 'keep']),
            // Whether the user name of an account of the feed follows its row.
            'rename' => new option(option::FLAG, false),
            // How many days an account must have been gone before it is deleted; 0: it never is.
            'delete_after' => new option(option::NUMBER, 0),
        ];
    }

    #[\Override]
    public static function templates(): array {
        return [
            'full' => ['mode' => 'full', 'key' => ['idnumber']],
            'rows' => ['mode' => 'rows', 'key' => ['idnumber']],
            'once' => ['mode' => 'rows', 'key' => ['idnumber'], 'options' => ['update' => false]],
        ];
    }

    #[\Override]
    public static function keys(): array {
        return [['idnumber'], ['username'], ['email']];
    }

    #[\Override]
    public static function columns(): array {
        $columns = column::all(user_columns::SYNONYMS, user_columns::SECRET);
        foreach (array_keys(profile_fields::all()) as $name) {
            $columns[$name] = new column($name, [substr($name, strlen(user_columns::PROFILE))]);
        }
        return $columns;
    }

    #[\Override]
    public function problems(): array {
        $problems = [];
        if (count($this->settings->key) !== 1 || !in_array($this->settings->key[0], user_columns::KEYS, true)) {
            $problems[] = 'users_key';
        }
        $unknown = array_diff_key($this->settings->options, self::options());
        $days = $this->option('delete_after');
        if ($unknown || !in_array($this->option('gone'), ['suspend', 'keep'], true) || !is_bool($this->option('rename'))) {
            $problems[] = 'options';
        }
        if (!is_int($days) || $days < 0 || ($days > 0 && $this->option('gone') !== 'suspend')) {
            $problems[] = 'users_delete_after';
        }
        if (!exists_auth_plugin((string) $this->option('auth'))) {
            $problems[] = 'users_auth';
        }
        return $problems;
    }

    #[\Override]
    public static function announce(outcome $outcome, overlay $overlay): void {
        foreach (array_intersect_key($outcome->new, array_flip(user_columns::KEYS)) as $column => $value) {
            $overlay->create("user $column", people::fold($value));
        }
    }

    #[\Override]
    public function capabilities(): array {
        $system = \context_system::instance()->id;
        $needed = ['moodle/user:create', 'moodle/user:update', ...($this->option('delete_after') ? ['moodle/user:delete'] : [])];
        return array_map(fn(string $capability): array => [$capability, $system], $needed);
    }

    #[\Override]
    public function plan(array $rows, overlay $overlay): array {
        $fields = array_intersect_key(profile_fields::all(), reset($rows) ? reset($rows)->values : []);
        [$wanted, $failures] = [[], []];
        foreach ($rows as $position => $row) {
            try {
                $wanted[$position] = wanted::read($row, $fields);
            } catch (row_failure $failure) {
                $failures[$position] = outcome::fails($row, $failure->reason, $failure->values);
            }
        }
        $people = $this->people($rows, $wanted, $fields);
        $cohorts = new cohort_names(array_merge(...array_values(array_map(fn(wanted $one): array => $one->cohorts, $wanted)) ?: [[]]));
        $outcomes = [];
        foreach ($rows as $position => $row) {
            try {
                $outcomes[$position] = $failures[$position]
                    ?? $this->plan_row($row, $wanted[$position], $people, $cohorts, $overlay);
            } catch (row_failure $failure) {
                $outcomes[$position] = outcome::fails($row, $failure->reason, $failure->values);
            }
        }
        return $outcomes;
    }

    #[\Override]
    public function plan_gone(array $records, overlay $overlay): array {
        return $this->option('gone') === 'suspend'
            ? (new departures($this->settings->ownerid, (int) $this->option('delete_after'), time()))->plan($records)
            : parent::plan_gone($records, $overlay);
    }

    #[\Override]
    public function apply(outcome $outcome, array $values): applied {
        $password = $this->password($outcome, $values);
        $cohorts = $outcome->data['cohorts'] ?? [];
        if ($outcome->action === 'create') {
            $id = account::create($outcome->new + ['auth' => (string) $this->option('auth')], $password, (bool) $this->option('mail_passwords'));
            account::join($id, $cohorts);
            return new applied(self::TYPE, $id, owned::CREATED);
        }
        $this->ensure_allowed($outcome);
        if ($outcome->action === 'delete') {
            account::delete($outcome->objectid);
            return new applied(self::TYPE, $outcome->objectid, $outcome->owned, gone: true);
        }
        account::update($outcome->objectid, array_diff_key($outcome->new, ['cohorts' => true]), $password);
        account::join($outcome->objectid, $cohorts);
        return new applied(self::TYPE, $outcome->objectid, $outcome->owned);
    }

    #[\Override]
    public function plan_undo(array $outcomes): array {
        return (new reversals($this->settings))->plan($outcomes);
    }

    #[\Override]
    public function undo(outcome $outcome): applied {
        account::update($outcome->objectid, array_diff_key($outcome->old, ['cohorts' => true]));
        account::leave($outcome->objectid, $outcome->data['cohorts'] ?? []);
        return new applied(self::TYPE, $outcome->objectid, $outcome->owned);
    }

    #[\Override]
    public function find_applied(outcome $outcome, array $values): ?applied {
        $isgone = $outcome->action === 'delete' && (new people([], [$outcome->objectid], []))->get($outcome->objectid) === null;
        return $isgone ? new applied(self::TYPE, $outcome->objectid, $outcome->owned, gone: true) : null;
    }

    /**
     * Returns the guarded columns that the feed may write.
     *
     * @return string[]
     */
    private function allowed(): array {
        return [...$this->settings->allowed, ...($this->option('rename') ? ['username'] : [])];
    }

    #[\Override]
    protected function option(string $name): mixed {
        // An option that was set to null is wrong, and is no way to ask for its default.
        return $this->effects()[$name];
    }

    /**
     * Reads the accounts to which rows may lead: by their keys, by what must be unique, and by what the feed knows.
     *
     * @param row[] $rows
     * @param wanted[] $wanted
     * @param \stdClass[] $fields
     * @return people
     */
    private function people(array $rows, array $wanted, array $fields): people {
        $values = [];
        foreach (user_columns::KEYS as $column) {
            $cells = array_map(fn(wanted $one): string => $one->values[$column] ?? '', $wanted);
            $values[$column] = array_filter($cells, fn(string $cell): bool => $cell !== '');
        }
        $known = array_map(fn(row $row): int => $row->record?->objectid ?? 0, $rows);
        return new people($values, array_filter($known), $fields);
    }

    /**
     * Plans a row.
     *
     * @param row $row
     * @param wanted $wanted
     * @param people $people
     * @param cohort_names $cohorts
     * @param overlay $overlay
     * @return outcome
     * @throws row_failure
     */
    private function plan_row(row $row, wanted $wanted, people $people, cohort_names $cohorts, overlay $overlay): outcome {
        $key = $this->settings->key[0];
        $ids = array_map($cohorts->id(...), $wanted->cohorts);
        $found = $people->by($key, $wanted->values[$key] ?? '');
        if (count($found) > 1) {
            throw new row_failure('ambiguous', ['column' => $key, 'value' => $row->key]);
        }
        $known = $row->record !== null && $row->record->type === self::TYPE ? $people->get($row->record->objectid) : null;
        if ($known !== null && $found && $found[0]->id !== $known->id) {
            // The account that the feed has for this key was renamed, and somebody else has the key by now.
            throw new row_failure('key_of_another', ['column' => $key, 'value' => $row->key]);
        }
        $account = $known ?? $found[0] ?? null;
        $this->ensure_unique($wanted, $people, $overlay, $account);
        return $account === null
            ? $this->plan_creation($row, $wanted, $ids, $overlay)
            : $this->plan_change($row, $wanted, $ids, $account, $people, $overlay);
    }

    /**
     * Plans a new account.
     *
     * @param row $row
     * @param wanted $wanted
     * @param int[] $cohorts
     * @param overlay $overlay
     * @return outcome
     * @throws row_failure
     */
    private function plan_creation(row $row, wanted $wanted, array $cohorts, overlay $overlay): outcome {
        $values = array_filter($wanted->values, fn(string $value): bool => $value !== '');
        foreach (user_columns::NEEDED as $column) {
            if (!isset($values[$column])) {
                throw new row_failure('missing', ['column' => $column]);
            }
        }
        $warnings = $wanted->warnings;
        if (isset($values['auth']) && !ownership::may_write('auth', true, $this->settings->allowed)) {
            unset($values['auth']);
            $warnings[] = ['kept', ['column' => 'auth']];
        }
        $outcome = outcome::of($row, 'create', effect::ADDITION, type: self::TYPE, owned: owned::CREATED,
            new: $values + ($cohorts ? ['cohorts' => implode('|', $wanted->cohorts)] : []),
            data: ['cohorts' => $cohorts], warnings: $warnings);
        self::announce($outcome, $overlay);
        return $outcome;
    }

    /**
     * Plans what becomes of an account that is there.
     *
     * @param row $row
     * @param wanted $wanted
     * @param int[] $cohorts
     * @param \stdClass $account
     * @param people $people
     * @param overlay $overlay
     * @return outcome
     */
    private function plan_change(row $row, wanted $wanted, array $cohorts, \stdClass $account, people $people, overlay $overlay): outcome {
        $id = (int) $account->id;
        $record = $row->record_of(self::TYPE, $id);
        $owned = $record?->owned;
        $target = $people->target($account, $owned, $this->settings->ownerid, $record !== null && $record->pinned);
        $objection = ownership::adoption_objection($target, $this->settings->adopting);
        if ($objection !== null) {
            return outcome::left_alone($row, self::TYPE, $id, $owned, [...$wanted->warnings, [$objection, []]]);
        }
        $owned = $owned !== null && $owned->is_owned() ? $owned : owned::ADOPTED;
        $values = $wanted->values;
        if (!isset($values['suspended']) && $record?->missing !== null) {
            // Who was gone and comes back is brought back.
            $values['suspended'] = '0';
        }
        if (!$this->option('update')) {
            $values = array_intersect_key($values, ['suspended' => true]);
        }
        [$old, $new, $kept] = user_values::changes($people->values($account), $values, $owned !== owned::ADOPTED || $record !== null,
            $this->allowed(), $this->settings->once, $this->settings->empty === settings::ERASE);
        $warnings = [...$wanted->warnings, ...array_map(fn(string $column): array => ['kept', ['column' => $column]], $kept)];
        $join = array_values(array_diff($cohorts, $people->cohorts($account)));
        if ($join) {
            $new['cohorts'] = implode('|', $wanted->cohorts);
        }
        if (!$new) {
            return outcome::of($row, outcome::NOTHING, effect::NONE, type: self::TYPE, objectid: $id, owned: $owned, warnings: $warnings);
        }
        [$action, $effect] = match (true) {
            ($new['suspended'] ?? '') === '1' => ['suspend', effect::SUSPENSION],
            ($new['suspended'] ?? '') === '0' => ['restore', effect::CHANGE],
            isset($new['username']) => ['rename', effect::CHANGE],
            default => ['update', effect::CHANGE],
        };
        $outcome = outcome::of($row, $action, $effect, type: self::TYPE, objectid: $id, owned: $owned, old: $old, new: $new,
            data: ['cohorts' => $join], warnings: $warnings);
        self::announce($outcome, $overlay);
        return $outcome;
    }

    /**
     * Refuses what another account has already, or an earlier row would give one.
     *
     * @param wanted $wanted
     * @param people $people
     * @param overlay $overlay
     * @param \stdClass|null $account of the row itself
     * @throws row_failure
     */
    private function ensure_unique(wanted $wanted, people $people, overlay $overlay, ?\stdClass $account): void {
        global $CFG;
        $unique = $CFG->allowaccountssameemail ?? false ? ['username', 'idnumber'] : user_columns::KEYS;
        foreach ($unique as $column) {
            $value = $wanted->values[$column] ?? '';
            $others = array_filter($people->by($column, $value), fn(\stdClass $other): bool => $other->id !== ($account->id ?? 0));
            $iswritten = $account === null || ownership::may_write($column, true, $this->allowed());
            $isplanned = $value !== '' && $iswritten && $overlay->find("user $column", people::fold($value)) !== null;
            $ischanged = $account === null || people::fold((string) $account->$column) !== people::fold($value);
            if ($ischanged && ($isplanned || $others)) {
                throw new row_failure('taken', ['column' => $column, 'value' => $value]);
            }
        }
    }

    /**
     * Returns the password of a row, where the feed allows the column.
     *
     * @param outcome $outcome
     * @param string[] $values
     * @return string empty: none
     */
    private function password(outcome $outcome, array $values): string {
        $iswritten = $outcome->line > 0 && ownership::may_write('password', $outcome->owned->is_owned(), $this->settings->allowed)
            && ($outcome->action === 'create' || !in_array('password', $this->settings->once, true));
        return $iswritten ? $values['password'] ?? '' : '';
    }

    /**
     * Looks once more, at the moment of writing, whether the account may be touched.
     *
     * @param outcome $outcome
     * @throws row_failure
     */
    private function ensure_allowed(outcome $outcome): void {
        $people = new people([], [$outcome->objectid], []);
        $account = $people->get($outcome->objectid) ?? throw new row_failure('object_gone');
        $objection = ownership::objection($people->target($account, $outcome->owned, $this->settings->ownerid));
        if ($objection !== null) {
            throw new row_failure('protected', ['reason' => $objection]);
        }
    }
}

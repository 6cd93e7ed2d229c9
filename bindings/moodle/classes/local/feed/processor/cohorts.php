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

use tool_syncingest\local\feed\processor\category\categories;
use tool_syncingest\local\feed\processor\cohort\cohort_rows;
use tool_syncingest\local\feed\processor\cohort\known_cohorts;
use tool_syncingest\local\feed\processor\cohort\member_rows;
use tool_syncingest\local\feed\processor\cohort\memberships;
use tool_syncingest\local\feed\processor\cohort\reversals;
use tool_syncingest\local\feed\rules\cohort_columns;
use tool_syncingest\local\feed\rules\cohort_scope;
use tool_syncingest\local\feed\rules\owned;
use tool_syncingest\local\feed\rules\user_columns;

/**
 * Makes and changes cohorts, where the key is the cohort; or keeps their members, where the key is the cohort and the user.
 * docs/cohorts.md describes its columns and options.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class cohorts extends row_processor {
    /** @var memberships|null of the chunk that is being applied */
    private ?memberships $chunk = null;

    #[\Override]
    public static function options(): array {
        return [
            // By what a cell of the column user leads to an account.
            'user' => new option(option::CHOICE, 'idnumber', user_columns::KEYS),
            // The number of the category in which cohorts are made; empty: in the whole site.
            'category' => new option(option::TEXT, ''),
            // Whether a cohort that a member names and that is not there is made.
            'create' => new option(option::FLAG, true),
            // Whether cohorts are changed after they were made.
            'update' => new option(option::FLAG, true),
            // What becomes of what is gone from a full file: a member is removed and a cohort is hidden, or it is kept.
            'gone' => new option(option::CHOICE, 'remove', ['remove', 'keep']),
        ];
    }

    #[\Override]
    public static function templates(): array {
        $members = ['cohort', 'user'];
        return [
            'full' => ['mode' => 'full', 'key' => $members], 'rows' => ['mode' => 'rows', 'key' => $members],
            'cohorts' => ['mode' => 'rows', 'key' => ['cohort']],
        ];
    }

    #[\Override]
    public static function keys(): array {
        return [['cohort', 'user'], ['cohort']];
    }

    #[\Override]
    public static function columns(): array {
        return column::all(cohort_columns::SYNONYMS);
    }

    #[\Override]
    public function problems(): array {
        $problems = [];
        if (!in_array($this->sorted_key(), [['cohort'], ['cohort', 'user']], true)) {
            $problems[] = 'cohorts_key';
        }
        $bad = array_diff_key($this->settings->options, self::options()) || !in_array($this->option('user'), user_columns::KEYS, true)
            || !in_array($this->option('gone'), ['remove', 'keep'], true) || !is_string($this->option('category'));
        if ($bad) {
            $problems[] = 'options';
        } else if ($this->contextid() === null) {
            $problems[] = 'category';
        }
        return $problems;
    }

    #[\Override]
    public function capabilities(): array {
        // Without its category, a context that is not there: the feed is held.
        $contextid = $this->contextid() ?? 0;
        return $this->is_about_members()
            ? [['moodle/cohort:assign', $contextid], ...($this->option('create') ? [['moodle/cohort:manage', $contextid]] : [])]
            : [['moodle/cohort:manage', $contextid]];
    }

    #[\Override]
    public static function waits_for(): array {
        return ['user_missing', 'cohort_missing', 'category_missing'];
    }

    #[\Override]
    public function plan(array $rows, overlay $overlay): array {
        return $this->is_about_members() ? $this->member_rows()->plan($rows, $overlay) : $this->cohort_rows()->plan($rows);
    }

    #[\Override]
    public function plan_gone(array $records, overlay $overlay): array {
        return $this->is_about_members() ? $this->member_rows()->plan_gone($records) : $this->cohort_rows()->plan_gone($records);
    }

    #[\Override]
    public function count_members(array $scopes): array {
        global $DB;
        $ids = array_map(cohort_scope::id(...), array_map('strval', $scopes));
        [$in, $params] = $DB->get_in_or_equal($ids);
        $counts = $DB->get_records_sql_menu("SELECT cohortid, COUNT(*) FROM {cohort_members} WHERE cohortid $in GROUP BY cohortid", $params);
        return array_combine($scopes, array_map(fn(int $id): int => (int) ($counts[$id] ?? 0), $ids));
    }

    #[\Override]
    public function prepare(array $outcomes): void {
        $this->chunk = $this->is_about_members() && $outcomes ? new memberships($outcomes, $this->settings->ownerid) : null;
    }

    #[\Override]
    public function apply(outcome $outcome, array $values): applied {
        if ($outcome->type === cohort_rows::TYPE) {
            return $this->cohort_rows()->apply($outcome);
        }
        return ($this->chunk ?? new memberships([$outcome], $this->settings->ownerid))->apply($outcome);
    }

    #[\Override]
    public function find_applied(outcome $outcome, array $values): ?applied {
        // Everything else does no harm when it is done twice.
        if ($outcome->type !== cohort_rows::TYPE || $outcome->action !== 'create') {
            return null;
        }
        $cohort = (new known_cohorts([$outcome->data['number']], []))->find($outcome->data['number']);
        return $cohort === null ? null : new applied(cohort_rows::TYPE, (int) $cohort->id, owned::CREATED);
    }

    #[\Override]
    public function plan_undo(array $outcomes): array {
        return array_map((new reversals($outcomes, $this->settings->ownerid))->of(...), $outcomes);
    }

    #[\Override]
    public function undo(outcome $outcome): applied {
        if ($outcome->type === cohort_rows::TYPE) {
            return $this->cohort_rows()->undo($outcome);
        }
        return memberships::undo($outcome, (new reversals([$outcome], $this->settings->ownerid))->cohort($outcome));
    }

    /**
     * Returns the key in a fixed order.
     *
     * @return string[]
     */
    private function sorted_key(): array {
        $key = $this->settings->key;
        sort($key);
        return $key;
    }

    /**
     * Returns whether rows are members.
     *
     * @return bool
     */
    private function is_about_members(): bool {
        return in_array('user', $this->settings->key, true);
    }

    /**
     * Returns the context in which cohorts are made.
     *
     * @return int|null null: its category is not there
     */
    private function contextid(): ?int {
        if (trim($this->option('category')) === '') {
            return \context_system::instance()->id;
        }
        $categories = new categories();
        try {
            $id = $categories->by_number($this->option('category'));
        } catch (row_failure) {
            return null;
        }
        return $id === null ? null : (int) $categories->get($id)->contextid;
    }

    /**
     * Returns what plans and changes cohorts.
     *
     * @return cohort_rows
     */
    private function cohort_rows(): cohort_rows {
        return new cohort_rows($this->settings, $this->effects(), $this->contextid() ?? 0);
    }

    /**
     * Returns what plans members.
     *
     * @return member_rows
     */
    private function member_rows(): member_rows {
        return new member_rows($this->settings, $this->effects(), $this->contextid() ?? 0);
    }
}

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

use tool_syncingest\local\feed\feeds;
use tool_syncingest\local\feed\rules\effect;
use tool_syncingest\local\feed\rules\stage;
use tool_syncingest\local\feed\rules\state;
use tool_syncingest\local\feed\runs;

defined('MOODLE_INTERNAL') || die();

require_once(__DIR__ . '/people_testcase.php');

/**
 * Accidents at the source. A school of 240 people has a feed that suspends who is gone; the file of one night is spoiled.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \tool_syncingest\local\feed\planner
 */
final class feed_accident_test extends people_testcase {
    /** @var int people of the school: five percent of them are twelve */
    private const ALL = 240;

    /**
     * Spoiled files, whether they are held or refused, why, and what they would do.
     *
     * @return array[] what spoils the file, state, one of the codes, and the least number of an effect that is planned
     */
    public static function accidents(): array {
        $rows = fn(string $file): array => explode("\n", trim($file));
        return [
            'truncated within a row' => [fn(string $file): string => substr($file, 0, 5000), 'held', 'ragged_last', []],
            'truncated within a number' => [fn(string $file): string => $file . '00', 'held', 'ragged_last', []],
            'truncated behind a row' => [
                fn(string $file): string => implode("\n", array_slice($rows($file), 0, 200)) . "\n", 'held', 'removals',
                ['suspension' => 41],
            ],
            'truncated before the last newline' => [fn(string $file): string => rtrim($file, "\n"), 'held', 'no_final_newline', []],
            'empty' => [fn(string $file): string => '', 'refused', 'unreadable', []],
            'a header alone' => [fn(string $file): string => $rows($file)[0] . "\n", 'held', 'header_alone', ['suspension' => self::ALL]],
            'a header alone that ends nowhere' => [fn(string $file): string => $rows($file)[0], 'held', 'header_alone', []],
            'a column too few in each row' => [
                fn(string $file): string => preg_replace('/^(\d+),p\d+,/m', '$1,', $file), 'held', 'failed', ['failed' => self::ALL],
            ],
            'a column too many in front' => [fn(string $file): string => preg_replace('/^(?=\d)/m', 'x,', $file), 'held', null, []],
            'two columns exchanged without their names' => [
                fn(string $file): string => preg_replace('/^(\d+),(p\d+),/m', '$2,$1,', $file), 'held', 'removals',
                ['suspension' => self::ALL],
            ],
            'names shifted by a row' => [
                function (string $file) use ($rows): string {
                    $cells = array_map(fn(string $row): array => explode(',', $row), array_slice($rows($file), 1));
                    $firstnames = array_column($cells, 2);
                    array_unshift($firstnames, array_pop($firstnames));
                    $shifted = array_map(fn(array $row, string $name): string => implode(',', array_replace($row, [2 => $name])), $cells, $firstnames);
                    return implode("\n", [$rows($file)[0], ...$shifted]) . "\n";
                }, 'held', 'changes', ['change' => self::ALL],
            ],
            'encoded in Windows-1252' => [
                fn(string $file): string => mb_convert_encoding($file, 'Windows-1252', 'UTF-8'), 'held', 'encoding', [],
            ],
            'encoded in UTF-16' => [
                fn(string $file): string => "\xff\xfe" . mb_convert_encoding($file, 'UTF-16LE', 'UTF-8'), 'held', 'encoding', [],
            ],
            'encoded twice' => [
                fn(string $file): string => mb_convert_encoding($file, 'UTF-8', 'Windows-1252'), 'held', 'spoiled',
                ['change' => self::ALL],
            ],
            'one row in another encoding' => [
                fn(string $file): string => preg_replace('/Élodie 7,/', mb_convert_encoding('Élodie 7,', 'Windows-1252', 'UTF-8'), $file),
                'done_with_errors', 'removals_unknown', [],
            ],
            'letters lost' => [fn(string $file): string => str_replace('É', '', $file), 'held', 'changes', ['change' => self::ALL]],
            'of another school' => [
                fn(string $file): string => preg_replace('/^0(\d+),p/m', '9$1,q', str_replace('@', '@other.', $file)), 'held', 'removals',
                ['suspension' => self::ALL, 'addition' => self::ALL],
            ],
            'of another school, larger' => [
                fn(string $file): string => $file . preg_replace(
                    ['/^idnumber.*\n/', '/^0(\d+),p/m'],
                    ['', '9$1,q'],
                    str_replace('@', '@other.', $file)
                ), 'held', 'additions', ['addition' => self::ALL],
            ],
            'suspended everywhere' => [
                fn(string $file): string => preg_replace('/,0$/m', ',1', $file), 'held', 'removals', ['suspension' => self::ALL],
            ],
            'a page to sign in' => [fn(string $file): string => '<!DOCTYPE html><title>Sign in</title>', 'refused', 'unreadable', []],
            'another delimiter' => [fn(string $file): string => str_replace(',', ';', $file), 'held', 'delimiter', []],
            'a column lost' => [fn(string $file): string => preg_replace('/^([^,]*,[^,]*),[^,]*/m', '$1', $file), 'held', 'header', []],
        ];
    }

    public function test_a_spoiled_file_removes_suspends_and_renames_nobody_and_says_what_it_would_do(): void {
        $feed = $this->people_feed();
        $good = $this->people(1, self::ALL);
        $this->assert_run('done', [], $this->night($good));
        // The first night was an exception.
        feeds::save($feed->id, $feed->name, $feed->definition->with(['limits' => []]));
        $before = $this->accounts();
        foreach (self::accidents() as $name => [$spoil, $state, $code, $planned]) {
            $run = $this->night($spoil($good));
            $shown = "$name: " . json_encode($run->reasons()) . $run->row->planned;
            $this->assertSame($state, $run->state->value, $shown);
            if ($code !== null) {
                $this->assertContains($code, $this->codes($run), $shown);
            }
            foreach ($planned as $effect => $count) {
                $there = $effect === 'failed' ? $run->planned()->failed : $run->planned()->of(effect::from($effect));
                $this->assertGreaterThanOrEqual($count, $there, $shown);
            }
            $this->assertSame($before, $this->accounts(), $name);
        }
        // The next good file is as welcome as ever, and finds nothing to do.
        $run = $this->night($good);
        $this->assert_run('done', [], $run);
        $this->assertSame(0, (int) $run->row->total);
    }

    public function test_a_reexport_that_encodes_eighty_of_two_hundred_names_twice_is_held(): void {
        $this->people_feed();
        $plain = array_fill_keys(range(81, 200), ['firstname' => 'Ada', 'lastname' => 'King']);
        $this->assert_run('done', [], $this->night($this->people(1, 200, $plain)));
        $before = $this->accounts();
        $run = $this->night(mb_convert_encoding($this->people(1, 200, $plain), 'UTF-8', 'Windows-1252'));
        $this->assert_run('held', ['spoiled'], $run);
        $this->assertSame(80, $run->planned()->of(effect::CHANGE));
        $this->assertSame($before, $this->accounts());
    }

    /**
     * Another night, more than a day later: what was removed is a day older.
     */
    private function next_night(): void {
        global $DB;
        $later = DAYSECS + 5 * MINSECS;
        $DB->execute("UPDATE {tool_syncingest_chunks} SET timecreated = timecreated - $later");
        $DB->execute("UPDATE {tool_syncingest_runs} SET timefinished = timefinished - $later WHERE timefinished IS NOT NULL");
    }

    /**
     * What happens between two nights while a source loses people.
     *
     * @return array[]
     */
    public static function nights(): array {
        return [
            'nothing' => [fn() => null],
            'a restart that loses the data root and all caches' => [function (): void {
                fulldelete(local\config::runs());
                fulldelete(local\config::hashes());
                purge_all_caches();
            }],
            'a change of the feed' => [function (): void {
                static $limit = 1000;
                $feed = feeds::named('people');
                feeds::save($feed->id, $feed->name, $feed->definition->with([
                    'limits' => ['additions' => ++$limit], 'options' => ['mail_passwords' => $limit % 2 === 0],
                ]));
            }],
            'a pause' => [function (): void {
                foreach ([stage::PAUSED, stage::LIVE] as $stage) {
                    feeds::set_stage(feeds::named('people'), $stage);
                }
            }],
        ];
    }

    /**
     * A first night at exactly five percent is what the limit allows: it holds more than five. A source that loses as much each
     * night has removed at most a tenth when it is held, and nobody more however long it goes on.
     *
     * @dataProvider nights
     * @param callable $between
     */
    public function test_five_percent_less_each_night_is_held_within_a_week(callable $between): void {
        $this->people_feed();
        $this->night($this->people(1, self::ALL));
        $left = self::ALL;
        $states = [];
        for ($night = 1; $night <= 6; $night++) {
            $left = intdiv($left * 95, 100);
            $run = $this->night($this->people(1, $left));
            $states[] = $run->state->value;
            if ($run->state === state::HELD) {
                $this->assertNotEmpty(array_intersect(['removals', 'weekly'], $this->codes($run)), json_encode($run->reasons()));
                $this->assertGreaterThan(0, $run->planned()->of(effect::SUSPENSION));
            }
            $this->next_night();
            $between();
        }
        $this->assertSame(['done', 'done', 'held', 'held', 'held', 'held'], $states);
        $this->assertLessThanOrEqual(self::ALL / 10, $this->suspended());
        // The source has found everybody again: they are brought back.
        $this->assert_run('done', [], $this->night($this->people(1, self::ALL)));
        $this->assertSame(0, $this->suspended());
    }

    public function test_more_than_five_percent_less_removes_nobody_from_the_first_night_on(): void {
        $this->people_feed();
        $this->night($this->people(1, self::ALL));
        for ($night = 1, $left = self::ALL; $night <= 4; $night++) {
            $left -= 13;
            $this->assert_run(
                'held',
                $night < 4 ? ($night < 2 ? ['removals'] : ['removals', 'weekly']) : ['short', 'removals', 'weekly'],
                $this->night($this->people(1, $left))
            );
            $this->assertSame(0, $this->suspended());
            $this->next_night();
        }
    }

    /**
     * Changes of a feed after which it does not know any more who is gone.
     *
     * @return array[]
     */
    public static function changes(): array {
        return [
            'mode' => [['mode' => 'rows'], ['mode' => 'full']],
            'key' => [['key' => ['username']]],
            'rule' => [['rule' => 'exact']],
            'pattern' => [['pattern' => 'peopl{part}.csv']],
        ];
    }

    /**
     * @dataProvider changes
     * @param array ...$steps
     */
    public function test_the_first_removals_after_a_change_of_what_decides_who_is_gone_are_held(array ...$steps): void {
        $this->people_feed();
        $this->night($this->people(1, 40));
        foreach ($steps as $number => $values) {
            $feed = feeds::named('people');
            feeds::save($feed->id, $feed->name, $feed->definition->with($values));
            $run = $this->night($this->people($number + 2, 40));
            $this->assertSame(0, $this->suspended(), json_encode($values));
        }
        if ($run->planned()->removals() > 0) {
            $this->assertContains('first_removals', $this->codes($run));
        } else {
            // Other keys, or another part: nothing of it is known, so nothing can be gone.
            $this->assert_run('done', [], $run);
        }
    }

    public function test_a_file_in_rows_mode_removes_nobody_who_is_missing_in_it(): void {
        $this->people_feed(['mode' => 'rows']);
        $this->night($this->people(1, 40));
        foreach ([$this->people(3, 3), strtok($this->people(1, 1), "\n") . "\n"] as $content) {
            $run = $this->night($content);
            $this->assert_run('done', [], $run);
            $this->assertSame([0, 0], [$run->planned()->removals(), $this->suspended()]);
        }
    }

    public function test_a_run_that_is_held_is_planned_again_with_the_feed_as_it_was_edited_and_a_running_one_keeps_its_copy(): void {
        $this->people_feed();
        $this->night($this->people(1, self::ALL));
        $held = $this->night($this->people(41, self::ALL + 1));
        $this->assertSame(state::HELD, $held->state);
        $feed = feeds::named('people');
        feeds::save($feed->id, $feed->name, $feed->definition->with(['options' => ['gone' => 'keep'] + $feed->definition->get('options')]));
        local\feed\round::run(null);
        $run = runs::must_get($held->id);
        // Nobody would be suspended any more; that it is short still needs a person.
        $this->assertSame([0, 1], [$run->planned()->removals(), $run->planned()->of(effect::ADDITION)]);
        // A run that has begun ends with the options that it was planned with.
        $this->collect($this->people(1, self::ALL + 2), 'people.csv');
        $run = $this->last();
        (new local\feed\worker(microtime(true) - 1))->carry_on($run->id);
        $this->assertSame(state::RUNNING, runs::must_get($run->id)->state);
        $feed = feeds::named('people');
        feeds::save($feed->id, $feed->name, $feed->definition->with(['pattern' => 'other.csv']));
        local\feed\round::run(null);
        $this->assertSame(['done', 'people.csv'], [runs::must_get($run->id)->state->value, runs::must_get($run->id)->definition()->get('pattern')]);
        global $DB;
        $this->assertSame(self::ALL + 2, $DB->count_records_select('user', "username LIKE 'p%' AND deleted = 0"));
    }
}

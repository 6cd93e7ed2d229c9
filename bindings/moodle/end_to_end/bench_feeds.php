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

/**
 * How long feeds of accounts take: nothing changed, a few changed among many, new accounts; beside Moodle's own function in a bare
 * loop, Moodle's own importer, and tool_sync where that is in the tree. For a site that is made for it: bench_feeds.php TREE
 * [PEOPLE [TURNS]]. The ratios of one run count: processor time of PHP, and the clock. Exit status 1: a figure is missed.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use tool_syncingest\local\feed\cli\run_command;
use tool_syncingest\local\feed\definition;
use tool_syncingest\local\feed\feeds;
use tool_syncingest\local\feed\round;
use tool_syncingest\local\feed\rules\stage;
use tool_syncingest\local\feed\runs;

define('CLI_SCRIPT', true);
// phpcs:ignore moodle.Files.RequireLogin.Missing
require("$argv[1]/config.php");
if (empty($CFG->tool_syncingest_playground)) {
    exit("config.php does not say \$CFG->tool_syncingest_playground = true\n");
}
raise_memory_limit(MEMORY_UNLIMITED);
\core\session\manager::set_user(get_admin());
require_once($CFG->dirroot . '/user/lib.php');
// What counts is what a site does that is not looked at by a developer.
set_debugging(DEBUG_NONE, false);
$CFG->noemailever = true;

/**
 * A site with as many people as are wanted, and the files that name them.
 */
final class bench {
    /** @var string[] figures that are missed */
    private array $missed = [];

    /** @var string */
    private readonly string $folder;

    /**
     * Constructor.
     *
     * @param string $tree
     * @param int $turns
     */
    public function __construct(
        /** @var string */
        private readonly string $tree,
        /** @var int */
        private readonly int $turns,
    ) {
        $this->folder = make_request_directory();
    }

    /**
     * A site in which nobody of these is.
     */
    public function clear(): void {
        global $DB;
        array_map(feeds::delete(...), feeds::all());
        $DB->delete_records_select('context', "contextlevel = 30 AND instanceid IN (SELECT id FROM {user} WHERE username LIKE 'bench%')");
        $DB->delete_records_select('user_preferences', "userid IN (SELECT id FROM {user} WHERE username LIKE 'bench%')");
        $DB->delete_records_select('user', "username LIKE 'bench%'");
    }

    /**
     * A person.
     *
     * @param string $group
     * @param int $number
     * @return array
     */
    private static function person(string $group, int $number): array {
        return [
            'idnumber' => sprintf("$group%07d", $number), 'username' => "bench$group$number", 'firstname' => "Ada $number", 'lastname' => 'Lovelace',
            'email' => "bench$group$number@example.org", 'city' => 'London',
        ];
    }

    /**
     * Writes a file of people.
     *
     * @param string $group
     * @param int $from
     * @param int $to
     * @param int $changed how many of them have another city
     * @param string $city
     * @return string its path
     */
    public function file(string $group, int $from, int $to, int $changed = 0, string $city = ''): string {
        $path = "$this->folder/$group.csv";
        $file = fopen($path, 'w');
        fputcsv($file, array_keys(self::person('', 0)), ',', '"', '');
        for ($number = $from; $number <= $to; $number++) {
            $person = self::person($group, $number);
            fputcsv($file, $number < $from + $changed ? array_replace($person, ['city' => $city]) : $person, ',', '"', '');
        }
        fclose($file);
        return $path;
    }

    /**
     * Puts people into the site without asking Moodle, and lets a feed adopt them.
     *
     * @param string $group
     * @param int $count
     * @param array $values of the feed
     */
    public function school(string $group, int $count, array $values = []): void {
        global $DB, $CFG;
        foreach (array_chunk($count ? range(1, $count) : [], 2000) as $some) {
            $DB->insert_records('user', array_map(fn(int $number): array => self::person($group, $number) + [
                'auth' => 'manual', 'confirmed' => 1, 'mnethostid' => $CFG->mnet_localhost_id, 'lang' => 'en', 'timecreated' => time(),
                'timemodified' => time(),
            ], $some));
        }
        $feed = feeds::save(0, $group, new definition($values + [
            'mode' => 'full', 'pattern' => "$group.csv", 'processor' => 'users', 'key' => ['idnumber'], 'adopting' => true,
            'options' => ['mail_passwords' => false], 'limits' => ['additions' => 1000000],
        ]));
        feeds::set_stage($feed, stage::LIVE);
        if ($count) {
            $this->run($group, $this->file($group, 1, $count));
        }
    }

    /**
     * Lets a feed have a file.
     *
     * @param string $group
     * @param string $path
     * @param string $state in which the run must be afterwards
     * @return float[] seconds by the clock, of the processor; queries, writes
     */
    public function run(string $group, string $path, string $state = 'done'): array {
        $run = (new run_command(false, false))->start($group, $path, false);
        // Whatever belongs to the delivery is over.
        $figures = $this->measure(fn() => round::run(null));
        $run = runs::must_get($run->id);
        if ($run->state->value !== $state) {
            throw new coding_exception("run $run->id is {$run->state->value}: {$run->row->reasons} {$run->row->planned}");
        }
        return $figures;
    }

    /**
     * Measures something.
     *
     * @param callable $work
     * @return float[] seconds by the clock, of the processor; queries, writes
     */
    public function measure(callable $work): array {
        global $DB;
        gc_collect_cycles();
        $used = fn(array $usage, string $kind): float => $usage["ru_$kind.tv_sec"] + $usage["ru_$kind.tv_usec"] / 1e6;
        [$usage, $queries, $writes, $clock] = [getrusage(), $DB->perf_get_queries(), $DB->perf_get_writes(), hrtime(true)];
        $work();
        $clock = (hrtime(true) - $clock) / 1e9;
        $after = getrusage();
        $processor = $used($after, 'utime') + $used($after, 'stime') - $used($usage, 'utime') - $used($usage, 'stime');
        return [$clock, $processor, $DB->perf_get_queries() - $queries, $DB->perf_get_writes() - $writes];
    }

    /**
     * Several ways in turn, so that what else the machine does hits all of them.
     *
     * @param callable[] $ways by name; each is given the number of the turn
     * @return array[] the median of each figure, by name
     */
    public function compare(array $ways): array {
        $all = [];
        for ($turn = 1; $turn <= $this->turns; $turn++) {
            foreach ($ways as $name => $way) {
                $all[$name][] = $way($turn);
            }
        }
        return array_map(fn(array $figures): array => array_map(function (int $number) use ($figures): float {
            $column = array_column($figures, $number);
            sort($column);
            return $column[intdiv(count($column), 2)];
        }, [0, 1, 2, 3]), $all);
    }

    /**
     * Prints a line.
     *
     * @param string $name
     * @param float[] $figures
     */
    public function say(string $name, array $figures): void {
        vprintf("%-52s %9.2f s  processor %8.2f s  %8d queries  %7d writes\n", [$name, ...$figures]);
    }

    /**
     * Prints a figure beside its limit.
     *
     * @param string $name
     * @param float $is
     * @param float $limit
     */
    public function hold(string $name, float $is, float $limit): void {
        printf("%-52s %9.2f    limit %9.2f    %s\n", $name, $is, $limit, $is <= $limit ? 'holds' : 'MISSED');
        if ($is > $limit) {
            $this->missed[] = $name;
        }
    }

    /**
     * The largest memory of a round with a file, in a process of its own.
     *
     * @param string $group
     * @param string $path
     * @param string $state in which the run must be afterwards
     * @return float MB
     */
    public function memory(string $group, string $path, string $state = 'done'): float {
        $words = [PHP_BINARY, __FILE__, $this->tree, 'memory', $group, $path, $state];
        exec(implode(' ', array_map(escapeshellarg(...), $words)), $output, $status);
        if ($status !== 0 || !is_numeric(end($output))) {
            throw new coding_exception(implode("\n", $output));
        }
        return (float) end($output);
    }

    /**
     * Ends with a status.
     */
    public function end(): never {
        $this->clear();
        echo $this->missed ? 'missed: ' . implode(', ', $this->missed) . "\n" : "all hold\n";
        exit($this->missed ? 1 : 0);
    }
}

if (($argv[2] ?? '') === 'memory') {
    (new bench($argv[1], 1))->run($argv[3], $argv[4], $argv[5]);
    exit(memory_get_peak_usage() / 1048576 . "\n");
}
$many = (int) ($argv[2] ?? 50000);
$few = intdiv($many, 10);
$bench = new bench($argv[1], (int) ($argv[3] ?? 3));
$bench->clear();

$bench->school('few', $few);
$bench->school('many', $many);
$bench->school('alone', 500, ['limits' => ['additions' => 1000000, 'changes' => 1000000]]);
$fewfile = $bench->file('few', 1, $few);
$manyfile = $bench->file('many', 1, $many);
$same = $bench->compare([
    'few' => fn(): array => $bench->run('few', $fewfile), 'many' => fn(): array => $bench->run('many', $manyfile),
]);
$bench->say("$few people, nothing changed", $same['few']);
$bench->say("$many people, nothing changed", $same['many']);
$bench->hold('  seconds', $same['many'][0], 5);
$bench->hold('  more queries than for a tenth of them', abs($same['many'][2] - $same['few'][2]), 2);
$bench->hold('  more writes than for a tenth of them', abs($same['many'][3] - $same['few'][3]), 0);

$changed = $bench->compare([
    'alone' => fn(int $turn): array => $bench->run('alone', $bench->file('alone', 1, 500, 500, "Turn $turn")),
    'many' => fn(int $turn): array => $bench->run('many', $bench->file('many', 1, $many, 500, "Turn $turn")),
]);
$bench->say('500 people, all changed', $changed['alone']);
$bench->say("$many people, 500 changed", $changed['many']);
$bench->hold('  times the 500 alone, by the clock', $changed['many'][0] / $changed['alone'][0], 1.3);

$bare = function (int $turn): void {
    global $DB, $CFG;
    foreach (array_chunk(range(1, 1000), 50) as $some) {
        $transaction = $DB->start_delegated_transaction();
        foreach ($some as $number) {
            user_create_user([
                'idnumber' => "bare$turn-$number", 'username' => "benchbare$turn-$number", 'firstname' => "Ada $number", 'lastname' => 'Lovelace',
                'email' => "benchbare$turn-$number@example.org", 'city' => 'London', 'auth' => 'manual', 'confirmed' => 1,
                'mnethostid' => $CFG->mnet_localhost_id, 'password' => 'to be generated',
            ], false);
        }
        $transaction->allow_commit();
    }
};
$core = function (int $turn) use ($bench, $CFG): void {
    $path = $bench->file("core$turn", 1, 1000);
    // It makes no account without a password or a mail about it.
    exec(implode(' ', array_map(escapeshellarg(...), [
        PHP_BINARY, "$CFG->dirroot/admin/tool/uploaduser/cli/uploaduser.php", "--file=$path", '--uutype=0', '--uupasswordnew=1',
    ])) . ' 2>&1', $output, $status);
    if ($status !== 0) {
        // It ends at the first error of the database, which an optional profile field without a default can be.
        $errors = preg_grep('/^!! /', $output);
        echo "  Moodle's own importer has stopped: " . trim(reset($errors) ?: end($output), '! ') . "\n";
    }
};
$ways = [
    'a bare loop of user_create_user' => fn(int $turn): array => $bench->measure(fn() => $bare($turn)),
    'a feed' => function (int $turn) use ($bench): array {
        $bench->school("new$turn", 0);
        return $bench->run("new$turn", $bench->file("new$turn", 1, 1000));
    },
    "Moodle's own importer (a process of its own)" => fn(int $turn): array => $bench->measure(fn() => $core($turn)),
];
$toolsync = "$CFG->dirroot/admin/tool/sync";
if (is_file("$toolsync/users/users.class.php")) {
    require_once("$toolsync/lib.php");
    require_once("$toolsync/users/users.class.php");
    $ways['tool_sync'] = function (int $turn) use ($bench): array {
        $content = str_replace(',', ';', file_get_contents($bench->file("sync$turn", 1, 1000)));
        $record = ['contextid' => SYSCONTEXTID, 'component' => 'tool_sync', 'filearea' => 'syncfiles', 'itemid' => 0, 'filepath' => '/',
            'filename' => 'bench.csv'];
        get_file_storage()->create_file_from_string($record, $content);
        $config = (object) ['users_filelocation' => 'bench.csv', 'users_primaryidentity' => 'username', 'csvseparator' => ';', 'encoding' => 'UTF-8',
            'courses_primaryidentity' => 'shortname', 'storereport' => 0, 'filearchive' => 0, 'filefailed' => 0, 'filecleanup' => 1];
        ob_start();
        $figures = $bench->measure(fn() => (new \tool_sync\users_sync_manager())->cron($config));
        ob_end_clean();
        get_file_storage()->delete_area_files(SYSCONTEXTID, 'tool_sync', 'syncfiles');
        return $figures;
    };
}
echo "1,000 new accounts:\n";
$made = $bench->compare($ways);
foreach ($made as $name => $figures) {
    $bench->say("  $name", $figures);
}
foreach (['bare' => 'the loop', 'new' => 'the feed', 'core' => 'the importer', 'sync' => 'tool_sync'] as $group => $name) {
    $there = $DB->count_records_select('user', $DB->sql_like('username', '?'), ["bench$group%"]);
    echo "  accounts that $name has made: $there\n";
}
$bench->hold('  times the bare loop, by the clock', $made['a feed'][0] / $made['a bare loop of user_create_user'][0], 1.15);

$memory = [];
foreach ([intdiv($many, 5), 4 * $many] as $count) {
    $bench->clear();
    // A plan in which all are new, and which is held for that; then all are there; then nothing has changed.
    $bench->school("plan$count", 0, ['limits' => ['additions' => 1]]);
    $memory['all new, planned'][$count] = $bench->memory("plan$count", $bench->file("plan$count", 1, $count), 'held');
    $bench->school("all$count", $count);
    $memory['nothing changed'][$count] = $bench->memory("all$count", $bench->file("all$count", 1, $count));
    $memory['all changed, planned'][$count] = $bench->memory("all$count", $bench->file("all$count", 1, $count, $count, 'Paris'), 'held');
    $memory['all but one gone, planned'][$count] = $bench->memory("all$count", $bench->file("all$count", 1, 1), 'held');
}
foreach ($memory as $name => $peaks) {
    [$small, $large] = array_values($peaks);
    printf("%-52s %9.1f MB at %d rows, %.1f MB at %d\n", "memory: $name", $small, array_keys($peaks)[0], $large, array_keys($peaks)[1]);
    $bench->hold('  MB more', $large - $small, 8);
}
$bench->end();

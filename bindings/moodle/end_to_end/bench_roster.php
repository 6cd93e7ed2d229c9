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
 * How long 1,000 enrolments and 1,000 members of groups take through a feed, beside a bare loop of core's functions in
 * transactions of 50. Each in turn, several times; the lowest processor time counts. For a site that is made for it:
 * bench_roster.php TREE [TURNS].
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use tool_syncingest\local\feed\arrival;
use tool_syncingest\local\feed\definition;
use tool_syncingest\local\feed\feeds;
use tool_syncingest\local\feed\rules\name_parts;
use tool_syncingest\local\feed\rules\stage;
use tool_syncingest\local\feed\rules\state;
use tool_syncingest\local\feed\worker;

define('CLI_SCRIPT', true);
// phpcs:ignore moodle.Files.RequireLogin.Missing
require("$argv[1]/config.php");
if (empty($CFG->tool_syncingest_playground)) {
    exit("config.php does not say \$CFG->tool_syncingest_playground = true\n");
}
require_once("$CFG->libdir/testing/generator/data_generator.php");
require_once("$CFG->libdir/testing/generator/component_generator_base.php");
require_once("$CFG->libdir/testing/generator/module_generator.php");
require_once("$CFG->dirroot/group/lib.php");
require_once("$CFG->libdir/enrollib.php");
\core\session\manager::set_user(get_admin());
$turns = (int) ($argv[2] ?? 3);
$amount = 1000;

$generator = new testing_data_generator();
$tag = 'b' . bin2hex(random_bytes(4));
$users = [];
for ($i = 0; $i < $amount; $i++) {
    $users[] = $generator->create_user(['username' => "$tag$i", 'email' => "$tag$i@example.org"]);
}
$course = $generator->create_course(['shortname' => $tag]);
$group = $generator->create_group(['courseid' => $course->id, 'idnumber' => 'g1']);
$method = $DB->get_record('enrol', ['courseid' => $course->id, 'enrol' => 'manual'], '*', MUST_EXIST);
$manual = enrol_get_plugin('manual');
$student = $DB->get_field('role', 'id', ['shortname' => 'student']);

$fifty = function (callable $one) use ($users): void {
    global $DB;
    foreach (array_chunk($users, 50) as $chunk) {
        $transaction = $DB->start_delegated_transaction();
        array_map($one, $chunk);
        $transaction->allow_commit();
    }
};
$feed = function (string $processor, array $key) use ($tag): \tool_syncingest\local\feed\feed {
    $saved = feeds::save(0, "$tag $processor", new definition([
        'mode' => 'full', 'pattern' => "$tag-$processor.csv", 'processor' => $processor, 'key' => $key,
        'limits' => ['additions' => 1000000, 'removals' => 1000000, 'weekly' => 1000000, 'changes' => 1000000],
    ]), []);
    feeds::set_stage($saved, stage::LIVE);
    return feeds::get($saved->id);
};
$run = function (\tool_syncingest\local\feed\feed $feed, string $content): void {
    $file = get_file_storage()->create_file_from_string([
        'contextid' => SYSCONTEXTID, 'component' => 'tool_syncingest', 'filearea' => 'bench', 'itemid' => 0,
        'filepath' => '/', 'filename' => bin2hex(random_bytes(8)) . '.csv',
    ], $content);
    $id = (new arrival())->insert($feed, new name_parts(), bin2hex(random_bytes(8)), $file);
    $run = (new worker(null, true))->carry_on($id);
    if ($run->state !== state::DONE) {
        exit("the run is {$run->state->value}: {$run->row->reasons}\n");
    }
};
$measured = function (callable $work): array {
    global $DB;
    [$cpu, $clock, $writes] = [getrusage(), hrtime(true), $DB->perf_get_writes()];
    $work();
    $now = getrusage();
    $used = 0;
    foreach (['utime', 'stime'] as $kind) {
        $used += ($now["ru_$kind.tv_sec"] - $cpu["ru_$kind.tv_sec"]) * 1e3 + ($now["ru_$kind.tv_usec"] - $cpu["ru_$kind.tv_usec"]) / 1e3;
    }
    return [$used, (hrtime(true) - $clock) / 1e6, $DB->perf_get_writes() - $writes];
};
$enrolments = "username,course_shortname\n" . implode('', array_map(fn($user): string => "$user->username,$tag\n", $users));
$members = "username,course_shortname,group_idnumber\n" . implode('', array_map(fn($user): string => "$user->username,$tag,g1\n", $users));
$loads = [
    'enrolments' => [
        fn() => $fifty(fn($user) => $manual->enrol_user($method, $user->id, $student)),
        $feed('enrolments', ['username', 'course_shortname']), $enrolments,
        fn() => $fifty(fn($user) => $manual->unenrol_user($method, $user->id)),
    ],
    'group members' => [
        fn() => $fifty(fn($user) => groups_add_member($group->id, $user->id)),
        $feed('groups', ['username', 'course_shortname', 'group_idnumber']), $members,
        fn() => $fifty(fn($user) => groups_remove_member($group->id, $user->id)),
    ],
];
foreach ($loads as $name => [$bare, $target, $content, $undo]) {
    if ($name === 'group members') {
        $loads['enrolments'][0]();
    }
    $times = [];
    for ($turn = 0; $turn < $turns; $turn++) {
        $times['bare loop'][] = $measured($bare);
        $undo();
        $DB->delete_records('tool_syncingest_records', ['feedid' => $target->id]);
        $times['feed'][] = $measured(fn() => $run($target, $content));
        $times['unchanged'][] = $measured(fn() => $run($target, $content));
        $undo();
    }
    foreach ($times as $way => $all) {
        vprintf("%-14s %-10s processor %8.1f ms  clock %8.1f ms  writes %d\n", [$name, $way, ...array_map('min', [array_column($all, 0), array_column($all, 1), array_column($all, 2)])]);
    }
    $ratio = min(array_column($times['feed'], 0)) / min(array_column($times['bare loop'], 0));
    printf("%-14s feed to bare loop %.3f\n", $name, $ratio);
}

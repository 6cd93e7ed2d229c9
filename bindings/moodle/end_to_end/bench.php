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
 * How long collecting takes, compared with the capture of tool_sync (where that is in the tree) and with what Moodle's File API
 * takes alone: the floor. Each in turn, several times; the medians count, also of the ratios within a turn: on a busy machine only
 * those can be relied on. For a site that is made for it: bench.php TREE [TURNS [LOAD]].
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

define('CLI_SCRIPT', true);
// phpcs:ignore moodle.Files.RequireLogin.Missing
require("$argv[1]/config.php");
if (empty($CFG->tool_syncingest_playground)) {
    exit("config.php does not say \$CFG->tool_syncingest_playground = true\n");
}
$turns = (int) ($argv[2] ?? 3);
$folder = "$CFG->dataroot/sync";
$peer = "$CFG->dirroot/admin/tool/sync/lib.php";
set_config('settle', '0', 'tool_syncingest');
check_dir_exists($folder);

// Many files of 2 KB, or one large one; each time with another content, so that nothing is in the pool yet.
$deliver = function (int $count, int $size) use ($folder): void {
    array_map('unlink', glob("$folder/*"));
    for ($i = 0; $i < $count; $i++) {
        $file = fopen("$folder/bench$i.csv", 'w');
        for ($left = $size; $left > 0; $left -= 1 << 20) {
            fwrite($file, random_bytes(min($left, 1 << 20)));
        }
        fclose($file);
    }
    exec('sync');
};
$floor = function () use ($folder): void {
    global $DB;
    $transaction = $DB->start_delegated_transaction();
    foreach (glob("$folder/*") as $path) {
        get_file_storage()->create_file_from_pathname([
            'contextid' => SYSCONTEXTID, 'component' => 'tool_syncingest', 'filearea' => 'floor', 'itemid' => 0,
            'filepath' => '/', 'filename' => basename($path),
        ], $path);
    }
    $transaction->allow_commit();
};
$ours = function (): void {
    $outcome = \tool_syncingest\api::before_action(null);
    $outcome->is_complete() || exit($outcome->message() . "\n");
};
$ways = ['ours' => $ours, 'floor' => $floor];
if (is_file($peer)) {
    require_once($peer);
    // It starts a clock in a global of this name.
    $ways['tool_sync'] = fn() => tool_sync_capture_input_files(false);
}
$clear = function () use ($folder): void {
    global $DB;
    foreach (['tool_syncingest', 'tool_sync'] as $component) {
        get_file_storage()->delete_area_files(SYSCONTEXTID, $component);
    }
    $DB->delete_records('tool_syncingest_files');
    fulldelete($GLOBALS['CFG']->trashdir ?? "{$GLOBALS['CFG']->dataroot}/trashdir");
    array_map('unlink', glob("$folder/*"));
    exec('sync');
};
// On a busy machine the processor time is more reliable than the clock. The database's is not in it.
$used = fn(array $before, array $after): float => array_sum(array_map(
    fn(string $kind): float => ($after["ru_$kind.tv_sec"] - $before["ru_$kind.tv_sec"]) * 1e3
        + ($after["ru_$kind.tv_usec"] - $before["ru_$kind.tv_usec"]) / 1e3,
    ['utime', 'stime'],
));
$median = function (array $times): float {
    sort($times);
    return $times[intdiv(count($times), 2)];
};

$loads = [['empty folder', 0, 0], ['1,000 files of 2 KB', 1000, 2048], ['one file of 1 GB', 1, 1 << 30]];
$loads = isset($argv[3]) ? [$loads[(int) $argv[3]]] : $loads;
foreach ($loads as [$name, $count, $size]) {
    $times = $cputimes = [];
    for ($turn = 0; $turn < ($count ? $turns : 300); $turn++) {
        foreach ($count ? $ways : array_diff_key($ways, ['floor' => 1]) as $way => $run) {
            if ($count) {
                $clear();
                $deliver($count, $size);
            }
            $cpu = getrusage();
            $began = hrtime(true);
            $run();
            $times[$way][] = (hrtime(true) - $began) / 1e6;
            $cputimes[$way][] = $used($cpu, getrusage());
        }
    }
    foreach ($times as $way => $measured) {
        $cpu = array_sum($cputimes[$way]) / count($measured);
        $figures = [$median($measured), min($measured), max($measured), $cpu];
        vprintf("%-20s %-10s %10.3f ms  (%.3f to %.3f)  processor %10.3f ms\n", [$name, $way, ...$figures]);
        if ($way !== 'ours') {
            $ratios = array_map(fn(array $all): float => $median(array_map(
                fn(float $ours, float $theirs): float => $ours / max($theirs, 1e-6),
                $all['ours'],
                $all[$way]
            )), [$times, $cputimes]);
            vprintf("%-20s ours / %-10s %.3f of its time, %.3f of its processor time\n", [$name, $way, ...$ratios]);
        }
    }
}
$clear();
unset_config('settle', 'tool_syncingest');

<?php

declare(strict_types=1);

namespace SyncIngest\Tests;

/** Older versions that were set aside for newer ones: the report lists them beside rejected files. */
final class SupersededTest extends FolderTestCase
{
    private const DECLARATIONS = [
        'int64_t sync_ingest_report_superseded_count(const sync_ingest_report *report);',
        'const char *sync_ingest_report_superseded_id(const sync_ingest_report *report, int64_t index);',
        'const char *sync_ingest_report_superseded_name(const sync_ingest_report *report, int64_t index);',
        'const char *sync_ingest_report_superseded_reason(const sync_ingest_report *report, int64_t index);',
    ];

    public function testTheyAreInTheReportAndNotAmongTheRejected(): void
    {
        Fpm::install("$this->root/package");
        $header = "$this->root/package/lib/sync_ingest_ffi.h";
        foreach (self::DECLARATIONS as $declaration) {
            preg_match('/\w+(?=\()/', $declaration, $function);
            if (!str_contains(file_get_contents($header), "$function[0](")) {
                file_put_contents($header, "$declaration\n", FILE_APPEND);
            }
        }
        $environment = $this->replacing(
            '#include <stdint.h>
            int64_t sync_ingest_report_superseded_count(void *report) { return 2; }
            const char *sync_ingest_report_superseded_id(void *report, int64_t index) { return index == 0 ? "id1" : "id2"; }
            const char *sync_ingest_report_superseded_name(void *report, int64_t index) { return index == 0 ? "a.csv" : "b.csv"; }
            const char *sync_ingest_report_superseded_reason(void *report, int64_t index) { return "a newer file has come"; }',
        );
        $this->drop('students.csv');
        file_put_contents("$this->root/ask.php", "<?php require '$this->root/package/autoload.php';
            \$folder = new SyncIngest\\DropFolder(\$argv[1], new SyncIngest\\Options(settle: 0));
            \$report = \$folder->collect(static fn () => null);
            echo json_encode([\$report->superseded, \$report->rejected, count(\$report->delivered), \$report->alarms]);");
        $process = Process::run("$this->root/ask.php", [$this->drop], [], $environment);
        self::assertSame('', $process->errors);
        self::assertSame([
            [
                ['id' => 'id1', 'name' => 'a.csv', 'reason' => 'a newer file has come', 'kind' => 2, 'deaths' => 0, 'error' => null],
                ['id' => 'id2', 'name' => 'b.csv', 'reason' => 'a newer file has come', 'kind' => 2, 'deaths' => 0, 'error' => null],
            ],
            [], 1, [],
        ], json_decode($process->output, true));
    }

    public function testAReportWithoutThemHasNone(): void
    {
        self::assertSame([], (new \SyncIngest\Report())->superseded);
    }
}

<?php

declare(strict_types=1);

namespace SyncIngest\Tests;

use PHPUnit\Framework\TestCase;
use SyncIngest\Native\Diagnosis;
use SyncIngest\Native\Loader;

/** The package and the declarations of the C functions agree. */
final class DeclarationsTest extends TestCase
{
    private const DECLARATIONS = __DIR__ . '/../../../include/sync_ingest_ffi.h';

    /** Which functions a name in these files refers to: it is appended to each of these. */
    private const PREFIXES = [
        'AgentSession.php' => ['sync_ingest_agent_'],
        'Alarm.php' => ['sync_ingest_report_alarm', 'sync_ingest_report_ended', 'sync_ingest_status_alarm'],
        'BadRow.php' => ['sync_ingest_table_findings_'],
        'Changes.php' => ['sync_ingest_table_findings_'],
        'Check.php' => ['sync_ingest_table_findings_'],
        'Collection.php' => ['sync_ingest_collection_'],
        'CollectorLock.php' => ['sync_ingest_lock_'],
        'Delivered.php' => ['sync_ingest_report_'],
        'Delivery.php' => ['sync_ingest_delivery_'],
        'DropFolder.php' => ['sync_ingest_folder_'],
        'EventfulReport.php' => ['sync_ingest_report_'],
        'Failure.php' => ['sync_ingest_error_'],
        'FileSystem.php' => ['sync_ingest_status_'],
        'LockStatus.php' => ['sync_ingest_status_'],
        'NotStored.php' => ['sync_ingest_report_put_back', 'sync_ingest_report_rejected', 'sync_ingest_report_superseded',
            'sync_ingest_status_rejected'],
        'Obstacle.php' => ['sync_ingest_status_'],
        'Options.php' => ['sync_ingest_options_'],
        'PutBackReason.php' => ['sync_ingest_report_'],
        'RejectReason.php' => ['sync_ingest_report_', 'sync_ingest_status_'],
        'RejectedFile.php' => ['sync_ingest_rejected_file_'],
        'RejectedFiles.php' => ['sync_ingest_rejected_list_'],
        'Report.php' => ['sync_ingest_report_'],
        'Rows.php' => ['sync_ingest_table_findings_'],
        'SkippedEntries.php' => ['sync_ingest_report_', 'sync_ingest_status_'],
        'Status.php' => ['sync_ingest_status_'],
        'Table.php' => ['sync_ingest_table_'],
        'TableBatch.php' => ['sync_ingest_table_batch_'],
        'TableOptions.php' => ['sync_ingest_table_options_'],
        'TableRefused.php' => ['sync_ingest_error_'],
        'Waiting.php' => ['sync_ingest_status_'],
        'Warning.php' => ['sync_ingest_table_findings_'],
        'WarningCell.php' => ['sync_ingest_table_findings_'],
    ];

    /** As above, for variables that name their type. */
    private const VARIABLES = [
        'batch' => 'sync_ingest_table_batch_',
        'changes' => 'sync_ingest_table_changes_',
        'folder' => 'sync_ingest_folder_',
        'jobs' => 'sync_ingest_table_jobs_',
        'rows' => 'sync_ingest_table_rows_',
    ];

    /** Functions that are declared but not called in the form searched for here, with the reason. */
    private const OTHERWISE = [
        'sync_ingest_error_code' => 'returned by the function that failed',
        'sync_ingest_folder_begin_delivery' => 'the old name of sync_ingest_folder_begin_agent_session',
        'sync_ingest_status_lock_holder' => 'the text of sync_ingest_status_lock_held_by',
        'sync_ingest_table_batch_cell' => 'all texts of a batch are taken at once',
        'sync_ingest_table_batch_key' => 'all texts of a batch are taken at once',
        'sync_ingest_table_batch_key_hash' => 'all texts of a batch are taken at once',
        'sync_ingest_table_batch_kind' => 'all numbers of a batch are taken at once',
        'sync_ingest_table_batch_line' => 'all numbers of a batch are taken at once',
        'sync_ingest_table_batch_row_hash' => 'all texts of a batch are taken at once',
        'sync_ingest_report_alarm' => 'it has the name of the list',
        'sync_ingest_report_ended' => 'it has the name of the list',
        'sync_ingest_status_alarm' => 'it has the name of the list',
    ];

    public function testEveryDeclaredFunctionIsCalledOrListed(): void
    {
        $unused = array_diff_key(self::declared(), self::called(), self::OTHERWISE);
        self::assertSame([], array_keys($unused));
    }

    public function testEveryFunctionThatIsCalledOrListedIsDeclared(): void
    {
        $unknown = array_diff_key(self::called() + self::OTHERWISE, self::declared());
        self::assertSame([], array_keys($unknown));
    }

    public function testWhatIsDeclaredFirstIsDeclaredTheSame(): void
    {
        $text = preg_replace('/\s+/', ' ', self::text());
        foreach ([Diagnosis::class => 'VERSION', Loader::class => 'LOOK'] as $class => $part) {
            $first = (new \ReflectionClassConstant($class, $part))->getValue();
            preg_match_all('/\w[^;]*\([^;]*;/', $first, $functions);
            self::assertNotSame([], $functions[0]);
            foreach ($functions[0] as $declaration) {
                self::assertStringContainsString(" $declaration", $text);
            }
        }
    }

    public function testEveryCallPassesAsManyArgumentsAsAreDeclared(): void
    {
        $declared = self::declared();
        $called = array_intersect_key(self::called(), $declared);
        self::assertGreaterThan(100, count($called));
        foreach ($called as $function => $counts) {
            self::assertSame([$declared[$function]], array_values(array_unique($counts)), $function);
        }
    }

    private static function text(): string
    {
        return preg_replace('~/\*.*?\*/|//[^\n]*~s', '', file_get_contents(self::DECLARATIONS));
    }

    /** @return array<string, int> how many parameters each function has */
    private static function declared(): array
    {
        preg_match_all('/\b(sync_ingest_\w+)\s*\(([^()]*)\)\s*;/', self::text(), $found, PREG_SET_ORDER);
        $functions = [];
        foreach ($found as [, $name, $parameters]) {
            $parameters = trim($parameters);
            $functions[$name] = $parameters === 'void' || $parameters === '' ? 0 : substr_count($parameters, ',') + 1;
        }
        self::assertGreaterThan(100, count($functions));
        return $functions;
    }

    /** @return array<string, list<int>> with how many arguments each function is called */
    private static function called(): array
    {
        $called = [];
        $source = dirname(__DIR__) . '/src';
        foreach ([...glob("$source/*.php"), ...glob("$source/*/*.php")] as $file) {
            $text = file_get_contents($file);
            // $handle->get($list . '_name', $i), $folder->call('status', …), Functions::call('sync_ingest_name_check', …)
            preg_match_all(
                '/(?:\$(' . implode('|', array_keys(self::VARIABLES)) . '))?(?:->|\bFunctions::)(get|call|answer|bytes)\(\s*(?:\$(?!prefix)\w+ \. )?\'(\w+)\'((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)/',
                $text,
                $calls,
                PREG_SET_ORDER,
            );
            foreach ($calls as [, $variable, $method, $name, $arguments]) {
                $whole = str_starts_with($name, 'sync_ingest_');
                $count = self::arguments($method, $arguments) + ($whole ? 0 : 1);
                $prefixes = $variable === '' ? self::PREFIXES[basename($file)] ?? [] : [self::VARIABLES[$variable]];
                self::assertTrue($whole || $prefixes !== [], "$file calls $name of an unknown type");
                foreach ($whole ? [''] : $prefixes as $prefix) {
                    $called[$prefix . $name][] = $count;
                }
            }
            // $probe->sync_ingest_abi_version()
            preg_match_all('/->(sync_ingest_\w+)\(([^()]*)\)/', $text, $calls, PREG_SET_ORDER);
            foreach ($calls as [, $function, $arguments]) {
                $called[$function][] = $arguments === '' ? 0 : substr_count($arguments, ',') + 1;
            }
            // A handle is freed by the function of its type.
            preg_match_all('/\'(sync_ingest_\w+) \*\'/', $text, $types);
            foreach ($types[1] as $type) {
                $called[$type . '_free'][] = 1;
            }
        }
        return $called;
    }

    /** The number of C arguments that the PHP arguments after the name make, without the object itself. */
    private static function arguments(string $method, string $arguments): int
    {
        return match ($method) {
            'get' => substr_count($arguments, ','),
            'bytes' => 1,
            // Delivery::answer('reject', $reason): and the error object.
            'answer' => substr_count($arguments, ',') + 1,
            // The elements of the two lists, and the error object.
            'call' => array_sum(array_map(
                static fn (string $list) => trim($list) === '' ? 0 : substr_count($list, ',') + 1,
                self::lists($arguments),
            )) + 1,
        };
    }

    /** @return list<string> the text between the brackets */
    private static function lists(string $arguments): array
    {
        preg_match_all('/\[([^][]*)\]/', $arguments, $lists);
        return $lists[1];
    }
}

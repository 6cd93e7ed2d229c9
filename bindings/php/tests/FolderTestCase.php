<?php

declare(strict_types=1);

namespace SyncIngest\Tests;

use PHPUnit\Framework\TestCase;
use SyncIngest\DropFolder;
use SyncIngest\Native\Loader;
use SyncIngest\Options;

/** A drop folder and a store, new for each test. */
abstract class FolderTestCase extends TestCase
{
    protected string $drop;

    protected string $store;

    protected string $root;

    protected function setUp(): void
    {
        $this->root = sys_get_temp_dir() . '/sync_ingest_' . bin2hex(random_bytes(8));
        $this->drop = $this->root . '/drop';
        $this->store = $this->root . '/store';
        mkdir($this->drop, recursive: true);
        mkdir($this->store);
    }

    protected function tearDown(): void
    {
        self::remove($this->root);
    }

    /** A drop folder whose agents always lock, so that no test waits. */
    protected function folder(?callable $onAlarm = null, mixed ...$options): DropFolder
    {
        return new DropFolder($this->drop, new Options(...['settle' => 0, ...$options]), $onAlarm);
    }

    protected function drop(string $name, string $content = "id\n1\n"): void
    {
        file_put_contents("$this->drop/$name", $content);
    }

    /** @return list<string> what people see in a directory, without the work area */
    protected static function names(string $directory): array
    {
        return array_values(array_diff(scandir($directory), ['.', '..', '.sync_ingest']));
    }

    /**
     * @param list<object> $list
     * @return list<string>
     */
    protected static function namesOf(array $list): array
    {
        return array_column($list, 'name');
    }

    /** A shared library of this C code. */
    protected function compile(string $code, string $name = 'other', string ...$libraries): string
    {
        $library = "$this->store/$name.so";
        file_put_contents("$this->store/$name.c", $code);
        $command = ['cc', '-shared', '-fPIC', '-o', $library, "$this->store/$name.c", ...$libraries];
        exec(implode(' ', array_map(escapeshellarg(...), $command)) . ' 2>&1', $output, $status);
        self::assertSame(0, $status, 'this test needs a C compiler: ' . implode("\n", $output));
        return $library;
    }

    /**
     * The library, in which this signal arrives just after a collection has begun.
     *
     * @return array<string, string> the environment for it
     */
    protected function interrupted(int $signal): array
    {
        return $this->replacing(
            '#include <dlfcn.h>
            #include <signal.h>
            int sync_ingest_folder_collect(void *folder, void **collection, void **report, void **error) {
                int (*collect)(void *, void **, void **, void **) = dlsym(RTLD_NEXT, "sync_ingest_folder_collect");
                int code = collect(folder, collection, report, error);
                raise(' . $signal . ');
                return code;
            }',
        );
    }

    /**
     * The library, with other functions of this C code in the place of its own.
     *
     * @return array<string, string> the environment for it
     */
    protected function replacing(string $code): array
    {
        $library = getenv('SYNC_INGEST_LIBRARY');
        symlink($library, "$this->store/" . Loader::SONAME);
        return [
            'SYNC_INGEST_LIBRARY' => $this->compile($code, 'replacing', '-D_GNU_SOURCE', '-Wl,--no-as-needed', $library),
            'LD_LIBRARY_PATH' => $this->store,
        ];
    }

    private static function remove(string $path): void
    {
        if (is_link($path) || !is_dir($path)) {
            unlink($path);
            return;
        }
        foreach (array_diff(scandir($path), ['.', '..']) as $name) {
            self::remove("$path/$name");
        }
        rmdir($path);
    }
}

<?php

declare(strict_types=1);

namespace SyncIngest\Tests;

/** A separate PHP process, for tests that end a process. */
final class Process
{
    private function __construct(
        public readonly int $status,
        public readonly string $output,
        public readonly string $errors,
    ) {
    }

    /**
     * Runs a script (a file, or code that gets the autoloader and the names of the package).
     *
     * @param list<string> $arguments
     * @param list<string> $settings php.ini settings, as in `ffi.enable=0`
     * @param array<string, string> $environment
     */
    public static function run(
        string $script,
        array $arguments = [],
        array $settings = [],
        array $environment = [],
    ): self {
        $command = [PHP_BINARY, '-d', 'error_reporting=-1', '-d', 'display_errors=stderr', '-d', 'log_errors=0'];
        foreach ($settings as $setting) {
            array_push($command, '-d', $setting);
        }
        if (!is_file($script)) {
            $autoload = var_export(dirname(__DIR__) . '/autoload.php', true);
            $file = tempnam(sys_get_temp_dir(), 'sync_ingest_script');
            $begin = "<?php\ndeclare(strict_types=1);\nnamespace SyncIngest;\nrequire $autoload;\n";
            file_put_contents($file, $begin . $script);
        }
        $errors = tmpfile();
        $process = proc_open(
            [...$command, $file ?? $script, ...$arguments],
            [['file', '/dev/null', 'r'], ['pipe', 'w'], $errors],
            $pipes,
            // Under valgrind PHP's own allocator is switched off, and with it the memory limit; and the library is already loaded.
            env_vars: array_diff_key($environment + getenv(), ['USE_ZEND_ALLOC' => 1, 'LD_PRELOAD' => 1]),
        );
        $output = stream_get_contents($pipes[1]);
        $status = proc_close($process);
        if (isset($file)) {
            unlink($file);
        }
        rewind($errors);
        return new self($status, $output, stream_get_contents($errors));
    }
}

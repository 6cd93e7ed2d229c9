<?php

declare(strict_types=1);

namespace SyncIngest\Tests;

/**
 * A real php-fpm with a pool of its own: the package as it is installed, a drop folder, a store, and a unix socket, all in
 * one folder. As root, its workers are www-data, as a web server's are.
 */
final class Fpm
{
    public const PRELOADED = 'preloaded';
    public const ALLOWED = 'allowed';
    public const REFUSED = 'refused';

    private const USER = 'www-data';

    /** @var resource|null */
    private $master;

    private function __construct(public readonly string $root)
    {
    }

    /** Why this machine cannot run it; null when it can. */
    public static function missing(): ?string
    {
        foreach ([self::program(), 'cgi-fcgi'] as $program) {
            if (trim((string) shell_exec('command -v ' . escapeshellarg($program))) === '') {
                return "$program is not installed";
            }
        }
        return null;
    }

    /**
     * @param string $root a folder that is not used for anything else
     * @param self::PRELOADED|self::ALLOWED|self::REFUSED $configuration
     * @param array<string, string|int> $settings of php.ini, for the pool
     */
    public static function start(
        string $root,
        string $configuration,
        int $workers = 1,
        array $settings = [],
        bool $asMe = false,
    ): self {
        $fpm = new self($root);
        $isRoot = posix_geteuid() === 0;
        $user = $isRoot && !$asMe ? self::USER : posix_getpwuid(posix_geteuid())['name'];
        self::install("$root/package");
        foreach (['', '/drop', '/store'] as $folder) {
            is_dir("$root$folder") || mkdir("$root$folder");
            $isRoot && chown("$root$folder", $user);
        }
        chmod($root, 0755);
        file_put_contents("$root/fpm.conf", $fpm->configuration($isRoot ? $user : null, $workers, $settings + [
            'display_errors' => 1,
            'html_errors' => 0,
            'memory_limit' => '64M',
        ] + ($configuration === self::ALLOWED ? ['ffi.enable' => 'true'] : [])));
        $command = [self::program(), '--nodaemonize', '--fpm-config', "$root/fpm.conf"];
        if ($isRoot && $asMe) {
            $command[] = '--allow-to-run-as-root';
        }
        if ($configuration === self::PRELOADED) {
            array_push($command, '-d', "opcache.preload=$root/package/preload.php", '-d', "opcache.preload_user=$user");
        }
        $log = ['file', "$root/output.log", 'a'];
        $environment = array_diff_key(getenv(), ['USE_ZEND_ALLOC' => 1, 'SYNC_INGEST_LIBRARY' => 1]);
        $fpm->master = proc_open($command, [['file', '/dev/null', 'r'], $log, $log], $pipes, env_vars: $environment);
        $fpm->awaitStart();
        return $fpm;
    }

    /** As `systemctl reload` does. */
    public function reload(): void
    {
        proc_terminate($this->master, SIGUSR2);
        $this->awaitStart(2);
    }

    public function stop(): void
    {
        if ($this->master !== null) {
            proc_terminate($this->master);
            proc_close($this->master);
            $this->master = null;
        }
    }

    /** Ends it also when a test fails half-way. */
    public function __destruct()
    {
        $this->stop();
    }

    /**
     * The output of a request to tests/fpm/request.php, without its head.
     *
     * @param array<string, string|int> $query
     */
    public function get(array $query): string
    {
        return $this->begin($query)();
    }

    /**
     * The same, decoded.
     *
     * @param array<string, string|int> $query
     * @return array<string, mixed>
     */
    public function ask(array $query): array
    {
        $body = $this->get($query);
        return json_decode($body, true) ?? throw new \RuntimeException("no answer, but: $body\n" . $this->log());
    }

    /**
     * Begins a request to one of the scripts in tests/fpm. The returned function waits for its end.
     *
     * @param array<string, mixed> $query
     * @return \Closure(): string
     */
    public function begin(array $query, string $script = 'request.php'): \Closure
    {
        return self::request($this->root, $query, $script);
    }

    /**
     * @param array<string, mixed> $query
     * @return \Closure(): string
     */
    public static function request(string $root, array $query, string $script): \Closure
    {
        $process = proc_open(
            ['cgi-fcgi', '-bind', '-connect', "$root/fpm.sock"],
            [['file', '/dev/null', 'r'], ['pipe', 'w'], ['file', "$root/output.log", 'a']],
            $pipes,
            env_vars: [
                'PATH' => getenv('PATH'),
                'SCRIPT_FILENAME' => "$root/package/tests/fpm/$script",
                'REQUEST_METHOD' => 'GET',
                'QUERY_STRING' => http_build_query($query),
            ],
        );
        return static function () use ($process, $pipes): string {
            $output = stream_get_contents($pipes[1]);
            fclose($pipes[1]);
            proc_close($process);
            return explode("\r\n\r\n", $output, 2)[1] ?? $output;
        };
    }

    /** What php-fpm and its workers have logged. */
    public function log(): string
    {
        return @file_get_contents("$this->root/fpm.log") . @file_get_contents("$this->root/output.log");
    }

    /** The package as the README installs it, with the library in its own folder: nothing else needs to be readable. */
    public static function install(string $package): void
    {
        $source = dirname(__DIR__);
        mkdir("$package/lib", 0755, true);
        mkdir("$package/tests", 0755);
        $copies = [
            "$source/src" => $package,
            "$source/autoload.php" => $package,
            "$source/preload.php" => $package,
            "$source/tests/fpm" => "$package/tests",
            "$source/tests/scenario.php" => "$package/tests",
            "$source/../../include/sync_ingest_ffi.h" => "$package/lib",
            (string) getenv('SYNC_INGEST_LIBRARY') => "$package/lib/libsync_ingest.so",
        ];
        foreach ($copies as $from => $to) {
            exec('cp -r ' . escapeshellarg($from) . ' ' . escapeshellarg($to), $output, $status);
            $status === 0 || throw new \RuntimeException("cannot copy $from");
        }
        exec('chmod -R a+rX ' . escapeshellarg($package));
    }

    /** @param array<string, string|int> $settings */
    private function configuration(?string $user, int $workers, array $settings): string
    {
        $lines = [
            '[global]',
            "error_log = $this->root/fpm.log",
            '[test]',
            "listen = $this->root/fpm.sock",
            'pm = static',
            "pm.max_children = $workers",
            'catch_workers_output = yes',
            "env[ROOT] = $this->root",
        ];
        if ($user !== null) {
            array_push($lines, "user = $user", "listen.owner = $user");
        }
        foreach ($settings as $name => $value) {
            $lines[] = "php_admin_value[$name] = $value";
        }
        return implode("\n", $lines) . "\n";
    }

    private function awaitStart(int $time = 1): void
    {
        for ($try = 0; $try < 500; $try++) {
            if (substr_count($this->log(), 'ready to handle connections') >= $time) {
                return;
            }
            if (!proc_get_status($this->master)['running']) {
                break;
            }
            usleep(10_000);
        }
        throw new \RuntimeException('php-fpm does not start: ' . $this->log());
    }

    private static function program(): string
    {
        return 'php-fpm' . PHP_MAJOR_VERSION . '.' . PHP_MINOR_VERSION;
    }
}

<?php

declare(strict_types=1);

namespace SyncIngest\Tests;

/** A web server at a free port of 127.0.0.1, for as long as this object lives. */
final class WebServer
{
    /** @var resource */
    private $process;

    /**
     * @param list<string> $command
     * @param string $log the file that it writes to
     * @param string $started what it writes there when it can be asked
     * @param array<string, string> $environment in place of what the tests were started with
     */
    public function __construct(
        private readonly string $address,
        array $command,
        private readonly string $log,
        string $started,
        array $environment,
    ) {
        $output = ['file', $log, 'a'];
        $this->process = proc_open(
            // An Apache ends its whole process group, which would be this test's; and none is to outlive this test.
            ['setpriv', '--pdeathsig', 'TERM', 'setsid', ...$command],
            [['file', '/dev/null', 'r'], $output, $output],
            $pipes,
            env_vars: $environment + array_diff_key(getenv(), ['USE_ZEND_ALLOC' => 1]),
        );
        for ($try = 0; $try < 500 && !str_contains($this->log(), $started); $try++) {
            if (!proc_get_status($this->process)['running']) {
                break;
            }
            usleep(10_000);
        }
    }

    public function __destruct()
    {
        proc_terminate($this->process);
        proc_close($this->process);
    }

    /** An address that is free, as in `127.0.0.1:8080`. */
    public static function freeAddress(): string
    {
        $socket = stream_socket_server('tcp://127.0.0.1:0');
        $address = stream_socket_get_name($socket, false);
        fclose($socket);
        return $address;
    }

    /** Its answer, errors included. */
    public function get(string $path): string
    {
        $context = stream_context_create(['http' => ['ignore_errors' => true, 'timeout' => 20]]);
        $body = @file_get_contents("http://$this->address$path", false, $context);
        return $body === false ? throw new \RuntimeException("no answer from the web server: {$this->log()}") : $body;
    }

    public function log(): string
    {
        return (string) @file_get_contents($this->log);
    }
}

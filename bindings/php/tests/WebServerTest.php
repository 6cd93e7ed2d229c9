<?php

declare(strict_types=1);

namespace SyncIngest\Tests;

/** In a web server: FFI is refused unless the package is preloaded, and the process outlives a request that fails. */
final class WebServerTest extends FolderTestCase
{
    private const COLLECT = <<<'PHP'
        $folder = new \SyncIngest\DropFolder(getenv('DROP'), new \SyncIngest\Options(settle: 0));
        if (isset($_GET['fail'])) {
            ini_set('memory_limit', '32M');
            $folder->collect(fn () => str_repeat('x', 1 << 30));
        }
        $report = $folder->collect(fn () => null);
        echo $report->arbitration->word(), ' ', implode(',', array_column($report->delivered, 'name'));
        PHP;

    /** @var resource|null */
    private $server = null;

    private int $port;

    protected function tearDown(): void
    {
        if ($this->server !== null) {
            proc_terminate($this->server);
            proc_close($this->server);
        }
        parent::tearDown();
    }

    public function testWithoutPreloadingTheMessageSaysWhatToDo(): void
    {
        $this->serve();
        self::assertStringContainsString('PHP refuses FFI here (ffi.enable=preload, cli-server)', $this->get('/'));
    }

    public function testWithPreloadingItCollects(): void
    {
        $this->drop('students.csv');
        $preload = dirname(__DIR__) . '/preload.php';
        $user = posix_getpwuid(posix_geteuid())['name'];
        $this->serve('-d', "opcache.preload=$preload", '-d', "opcache.preload_user=$user");
        self::assertSame('collected students.csv', $this->get('/'));
        self::assertSame('nothing ', $this->get('/'));
    }

    public function testAfterAFatalErrorTheSameProcessCollectsAgain(): void
    {
        $this->drop('students.csv');
        $this->serve('-d', 'ffi.enable=true');
        self::assertStringContainsString('Allowed memory size', $this->get('/?fail'));
        self::assertFileDoesNotExist("$this->drop/lock.txt");
        self::assertSame('collected students.csv', $this->get('/'));
    }

    private function serve(string ...$settings): void
    {
        $autoload = var_export(dirname(__DIR__) . '/autoload.php', true);
        file_put_contents("$this->store/index.php", "<?php\nrequire $autoload;\n" . self::COLLECT);
        $socket = stream_socket_server('tcp://127.0.0.1:0');
        $this->port = (int) substr(strrchr(stream_socket_get_name($socket, false), ':'), 1);
        fclose($socket);
        $this->server = proc_open(
            [PHP_BINARY, '-d', 'ffi.enable=preload', '-d', 'display_errors=1', '-d', 'html_errors=0', ...$settings,
                '-S', "127.0.0.1:$this->port", '-t', $this->store],
            [['file', '/dev/null', 'r'], ['file', '/dev/null', 'w'], ['pipe', 'w']],
            $pipes,
            env_vars: ['DROP' => $this->drop] + array_diff_key(getenv(), ['USE_ZEND_ALLOC' => 1]),
        );
        $first = fgets($pipes[2]);
        self::assertStringContainsString('started', (string) $first);
    }

    private function get(string $path): string
    {
        $context = stream_context_create(['http' => ['ignore_errors' => true, 'timeout' => 20]]);
        return file_get_contents("http://127.0.0.1:$this->port$path", false, $context);
    }
}

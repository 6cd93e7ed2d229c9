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

    private ?WebServer $server = null;

    protected function tearDown(): void
    {
        $this->server = null;
        parent::tearDown();
    }

    public function testWithoutPreloadingTheMessageSaysWhatToDo(): void
    {
        $this->serve();
        self::assertStringContainsString('PHP refuses FFI here (ffi.enable=preload, cli-server)', $this->server->get('/'));
    }

    public function testWithPreloadingItCollects(): void
    {
        $this->drop('students.csv');
        $preload = dirname(__DIR__) . '/preload.php';
        $user = posix_getpwuid(posix_geteuid())['name'];
        $this->serve('-d', "opcache.preload=$preload", '-d', "opcache.preload_user=$user");
        self::assertSame('collected students.csv', $this->server->get('/'));
        self::assertSame('nothing ', $this->server->get('/'));
    }

    public function testAfterAFatalErrorTheSameProcessCollectsAgain(): void
    {
        $this->drop('students.csv');
        $this->serve('-d', 'ffi.enable=true');
        self::assertStringContainsString('Allowed memory size', $this->server->get('/?fail'));
        self::assertFileDoesNotExist("$this->drop/lock.txt");
        self::assertSame('collected students.csv', $this->server->get('/'));
    }

    private function serve(string ...$settings): void
    {
        $autoload = var_export(dirname(__DIR__) . '/autoload.php', true);
        file_put_contents("$this->store/index.php", "<?php\nrequire $autoload;\n" . self::COLLECT);
        $address = WebServer::freeAddress();
        $this->server = new WebServer(
            $address,
            [PHP_BINARY, '-d', 'ffi.enable=preload', '-d', 'display_errors=1', '-d', 'html_errors=0', ...$settings,
                '-S', $address, '-t', $this->store],
            "$this->root/server.log",
            'started',
            ['DROP' => $this->drop],
        );
    }
}

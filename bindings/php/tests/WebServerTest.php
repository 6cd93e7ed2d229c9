<?php

declare(strict_types=1);

namespace SyncIngest\Tests;

/** In a web server: FFI is refused unless the package is preloaded, and the process outlives a request that fails. */
final class WebServerTest extends FolderTestCase
{
    private const COLLECT = <<<'PHP'
        if (isset($_GET['early'])) {
            register_shutdown_function(static fn () => exit);
        }
        $folder = new \SyncIngest\DropFolder(getenv('DROP'), new \SyncIngest\Options(settle: 0));
        if (isset($_GET['fail'])) {
            ini_set('memory_limit', '32M');
            $folder->collect(fn () => str_repeat('x', 1 << 30));
        }
        $report = $folder->collect(fn () => null);
        echo $report->arbitration->word(), ' ', implode(',', array_column($report->delivered, 'name'));
        PHP;

    private ?WebServer $server = null;

    /** @var array<string, string> */
    private array $environment = [];

    private string $package = __DIR__ . '/..';

    protected function tearDown(): void
    {
        $this->server = null;
        parent::tearDown();
    }

    public function testWithoutPreloadingTheMessageShowsWhatToDo(): void
    {
        $this->serve();
        self::assertStringContainsString('PHP refuses FFI here (ffi.enable=preload, cli-server)', $this->server->get('/'));
    }

    /**
     * @testWith ["package"]
     *           ["a [b] * \u00e9"]
     */
    public function testWithPreloadingItCollects(string $place): void
    {
        $this->drop('students.csv');
        $this->package = "$this->root/$place";
        Fpm::install($this->package);
        $user = posix_getpwuid(posix_geteuid())['name'];
        $this->serve('-d', "opcache.preload=$this->package/preload.php", '-d', "opcache.preload_user=$user");
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

    public function testAFatalErrorAfterWhichAShutdownFunctionExitsLeavesNoLock(): void
    {
        $this->drop('students.csv');
        $this->serve('-d', 'ffi.enable=true');
        self::assertStringContainsString('Allowed memory size', $this->server->get('/?fail&early'));
        self::assertFileDoesNotExist("$this->drop/lock.txt");
        self::assertSame('collected students.csv', $this->server->get('/'));
    }

    public function testATimeLimitThatIsReachedWhenACollectionHasJustBegunLeavesNoLock(): void
    {
        $this->drop('students.csv');
        $this->environment = $this->interrupted(SIGPROF);
        $this->serve('-d', 'ffi.enable=true', '-d', 'max_execution_time=100');
        self::assertStringContainsString('Maximum execution time of 100 seconds exceeded', $this->server->get('/'));
        self::assertFileDoesNotExist("$this->drop/lock.txt");
        self::assertSame(['students.csv'], self::namesOf($this->folder()->collect(static fn () => null)->delivered));
    }

    private function serve(string ...$settings): void
    {
        $autoload = var_export("$this->package/autoload.php", true);
        file_put_contents("$this->store/index.php", "<?php\nrequire $autoload;\n" . self::COLLECT);
        $address = WebServer::freeAddress();
        $this->server = new WebServer(
            $address,
            [PHP_BINARY, '-d', 'ffi.enable=preload', '-d', 'display_errors=1', '-d', 'html_errors=0', ...$settings,
                '-S', $address, '-t', $this->store],
            "$this->root/server.log",
            'started',
            ['DROP' => $this->drop] + $this->environment,
        );
    }
}

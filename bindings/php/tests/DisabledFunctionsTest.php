<?php

declare(strict_types=1);

namespace SyncIngest\Tests;

use SyncIngest\Native\FileSource;
use SyncIngest\Native\FolderCheck;
use SyncIngest\Requirements;
use SyncIngest\Tables\Table;

/**
 * Servers forbid functions of PHP by disable_functions. Whichever one it is, either nothing changes or an exception of this package
 * names it; there is never a bare error. The scripts here call no function themselves.
 */
final class DisabledFunctionsTest extends Troubles
{
    private const WORK = <<<'PHP'
        [, $drop, $work, $store, $source] = $argv;
        try {
            $environment = Environment::check($drop, new Options(workArea: $work));
            foreach ([...$environment->problems, ...$environment->notes] as $line) {
                echo "check: $line\n";
            }
            $folder = new DropFolder($drop, new Options(workArea: $work, settle: 0, sha256: true));
            $report = $folder->collect(static function (Delivery $delivery) use ($store): void {
                echo $delivery->sha1(), "\n";
                $delivery->name === 'bad.csv' ? throw new RejectDelivery("b\xffd") : $delivery->copyTo("$store/$delivery->name");
            });
            echo $report->arbitration->word(), "\n";
            foreach ($report->delivered as $file) {
                echo "$file->name $file->sha256\n";
            }
            foreach ($report->rejected as $file) {
                echo "$file->name $file->reason\n";
            }
            foreach ($report->skipped->reasons() as $reason) {
                echo $reason->explanation(), "\n";
            }
            echo $folder->status()->waitingCount, ' ', $folder->takeLock()->granted->isHeld() ? 'held' : 'lost', "\n";
            foreach ($folder->staleLocks() as $lock) {
                echo $lock->name, "\n";
            }
            $agent = $folder->beginAgentSession('registry')->granted;
            $agent->deliver($source, 'new.csv');
            $agent->finish();
            echo NameRule::check('_x')?->word(), "\n";
            try {
                $folder->withCollection(static fn (Collection $collection) => $collection->next()->putBack("a\0b"));
            } catch (Exception\InvalidArgument $refusal) {
                echo $refusal->getMessage(), "\n";
            }
            try {
                $folder->collectInto('/nowhere');
            } catch (Exception\SystemFailure $failure) {
                echo $failure->getMessage(), "\n";
            }
        } catch (Exception\SyncIngestException $refusal) {
            echo 'refused: ', $refusal->getMessage();
        }
        PHP;

    private const WORD = <<<'PHP'
        try {
            echo SkipReason::Hidden->word(), Arbitration::Nothing->word(), SkipReason::Hidden->explanation();
        } catch (Exception\SyncIngestException $refusal) {
            echo 'refused: ', $refusal->getMessage();
        }
        PHP;

    private const TABLE = <<<'PHP'
        try {
            $options = new Tables\TableOptions(key: ['id'], secret: 'x');
            foreach ((new Tables\Table($argv[1], $options))->changes() as $change) {
                echo $change->kind->word(), ' ', $change->row[0], "\n";
            }
        } catch (Exception\SyncIngestException $refusal) {
            echo 'refused: ', $refusal->getMessage();
        }
        PHP;

    private const DOUBLE = <<<'PHP'
        try {
            $delivery = Delivery::ofFile($argv[1], 'a.csv');
            $delivery->copyTo($argv[2]);
            echo $delivery->sha256(), $delivery->size;
            $delivery->acknowledge();
        } catch (Exception\SyncIngestException $refusal) {
            echo 'refused: ', $refusal->getMessage();
        }
        PHP;

    private const LOAD = <<<'PHP'
        for ($i = 1; isset($argv[$i]); $i++) {
            try {
                Library::load($argv[$i]);
                echo Library::version(), "\n";
            } catch (Exception\LibraryUnavailable $unavailable) {
                echo 'refused: ', $unavailable->getMessage(), "\n";
            }
        }
        $environment = Environment::check('/nowhere', new Options(workArea: '/nowhere/work'));
        foreach ([...$environment->problems, ...$environment->notes] as $line) {
            echo $line, "\n";
        }
        PHP;

    /** @var array<string, string> the output if nothing is disabled, by the name of the test */
    private static array $usual = [];

    /** @return iterable<string, array{string}> every function that the package calls, found in its code */
    public static function functions(): iterable
    {
        foreach (array_keys(self::used()) as $function) {
            // Process reads the first of our files before any other; and preload.php has a test of its own.
            if ($function !== 'opcache_compile_file') {
                yield $function => [$function];
            }
        }
    }

    public function testTheCodeIsSearchedForItsFunctions(): void
    {
        $used = self::used();
        self::assertGreaterThan(50, count($used));
        foreach (['register_shutdown_function', 'getenv', 'ini_get', 'strlen', 'spl_autoload_register', 'is_readable'] as $function) {
            self::assertArrayHasKey($function, $used);
        }
    }

    public function testEachFunctionIsAskedForBeforeItIsCalledOrDemandedOfPhp(): void
    {
        $demanded = (new \ReflectionClassConstant(Requirements::class, 'FUNCTIONS'))->getValue();
        $needed = [];
        foreach ([...glob(dirname(__DIR__) . '/src/*.php'), ...glob(dirname(__DIR__) . '/src/*/*.php')] as $file) {
            $text = file_get_contents($file);
            $own = match (basename($file)) {
                'FileSource.php' => FileSource::FUNCTIONS,
                'FolderCheck.php' => FolderCheck::FUNCTIONS,
                // In a try, since it asks for the list itself.
                'Loader.php' => ['ini_get'],
                'Changes.php', 'TableBatch.php', 'TableOptions.php' => Table::FUNCTIONS,
                'Requirements.php' => $demanded,
                default => [],
            };
            foreach (array_keys(self::calledIn($file)) as $function) {
                if (!str_contains($text, "function_exists('$function')") && !in_array($function, $own, true)) {
                    $needed[] = $function;
                }
            }
        }
        sort($needed);
        $superfluous = array_diff($demanded, $needed, ['defined', 'dirname']);
        self::assertSame([[], []], [array_values(array_diff($needed, $demanded)), array_values($superfluous)]);
    }

    /** @dataProvider functions */
    public function testCollectingGoesOnOrTheFunctionIsNamed(string $function): void
    {
        $this->assertSameOrNamed($function, function (array $settings): Process {
            foreach (['bad.csv', 'students.csv', '.hidden'] as $name) {
                $this->drop($name);
            }
            $process = Process::run(self::WORK, [$this->drop, "$this->root/work", $this->store, __FILE__], $settings);
            exec('rm -rf ' . escapeshellarg($this->drop) . '/* ' . escapeshellarg("$this->root/work"));
            return $process;
        });
    }

    /** @dataProvider functions */
    public function testAWordIsKnownOrTheFunctionIsNamed(string $function): void
    {
        $this->assertSameOrNamed($function, static fn (array $settings) => Process::run(self::WORD, [], $settings));
    }

    public function testATableNamesTheFunctionsThatItAloneNeeds(): void
    {
        file_put_contents("$this->root/a.csv", "id\n1\n");
        foreach (Table::FUNCTIONS as $function) {
            $this->assertSameOrNamed($function, fn (array $settings) => Process::run(self::TABLE, ["$this->root/a.csv"], $settings));
        }
    }

    /** @dataProvider functions */
    public function testADoubleOfADeliveryWorksOrTheFunctionIsNamed(string $function): void
    {
        $this->assertSameOrNamed($function, fn (array $settings) => Process::run(
            self::DOUBLE,
            [__FILE__, "$this->store/a.csv"],
            $settings,
        ));
    }

    /** @dataProvider functions */
    public function testTheReasonWhyALibraryDoesNotLoadOrTheFunctionIsNamed(string $function): void
    {
        $libraries = [
            'libsync_ingest.so.0', $this->half(), $this->unloadable(), $this->store, '/nowhere/x.so', __FILE__,
            getenv('SYNC_INGEST_LIBRARY'),
        ];
        $this->assertSameOrNamed($function, static fn (array $settings) => Process::run(self::LOAD, $libraries, $settings));
    }

    public function testWhatMayBeMissingIsNotMissed(): void
    {
        $optional = 'register_shutdown_function,stream_wrapper_register,fopen,getenv,ini_get,fileperms,fileowner,posix_geteuid,posix_getpwuid';
        $this->drop('students.csv');
        $collected = Process::run(
            'echo (new DropFolder($argv[1], new Options(settle: 0)))->collect(fn () => null)->delivered[0]->name;',
            [$this->drop],
            ["disable_functions=$optional"],
        );
        self::assertSame(['students.csv', ''], [$collected->output, $collected->errors]);
        $check = Process::run('echo json_encode(Environment::check());', [], ["disable_functions=$optional"]);
        $found = json_decode($check->output, true);
        self::assertSame([], $found['problems']);
        self::assertStringContainsString('after a fatal error a process that lives on keeps its lock', $found['notes'][0]);
    }

    public function testALockIsReleasedAfterAFatalErrorAlthoughOneOfTheWaysIsForbidden(): void
    {
        foreach (['register_shutdown_function', 'stream_wrapper_register', 'fopen'] as $function) {
            $this->drop('students.csv');
            $process = Process::run(
                'ini_set("memory_limit", "32M"); $folder = new DropFolder($argv[1], new Options(settle: 0));'
                . '$folder->collect(fn () => str_repeat("x", 1 << 30));',
                [$this->drop],
                ["disable_functions=$function"],
            );
            self::assertStringContainsString('Allowed memory size', $process->errors, $function);
            self::assertFileDoesNotExist("$this->drop/lock.txt", $function);
        }
    }

    public function testTheClassOfFfiMayBeDisabledToo(): void
    {
        $process = Process::run(self::LOAD, [getenv('SYNC_INGEST_LIBRARY')], ['disable_classes=FFI']);
        self::assertSame('', $process->errors);
        self::assertStringContainsString('the class FFI does not work here', $process->output);
        self::assertStringContainsString('disable_classes', $process->output);
    }

    public function testThePackageIsPreloadedAlsoWithoutTheFunctionThatCompiles(): void
    {
        $user = posix_getpwuid(posix_geteuid())['name'];
        $package = dirname(__DIR__);
        file_put_contents("$this->store/index.php", "<?php require '$package/autoload.php'; echo SyncIngest\Library::version();");
        $address = WebServer::freeAddress();
        $settings = ['ffi.enable=preload', 'opcache.enable_cli=1', "opcache.preload=$package/preload.php",
            "opcache.preload_user=$user", 'disable_functions=opcache_compile_file'];
        $words = array_merge(...array_map(static fn (string $setting) => ['-d', $setting], $settings));
        $server = new WebServer(
            $address,
            [PHP_BINARY, ...$words, '-S', $address, '-t', $this->store],
            "$this->root/server.log",
            'started',
            [],
        );
        self::assertMatchesRegularExpression('/^\d+\.\d+\.\d+/', $server->get('/'));
    }

    /** @param callable(list<string>): Process $run */
    private function assertSameOrNamed(string $function, callable $run): void
    {
        $messages = fn (Process $process) => strtr($process->output . $process->errors, [
            $this->root => '',
            // Without posix_getpwuid() the user's name is unknown.
            'the user ' . posix_getpwuid(posix_geteuid())['name'] => 'this user',
        ]);
        self::$usual[$this->getName(false)] ??= $messages($run([]));
        self::assertDoesNotMatchRegularExpression('/^refused: .*PHP lacks|Uncaught|^$/', self::$usual[$this->getName(false)]);
        $now = $messages($run(["disable_functions=$function"]));
        self::assertStringNotContainsString('undefined function', $now);
        if ($now !== self::$usual[$this->getName(false)]) {
            self::assertStringContainsString("PHP lacks $function();", $now);
        }
    }

    /** @return array<string, true> */
    private static function used(): array
    {
        $package = dirname(__DIR__);
        $used = [];
        foreach (['*.php', 'src/*.php', 'src/*/*.php'] as $pattern) {
            foreach (glob("$package/$pattern") as $file) {
                $used += self::calledIn($file);
            }
        }
        ksort($used);
        return $used;
    }

    /** @return array<string, true> */
    private static function calledIn(string $file): array
    {
        $tokens = array_values(array_filter(
            \PhpToken::tokenize(file_get_contents($file)),
            static fn (\PhpToken $token) => !$token->isIgnorable(),
        ));
        $called = [];
        foreach ($tokens as $i => $token) {
            $name = ltrim($token->text, '\\');
            $isCall = $token->is([T_STRING, T_NAME_FULLY_QUALIFIED]) && ($tokens[$i + 1]->text ?? '') === '('
                && !$tokens[$i - 1]->is([T_OBJECT_OPERATOR, T_NULLSAFE_OBJECT_OPERATOR, T_DOUBLE_COLON, T_FUNCTION, T_NEW]);
            // autoload.php tries by name the functions that it calls.
            $isName = basename($file) === 'autoload.php' && $token->is(T_CONSTANT_ENCAPSED_STRING) && function_exists(trim($name, "'"));
            if (($isCall && function_exists($name)) || $isName) {
                $called[trim($name, "'")] = true;
            }
        }
        return $called;
    }
}

<?php

declare(strict_types=1);

namespace SyncIngest\Tests;

/** Under a real php-fpm, in each of its configurations. */
final class FpmTest extends FpmTestCase
{
    /** @return iterable<string, array{string, array<string, string|int>}> */
    public static function configurations(): iterable
    {
        yield 'preloaded, with the default ffi.enable=preload' => [Fpm::PRELOADED, []];
        yield 'ffi.enable=true in the pool' => [Fpm::ALLOWED, []];
        yield 'ffi.enable=true, without opcache' => [Fpm::ALLOWED, ['opcache.enable' => 0]];
    }

    /**
     * @dataProvider configurations
     * @param array<string, string|int> $settings
     */
    public function testARequestCollects(string $configuration, array $settings): void
    {
        $fpm = $this->start($configuration, settings: $settings);
        $this->deliver('students.csv');
        $found = $fpm->ask(['do' => 'check']);
        self::assertSame(['allowed', "$fpm->root/package/lib/libsync_ingest.so", []], [
            $found['ffi'], $found['library'], $found['problems'],
        ]);
        $answer = $fpm->ask(['do' => 'collect']);
        self::assertSame(['collected', ['students.csv' => 1]], [$answer['outcome'], $answer['delivered']]);
        self::assertSame('nothing', $fpm->ask(['do' => 'collect'])['outcome']);
        self::assertSame($settings === [] ? 1 : 0, $fpm->ask(['do' => 'state'])['opcache']);
        $owner = posix_geteuid() === 0 ? 'www-data' : posix_getpwuid(posix_geteuid())['name'];
        self::assertSame($owner, posix_getpwuid(fileowner("$fpm->root/store/students.csv"))['name']);
        self::assertStringNotContainsString('PHP message', $fpm->log());
    }

    public function testWhereFfiIsRefusedOneExceptionShowsWhatToDo(): void
    {
        $fpm = $this->start(Fpm::REFUSED);
        $this->deliver('students.csv');
        $found = $fpm->ask(['do' => 'check']);
        self::assertSame(['fpm-fcgi', 'preload', 'refused'], [$found['sapi'], $found['ffiEnable'], $found['ffi']]);
        self::assertCount(1, $found['problems']);
        $answer = $fpm->ask(['do' => 'collect'])['unavailable'];
        self::assertStringContainsString('PHP refuses FFI here (ffi.enable=preload, fpm-fcgi)', $answer);
        self::assertStringContainsString("opcache.preload=$fpm->root/package/preload.php", $answer);
        self::assertStringContainsString('php_admin_value[ffi.enable]=true', $answer);
        self::assertSame(['students.csv'], self::names("$fpm->root/drop"));
    }

    /**
     * The master has compiled the preloaded files while all functions were available.
     *
     * @testWith ["preloaded", "register_shutdown_function"]
     *           ["preloaded", "stream_wrapper_register,fopen"]
     *           ["allowed", "register_shutdown_function"]
     *           ["allowed", "stream_wrapper_register,fopen"]
     */
    public function testInAPoolThatForbidsFunctionsAFatalErrorLeavesNoLockAndTheNextRequestCollects(
        string $configuration,
        string $either,
    ): void {
        $forbidden = "exec,shell_exec,getenv,ini_get,fileperms,fileowner,posix_geteuid,posix_getpwuid,$either";
        $fpm = $this->start($configuration, settings: ['disable_functions' => $forbidden]);
        $this->deliver('students.csv');
        self::assertSame([], $fpm->ask(['do' => 'check'])['problems']);
        self::assertStringContainsString('Allowed memory size', $fpm->get(['do' => 'memory', 'at' => 1]));
        self::assertFileDoesNotExist("$fpm->root/drop/lock.txt");
        self::assertSame(['students.csv' => 2], $fpm->ask(['do' => 'collect'])['delivered']);
        self::assertStringNotContainsString('undefined function', $fpm->log());
    }

    /** @dataProvider whereFfiWorks */
    public function testInAPoolThatForbidsWhatIsNeededTheFunctionIsNamed(string $configuration): void
    {
        $fpm = $this->start($configuration, settings: ['disable_functions' => 'rtrim']);
        self::assertStringContainsString('PHP lacks rtrim();', $fpm->ask(['do' => 'collect'])['unavailable']);
        self::assertStringContainsString('PHP lacks rtrim();', $fpm->ask(['do' => 'check'])['problems'][0]);
    }

    public function testAReloadPreloadsThePackageAgain(): void
    {
        $fpm = $this->start(Fpm::PRELOADED);
        $file = "$fpm->root/package/src/Native/Loader.php";
        file_put_contents($file, preg_replace('/ABI = \d+/', 'ABI = 7', file_get_contents($file)));
        self::assertSame([], $fpm->ask(['do' => 'check'])['problems']);
        $fpm->reload();
        self::assertStringContainsString('this package needs ABI 7', $fpm->ask(['do' => 'check'])['problems'][0]);
    }

    /** @return iterable<string, array{string, string, list<string>}> */
    public static function ends(): iterable
    {
        foreach (['exit', 'exception', 'memory', 'memory_in_pieces'] as $end) {
            yield "$end, preloaded" => [Fpm::PRELOADED, $end, ['the same worker', 'another worker']];
            yield "$end, ffi.enable=true" => [Fpm::ALLOWED, $end, ['the same worker', 'another worker']];
        }
        // Takes a second of the processor each time.
        yield 'time, preloaded' => [Fpm::PRELOADED, 'time', ['the same worker']];
        yield 'time, ffi.enable=true' => [Fpm::ALLOWED, 'time', ['another worker']];
    }

    /**
     * @dataProvider ends
     * @param list<string> $followers
     */
    public function testARequestThatEndsInTheMiddleLosesNothingAndTheNextOnesGoOn(
        string $configuration,
        string $end,
        array $followers,
    ): void {
        $fpm = $this->start($configuration, 2);
        foreach ($followers as $next) {
            array_map($this->deliver(...), ['a.csv', 'b.csv', 'c.csv']);
            $failed = $fpm->ask(['do' => 'state'])['pid'];
            $output = $this->on($fpm, $failed, ['do' => $end]);
            self::assertStringContainsString([
                'exit' => '',
                'exception' => 'Uncaught DomainException: nobody catches this',
                'memory' => 'Allowed memory size',
                'memory_in_pieces' => 'Allowed memory size',
                'time' => 'Maximum execution time of 1 second exceeded',
            ][$end], $output);
            self::assertStringNotContainsString('outcome', $output);
            self::assertFileDoesNotExist("$fpm->root/drop/lock.txt");

            $answer = $next === 'the same worker'
                ? json_decode($this->on($fpm, $failed, ['do' => 'collect']), true)
                : $this->askAnother($fpm, $failed);
            self::assertSame('collected', $answer['outcome'], $next);
            self::assertCount(2, $answer['delivered'], $next);
            self::assertContains(2, $answer['delivered'], 'what was offered before comes with a second attempt');
            $this->assertTakenOnce(['a.csv', 'b.csv', 'c.csv']);
        }
    }

    /** @dataProvider whereFfiWorks */
    public function testWhatARequestKeepsInAStaticVariableDoesNotOutliveIt(string $configuration): void
    {
        $fpm = $this->start($configuration);
        array_map($this->deliver(...), ['a.csv', 'b.csv']);
        self::assertSame(['kept' => 2], $fpm->ask(['do' => 'keep']));
        self::assertFileDoesNotExist("$fpm->root/drop/lock.txt");
        self::assertSame(['kept' => 2], $fpm->ask(['do' => 'keep']));
        self::assertCount(2, $fpm->ask(['do' => 'collect'])['delivered']);
        $this->assertTakenOnce(['a.csv', 'b.csv']);
        self::assertStringNotContainsString('PHP message', $fpm->log());
    }

    public function testAWorkerThatIsEndedInsideTheLibraryLosesNothingAndTheNextOneGoesOn(): void
    {
        $fpm = $this->start(Fpm::ALLOWED, settings: ['hard_timeout' => 1]);
        $file = fopen("$fpm->root/drop/huge.csv", 'w');
        // Hashing that takes longer than two seconds everywhere.
        ftruncate($file, 32 << 30);
        fclose($file);
        $ended = $fpm->ask(['do' => 'state'])['pid'];
        self::assertSame('', $fpm->get(['do' => 'time_in_library', 'at' => 1]));
        self::assertFileExists("$fpm->root/drop/lock.txt");

        $answer = $fpm->ask(['do' => 'take']);
        self::assertNotSame($ended, $answer['pid']);
        self::assertSame(['collected', ['huge.csv' => 2]], [$answer['outcome'], $answer['delivered']]);
        self::assertContains('recovered_lock', $answer['alarms']);
        self::assertSame([], self::names("$fpm->root/drop"));
    }

    public function testTwoWorkersAtOnceTakeEachFileOnce(): void
    {
        $fpm = $this->start(Fpm::PRELOADED, 2);
        $names = array_map(static fn (int $number) => "$number.csv", range(1, 60));
        $outcomes = [];
        foreach (array_chunk($names, 20) as $batch) {
            array_map($this->deliver(...), $batch);
            $first = $fpm->begin(['do' => 'when_released']);
            while (!file_exists("$fpm->root/drop/lock.txt")) {
                usleep(1000);
                clearstatcache();
            }
            self::assertSame('collector_busy', $fpm->ask(['do' => 'collect'])['outcome']);
            touch("$fpm->root/go");
            $requests = [$first, ...array_map(static fn () => $fpm->begin(['do' => 'collect']), range(1, 4))];
            foreach ($requests as $wait) {
                $outcomes[] = json_decode($wait(), true)['outcome'];
            }
            unlink("$fpm->root/go");
        }
        self::assertSame([], array_diff($outcomes, ['collected', 'collector_busy', 'nothing']));
        self::assertSame('nothing', $fpm->ask(['do' => 'collect'])['outcome']);
        $this->assertTakenOnce($names);
    }

    /** @return iterable<string, array{string}> */
    public static function whereFfiWorks(): iterable
    {
        yield 'preloaded' => [Fpm::PRELOADED];
        yield 'ffi.enable=true' => [Fpm::ALLOWED];
    }

    /**
     * Of each ten requests, three end badly. Each kind makes objects of the library that something must free.
     *
     * @dataProvider whereFfiWorks
     */
    public function testManyRequestsLeaveMemoryAndDescriptorsOfTheWorkerAsTheyWere(string $configuration): void
    {
        $requests = getenv('SYNC_INGEST_PROOF') === 'long' ? 10_000 : 250;
        $fpm = $this->start($configuration);
        $bad = [3 => 'exit', 6 => 'exception', 9 => 'memory'];
        for ($number = 0; $number < $requests; $number++) {
            if ($number === 100) {
                $before = $fpm->ask(['do' => 'state']);
            }
            $end = $bad[$number % 10] ?? null;
            if ($end === null) {
                $answer = $fpm->ask(['do' => 'deliver_and_collect']);
                self::assertSame('collected', $answer['outcome'], "request $number");
                continue;
            }
            $this->deliver('bad.csv');
            self::assertStringNotContainsString('outcome', $fpm->get(['do' => $end, 'at' => 1]));
        }
        $after = $fpm->ask(['do' => 'state']);
        self::assertSame($before['pid'], $after['pid']);
        // php-fpm itself has one more or less.
        $opened = $after['descriptors'] - $before['descriptors'];
        self::assertLessThan(2, $opened, "descriptors of the worker, from $before[descriptors]");
        $grown = $after['memory'] - $before['memory'];
        self::assertLessThan(256, $grown, "memory of the worker in KiB, from $before[memory]");
        fwrite(STDERR, "FIGURE: php-fpm, $configuration: $requests requests to one worker, three of ten ended badly: memory "
            . "grown by $grown KiB, descriptors by $opened\n");
    }
}

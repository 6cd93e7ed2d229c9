<?php

declare(strict_types=1);

namespace SyncIngest\Tests;

use SyncIngest\Native\Loader;

/** A truncated library would end the process with a signal: it is checked before it is loaded, however that happens. */
final class GuardTest extends Troubles
{
    private const LOAD = 'try { Library::load(%s); echo "loaded"; } catch (Exception\LibraryUnavailable $e) { echo $e->getMessage(); }';

    /** @return iterable<string, array{callable(self, string): Process}> ways in which a library at some path comes to be loaded */
    public static function ways(): iterable
    {
        yield 'named to load()' => [
            static fn (self $test, string $library) => Process::run(sprintf(self::LOAD, '$argv[1]'), [$library]),
        ];
        yield 'named in the environment' => [
            static fn (self $test, string $library) => Process::run(sprintf(self::LOAD, ''), [], [], ['SYNC_INGEST_LIBRARY' => $library]),
        ];
        yield 'by a collection alone' => [
            static fn (self $test, string $library) => Process::run(
                'try { (new DropFolder($argv[1]))->collect(fn () => null); echo "loaded"; }'
                . 'catch (Exception\LibraryUnavailable $e) { echo $e->getMessage(); }',
                [$test->drop],
                [],
                ['SYNC_INGEST_LIBRARY' => $library],
            ),
        ];
        yield 'by the words of an enum' => [
            static fn (self $test, string $library) => Process::run(
                'try { echo strlen(SkipReason::Hidden->word()) > 0 ? "loaded" : ""; }'
                . 'catch (Exception\LibraryUnavailable $e) { echo $e->getMessage(); }',
                [],
                [],
                ['SYNC_INGEST_LIBRARY' => $library],
            ),
        ];
        yield 'found by the system\'s loader' => [
            static fn (self $test, string $library) => Process::run(
                sprintf(self::LOAD, ''),
                [],
                [],
                ['SYNC_INGEST_LIBRARY' => '', 'LD_LIBRARY_PATH' => dirname($library)],
            ),
        ];
        yield 'beside the package' => [static function (self $test, string $library): Process {
            is_dir("$test->root/package") || Fpm::install("$test->root/package");
            copy($library, "$test->root/package/lib/libsync_ingest.so");
            $load = strtr(sprintf(self::LOAD, ''), ['Library::' => 'SyncIngest\Library::', 'Exception\\' => 'SyncIngest\Exception\\']);
            file_put_contents("$test->root/load.php", "<?php require '$test->root/package/autoload.php'; $load");
            return Process::run("$test->root/load.php", [], [], ['SYNC_INGEST_LIBRARY' => '', 'LD_LIBRARY_PATH' => '']);
        }];
        yield 'hidden by open_basedir' => [static fn (self $test, string $library) => Process::run(
            sprintf(self::LOAD, '$argv[1]'),
            [$library],
            ['open_basedir=' . dirname(__DIR__, 3) . ':' . sys_get_temp_dir() . '/sync_ingest_script'],
        )];
    }

    /**
     * @dataProvider ways
     * @param callable(self, string): Process $load
     */
    public function testALibraryThatIsCutShortIsRefusedWhereverItEnds(callable $load): void
    {
        $whole = file_get_contents(getenv('SYNC_INGEST_LIBRARY'));
        $size = strlen($whole);
        $library = "$this->store/" . Loader::SONAME;
        foreach ([10, 63, 64, 100, 1023, 4096, intdiv($size, 3), intdiv($size, 2), $size - 64, $size - 1] as $length) {
            file_put_contents($library, substr($whole, 0, $length));
            $process = $load($this, $library);
            self::assertSame([0, ''], [$process->status, $process->errors], "$length bytes");
            self::assertMatchesRegularExpression("~/libsync_ingest\.so(\.1)?: is cut short, $length of \d+ bytes; ~", $process->output);
        }
        file_put_contents($library, $whole);
        $process = $load($this, $library);
        self::assertSame([0, 'loaded', ''], [$process->status, $process->output, $process->errors]);
    }

    public function testWithoutProcTheSameIsReportedAndTheSameIsLoaded(): void
    {
        $half = $this->half();
        $whole = getenv('SYNC_INGEST_LIBRARY');
        self::assertStringContainsString(': is cut short, ', $this->mounted('mount -t tmpfs none /proc', $half));
        self::assertSame('', $this->mounted('mount -t tmpfs none /proc', $whole));
        $other = "$this->store/other.so";
        file_put_contents($other, substr_replace(file_get_contents($whole), "\x08\x00", 18, 2));
        self::assertStringContainsString('another kind of processor', $this->mounted('mount -t tmpfs none /proc', $other));
        $lacking = $this->mounted('mount -t tmpfs none /proc', $this->unloadable());
        self::assertStringContainsString('the system cannot load it; `ldd`', $lacking, 'and no other processor');
    }

    public function testTheMessageOfTheSystemsLoaderIsPassedOn(): void
    {
        $library = $this->unloadable();
        self::assertStringContainsString('Its loader reports: ', $this->loading($library));
        self::assertMatchesRegularExpression('~needed\.so: cannot open shared object file~', $this->loading($library));
    }

    public function testALibraryWhoseSegmentsAreListedAtItsEndIsLookedAtToo(): void
    {
        $whole = file_get_contents(getenv('SYNC_INGEST_LIBRARY'));
        ['count' => $count] = unpack('@56/vcount', $whole);
        // Aligned, as the system's loader requires.
        $moved = str_pad($whole, (strlen($whole) + 7) & ~7, "\0");
        $moved = substr_replace($moved, pack('P', strlen($moved)), 32, 8) . substr($whole, 64, 56 * $count);
        $library = "$this->store/moved.so";
        file_put_contents($library, $moved);
        self::assertSame('', $this->loading($library));
        file_put_contents($library, substr($moved, 0, -1));
        self::assertStringContainsString('moved.so: is cut short, ' . (strlen($moved) - 1) . ' of ' . strlen($moved), $this->loading($library));
    }

    public function testNumbersInAHeaderThatMakeNoSenseEndNothing(): void
    {
        $whole = file_get_contents(getenv('SYNC_INGEST_LIBRARY'));
        $library = "$this->store/odd.so";
        foreach ([32, 40, 48, 54, 56, 58, 60, 72, 96] as $place) {
            foreach (["\xff\xff\xff\xff\xff\xff\xff\xff", "\0\0\0\0\0\0\0\x80", "\xff\xff\xff\xff\xff\xff\xff\x7f"] as $number) {
                $length = $place < 48 || $place > 64 ? 8 : 2;
                file_put_contents($library, substr_replace($whole, substr($number, -$length), $place, $length));
                $process = Process::run(sprintf(self::LOAD, '$argv[1]'), [$library]);
                self::assertSame([0, ''], [$process->status, $process->errors], "at $place: " . bin2hex($number));
            }
        }
    }

    public function testAPipeIsNotWaitedFor(): void
    {
        posix_mkfifo("$this->store/pipe.so", 0600);
        self::assertStringContainsString('pipe.so: is not a file', $this->loading("$this->store/pipe.so"));
    }

    public function testALibraryOfAnotherProcessorInTheWayIsPassedOverAsTheSystemsLoaderDoes(): void
    {
        $whole = file_get_contents(getenv('SYNC_INGEST_LIBRARY'));
        mkdir("$this->store/other");
        file_put_contents("$this->store/other/" . Loader::SONAME, substr_replace($whole, "\x08\x00", 18, 2));
        file_put_contents("$this->store/" . Loader::SONAME, $whole);
        $path = Process::run('echo Library::path();', [], [], [
            'SYNC_INGEST_LIBRARY' => '', 'LD_LIBRARY_PATH' => "$this->store/other:$this->store",
        ]);
        self::assertSame(["$this->store/" . Loader::SONAME, ''], [$path->output, $path->errors]);
    }

    public function testALibraryThatOnlyTheCacheOfTheSystemsLoaderKnowsIsFound(): void
    {
        copy(getenv('SYNC_INGEST_LIBRARY'), "$this->store/" . Loader::SONAME);
        file_put_contents("$this->store/conf", "$this->store\n");
        exec("ldconfig -X -C $this->store/cache -f $this->store/conf");
        $commands = "mount --bind $this->store/cache /etc/ld.so.cache";
        self::assertSame('', $this->mounted($commands, Loader::SONAME));
        ftruncate(fopen("$this->store/" . Loader::SONAME, 'r+'), 100_000);
        self::assertStringContainsString(
            Loader::SONAME . ': is cut short, 100000 of ',
            $this->mounted($commands, Loader::SONAME),
        );
    }

    public function testALibraryThatIsNamedWithoutAPathIsLoadedOnceAndMayBeNamedAgain(): void
    {
        copy(getenv('SYNC_INGEST_LIBRARY'), "$this->store/" . Loader::SONAME);
        $twice = 'Library::load("' . Loader::SONAME . '"); Library::load("' . Loader::SONAME . '"); Library::load(Library::path()); echo Library::path();';
        $process = Process::run($twice, [], [], ['LD_LIBRARY_PATH' => $this->store]);
        self::assertSame(["$this->store/" . Loader::SONAME, ''], [$process->output, $process->errors]);
    }

    public function testABrokenLibraryBesideThePackageIsReportedAlthoughAnotherOneIsUsed(): void
    {
        Fpm::install("$this->root/package");
        file_put_contents("$this->root/package/lib/libsync_ingest.so", file_get_contents(getenv('SYNC_INGEST_LIBRARY'), length: 9999));
        copy(getenv('SYNC_INGEST_LIBRARY'), "$this->store/" . Loader::SONAME);
        file_put_contents("$this->root/check.php", "<?php require '$this->root/package/autoload.php';
            echo json_encode(SyncIngest\Environment::check());");
        $process = Process::run("$this->root/check.php", [], [], ['SYNC_INGEST_LIBRARY' => '', 'LD_LIBRARY_PATH' => $this->store]);
        $found = json_decode($process->output, true);
        self::assertSame([[], "$this->store/" . Loader::SONAME], [$found['problems'], $found['library']]);
        self::assertStringContainsString('package/lib/libsync_ingest.so: is cut short, 9999 of ', $found['notes'][0]);
        self::assertStringContainsString("$this->store/" . Loader::SONAME . ' is used in its place', $found['notes'][0]);
    }

    public function testAPathThatNamesASettingOfPhpIsNoRefusalOfFfi(): void
    {
        mkdir("$this->store/ffi.enable");
        copy($this->unloadable(), $library = "$this->store/ffi.enable/resolving C function.so");
        self::assertStringContainsString('the system cannot load it', $this->loading($library));
    }
}

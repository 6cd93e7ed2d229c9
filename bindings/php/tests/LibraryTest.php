<?php

declare(strict_types=1);

namespace SyncIngest\Tests;

use SyncIngest\Exception\LibraryUnavailable;
use SyncIngest\Library;
use SyncIngest\Native\Loader;

/** Loading, and the messages when it fails. */
final class LibraryTest extends FolderTestCase
{
    public function testTheVersionAndThePathAreKnown(): void
    {
        self::assertMatchesRegularExpression('/^\d+\.\d+\.\d+/', Library::version());
        self::assertSame(getenv('SYNC_INGEST_LIBRARY'), Library::path());
    }

    public function testItIsLoadedOncePerProcess(): void
    {
        Library::load();
        self::assertSame(Loader::loaded(), Loader::loaded());
        Library::load(Library::path());
        $this->expectException(LibraryUnavailable::class);
        $this->expectExceptionMessage('has already loaded ' . Library::path());
        Library::load('/elsewhere/libsync_ingest.so');
    }

    public function testAPathThatIsGivenComesBeforeTheEnvironment(): void
    {
        $process = Process::run('Library::load($argv[1]); echo Library::path();', [Library::path()], [], [
            'SYNC_INGEST_LIBRARY' => '/nowhere/libsync_ingest.so',
        ]);
        self::assertSame([0, Library::path()], [$process->status, $process->output]);
    }

    public function testWithoutALibraryEveryPathThatWasTriedIsListed(): void
    {
        $message = self::failure('', ['LD_LIBRARY_PATH' => '']);
        self::assertStringContainsString('bindings/php/lib/' . php_uname('m') . '/libsync_ingest.so: does not exist', $message);
        self::assertStringContainsString('bindings/php/lib/libsync_ingest.so: does not exist', $message);
        self::assertStringContainsString("\n  " . Loader::SONAME . ": the system's loader does not find it", $message);
        self::assertStringContainsString('SYNC_INGEST_LIBRARY', $message);
    }

    public function testAPackageForSeveralProcessorsLoadsTheLibraryOfThisOne(): void
    {
        $lib = "$this->store/package/lib";
        Fpm::install("$this->store/package");
        foreach ([php_uname('m') => getenv('SYNC_INGEST_LIBRARY'), 'another' => __FILE__] as $machine => $file) {
            mkdir("$lib/$machine");
            copy($file, "$lib/$machine/libsync_ingest.so");
        }
        // The one of every processor comes after it.
        file_put_contents("$lib/libsync_ingest.so", '');
        file_put_contents("$this->store/path.php", "<?php require '$this->store/package/autoload.php'; echo SyncIngest\\Library::path();");
        $process = Process::run("$this->store/path.php", [], [], ['SYNC_INGEST_LIBRARY' => '']);
        self::assertSame(["$lib/" . php_uname('m') . '/libsync_ingest.so', ''], [$process->output, $process->errors]);
    }

    public function testALibraryThatIsNamedAndMissingIsNotReplacedByAnother(): void
    {
        $message = self::failure("$this->store/libsync_ingest.so");
        self::assertStringContainsString("$this->store/libsync_ingest.so: does not exist", $message);
        self::assertStringNotContainsString(Loader::SONAME, $message);
    }

    public function testANameThatIsANumberIsANameAllTheSame(): void
    {
        self::assertStringContainsString("\n  7: the system's loader does not find it", self::failure('7'));
    }

    public function testAFileThatIsNotALibraryIsReported(): void
    {
        file_put_contents("$this->store/text.so", 'text');
        self::assertStringContainsString('text.so: is not a shared library', self::failure("$this->store/text.so"));
        self::assertStringContainsString("$this->store: is not a file", self::failure($this->store));
    }

    public function testALibraryForAnotherProcessorIsRecognised(): void
    {
        $library = file_get_contents(Library::path());
        // Bytes 18 and 19 of an ELF file name the processor.
        file_put_contents("$this->store/other.so", substr_replace($library, "\x08\x00", 18, 2));
        self::assertStringContainsString('another kind of processor', self::failure("$this->store/other.so"));
    }

    public function testALibraryThatLacksAnotherOneIsDiagnosed(): void
    {
        $needed = $this->compile('int needed(void) { return 0; }', 'needed');
        $library = $this->compile('int needed(void); int uses(void) { return needed(); }', 'uses', $needed);
        unlink($needed);
        self::assertStringContainsString('the system cannot load it; `ldd`', self::failure($library));
    }

    public function testAnotherLibraryIsNotTakenForOurs(): void
    {
        $other = $this->compile('int other(void) { return 0; }');
        $message = self::failure($other);
        self::assertStringContainsString("is not the sync_ingest of this package's release", $message);
        self::assertStringContainsString('sync_ingest_version', $message);
    }

    public function testALibraryThatLacksAFunctionOfThisReleaseIsRefused(): void
    {
        $older = $this->compile(
            'const char *sync_ingest_version(void) { return "0.0.9"; } int sync_ingest_abi_version(void) { return ' . Loader::ABI . '; }',
        );
        self::assertStringContainsString("is not the sync_ingest of this package's release", self::failure($older));
    }

    public function testALookAtAFolderNeedsNoMoreThanItsOwnFunctions(): void
    {
        $look = Process::run(
            'echo (new DropFolder("/anywhere"))->collect(fn () => null)->arbitration->name;',
            [],
            [],
            ['SYNC_INGEST_LIBRARY' => $this->looksOnly()],
        );
        self::assertSame(['Nothing', ''], [$look->output, $look->errors]);
    }

    public function testALookThatFindsNothingCompilesNoMoreThanItUses(): void
    {
        $look = Process::run(
            '(new DropFolder($argv[1]))->collect(fn () => null);'
            . 'foreach (get_included_files() as $file) { if (str_contains($file, "/src/")) { echo basename($file, ".php"), " "; } }',
            [$this->drop],
        );
        $used = 'Arbitration Collector DropFolder Functions Handle Loader Report Skipped Unique';
        $loaded = explode(' ', trim($look->output));
        sort($loaded);
        self::assertSame([$used, ''], [implode(' ', $loaded), $look->errors]);
    }

    public function testAFunctionThatIsLackingIsFoundWhenTheLibraryIsLoadedAndWhenItIsNeeded(): void
    {
        $message = self::failure($this->looksOnly());
        self::assertStringContainsString("is not the sync_ingest of this package's release", $message);
        self::assertStringContainsString("Failed resolving C function 'sync_ingest_error_code'", $message);
        $later = Process::run(
            'try { SkipReason::Hidden->word(); } catch (Exception\LibraryUnavailable $e) { echo $e->getMessage(); }',
            [],
            [],
            ['SYNC_INGEST_LIBRARY' => "$this->store/other.so"],
        );
        self::assertSame([$message, ''], [$later->output, $later->errors]);
    }

    public function testAnotherAbiIsRefusedBeforeAnythingElseIsCalled(): void
    {
        $newer = $this->compile(
            'const char *sync_ingest_version(void) { return "9.8.7"; } int sync_ingest_abi_version(void) { return 99; }',
        );
        $message = self::failure($newer);
        self::assertStringContainsString('is sync_ingest 9.8.7 with ABI 99, and this package needs ABI ' . Loader::ABI, $message);
    }

    public function testAnotherAbiIsRefusedThoughItHasAllFunctions(): void
    {
        // Not by load(), for which it lacks functions.
        $message = self::failure($this->looksOnly(abi: 99), code: 'Library::path()');
        self::assertStringContainsString('is sync_ingest 0.0.9 with ABI 99, and this package needs ABI ' . Loader::ABI, $message);
    }

    public function testWhereFfiIsRefusedTheWaysOutAreNamed(): void
    {
        $process = Process::run('Library::version();', [], ['ffi.enable=0']);
        self::assertSame(255, $process->status);
        self::assertStringContainsString('PHP refuses FFI here (ffi.enable=0, cli)', $process->errors);
        self::assertStringContainsString('opcache.preload=' . dirname(__DIR__) . '/preload.php', $process->errors);
    }

    /** @param array<string, string> $environment */
    private static function failure(string $library, array $environment = [], string $code = 'Library::load()'): string
    {
        $code = "try { $code; } catch (Exception\LibraryUnavailable \$e) { echo \$e->getMessage(); }";
        return Process::run($code, [], [], ['SYNC_INGEST_LIBRARY' => $library] + $environment)->output;
    }

    /** A library with the functions for a look alone: it finds nothing in any folder. */
    private function looksOnly(int $abi = Loader::ABI): string
    {
        $declarations = (new \ReflectionClassConstant(Loader::class, 'LOOK'))->getValue();
        preg_match_all('/(sync_ingest_(?!abi_version|folder_open|folder_collect)\w+)\(/', $declarations, $functions);
        $code = "const char *sync_ingest_version(void) { return \"0.0.9\"; } int sync_ingest_abi_version(void) { return $abi; }"
            . 'int sync_ingest_folder_open(char *path, void *options, void **folder) { *folder = path; return 0; }'
            . 'int sync_ingest_folder_collect(void *folder, void **collection, void **report) { *report = folder; return 0; }';
        foreach ($functions[1] as $function) {
            // Including one that answers: yes, it is uneventful.
            $code .= "int $function(void) { return 1; }";
        }
        return $this->compile($code);
    }
}

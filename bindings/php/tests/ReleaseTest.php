<?php

declare(strict_types=1);

namespace SyncIngest\Tests;

use SyncIngest\DropFolder;
use SyncIngest\Native\Loader;

/** The half of the package that was preloaded when the server started, and the half that is read now. */
final class ReleaseTest extends FolderTestCase
{
    private const ASK = <<<'PHP'
        function answer_of(callable $ask): string
        {
            try {
                return $ask();
            } catch (Exception\LibraryUnavailable $unavailable) {
                return $unavailable->getMessage();
            }
        }
        echo json_encode([
            'load' => answer_of(function () { Library::load(); return 'works'; }),
            'version' => answer_of(function () { Library::version(); return 'works'; }),
            'collect' => answer_of(fn () => (new DropFolder($argv[1]))->collect(fn () => null)->arbitration->name),
            'rule' => answer_of(fn () => NameRule::check('a.csv')?->name ?? 'taken'),
            'check' => Environment::check($argv[1])->problems,
            'notes' => Environment::check($argv[1])->notes,
        ]);
        PHP;

    private const WORKS = ['works', 'works', 'Nothing', 'taken'];

    public function testBothHalvesHaveTheReleaseOfTheLibrary(): void
    {
        preg_match('/^version = "(.+)"$/m', file_get_contents(dirname(__DIR__, 3) . '/Cargo.toml'), $version);
        self::assertSame([$version[1], $version[1]], [Loader::RELEASE, DropFolder::RELEASE]);
    }

    public function testTheSameReleaseAtAnotherPlaceWorksAndIsWorthANote(): void
    {
        $answer = $this->ask($this->package('old'), $this->package('new'));
        self::assertSame(self::WORKS, array_slice(array_values($answer), 0, 4));
        self::assertSame([], $answer['check']);
        self::assertStringContainsString("the preloaded half of this package is in $this->root/old, the rest in $this->root/new", $answer['notes'][0]);
        $answer = $this->ask("$this->root/new", "$this->root/new");
        self::assertSame([[], []], [$answer['check'], preg_grep('/half/', $answer['notes'])]);
    }

    /** @return iterable<string, array{callable(self): void, string, string}> what is changed, and which two releases are named */
    public static function mixtures(): iterable
    {
        $release = Loader::RELEASE;
        yield 'an older half was preloaded' => [
            static fn (self $test) => $test->change('old/src/Native/Loader.php', "RELEASE = '$release'", "RELEASE = '0.0.9'"), '0.0.9', $release,
        ];
        yield 'a newer half was preloaded' => [
            static fn (self $test) => $test->change('new/src/DropFolder.php', "RELEASE = '$release'", "RELEASE = '0.0.9'"), $release, '0.0.9',
        ];
        // The first release had no release number in its code, and checked none.
        yield 'the first release was preloaded' => [static function (self $test): void {
            $test->change('old/src/Native/Loader.php', '/^.*const RELEASE = .*\n/m', '');
            $test->change('old/src/Native/Loader.php', '/^.*DropFolder::RELEASE.*\n/m', '');
        }, 'an older one', $release];
        yield 'the first release is used' => [static function (self $test): void {
            $test->change('new/src/DropFolder.php', '/^.*const RELEASE = .*\n/m', '');
            foreach (['DropFolder', 'Library', 'Environment', 'NameRule'] as $class) {
                $test->change("new/src/$class.php", '/^.*Requirements::check\(\);\n/m', '');
            }
            // It checked the library itself.
            $test->change('new/src/Environment.php', 'Library::load();', '\SyncIngest\Native\Diagnosis::refuseCutShort('
                . '\SyncIngest\Native\Loader::libraries()); Library::load();');
        }, $release, 'an older one'];
    }

    /**
     * @dataProvider mixtures
     * @param callable(self): void $change
     */
    public function testTwoReleasesAreReportedWithTheirPlacesAndWhatToDo(callable $change, string $preloaded, string $used): void
    {
        $this->package('old');
        $this->package('new');
        $change($this);
        $answer = $this->ask("$this->root/old", "$this->root/new");
        self::assertNotSame([], $answer['check']);
        foreach ([$answer['load'], $answer['version'], $answer['collect'], $answer['rule'], $answer['check'][0]] as $message) {
            self::assertStringContainsString('PHP runs two releases of this package at once', $message);
            self::assertStringContainsString("$preloaded from $this->root/old and $used from $this->root/new", $message);
            self::assertStringContainsString('restart the server (php-fpm or Apache)', $message);
        }
    }

    private function package(string $name): string
    {
        Fpm::install("$this->root/$name");
        return "$this->root/$name";
    }

    private function change(string $file, string $from, string $to): void
    {
        $text = file_get_contents("$this->root/$file");
        $changed = $from[0] === '/' ? preg_replace($from, $to, $text) : str_replace($from, $to, $text);
        self::assertNotSame($text, $changed, "$file: $from");
        file_put_contents("$this->root/$file", $changed);
    }

    /** @return array<string, mixed> the answers of a process that has preloaded one package and uses another one */
    private function ask(string $preloaded, string $used): array
    {
        chmod($this->root, 0755);
        file_put_contents("$this->root/ask.php", "<?php namespace SyncIngest; require '$used/autoload.php'; " . self::ASK);
        $process = Process::run("$this->root/ask.php", [$this->drop], [
            'opcache.enable_cli=1', "opcache.preload=$preloaded/preload.php",
            'opcache.preload_user=' . posix_getpwuid(posix_geteuid())['name'],
        ], ['SYNC_INGEST_LIBRARY' => getenv('SYNC_INGEST_LIBRARY')]);
        self::assertSame('', $process->errors);
        return json_decode($process->output, true);
    }
}

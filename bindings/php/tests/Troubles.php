<?php

declare(strict_types=1);

namespace SyncIngest\Tests;

use SyncIngest\Environment;
use SyncIngest\LockKind;
use SyncIngest\Native\Loader;
use SyncIngest\Options;

/** Causes each problem of docs/troubleshooting.md for real, and returns the message of PHP. */
abstract class Troubles extends FolderTestCase
{
    protected function loading(string $library = '', string ...$settings): string
    {
        return $this->saying('Library::load();', $settings, $library === '' ? [] : ['SYNC_INGEST_LIBRARY' => $library]);
    }

    /**
     * @param list<string> $settings
     * @param array<string, string> $environment
     */
    private function saying(string $code, array $settings = [], array $environment = []): string
    {
        $code = "try { $code } catch (\Throwable \$e) { echo \$e->getMessage(); }";
        return Process::run($code, [], $settings, $environment)->output;
    }

    protected function withoutTheExtension(): string
    {
        // Where extensions are loaded from files in a folder, as on Debian.
        return $this->saying('Library::load();', environment: ['PHP_INI_SCAN_DIR' => '/nowhere']);
    }

    protected function notPreloaded(): string
    {
        $settings = ['display_startup_errors=1', 'opcache.enable_cli=1', 'opcache.preload=/nowhere/preload.php'];
        if (posix_geteuid() === 0) {
            $settings[] = 'opcache.preload_user=www-data';
        }
        return Process::run('echo "started";', [], $settings)->errors;
    }

    protected function notInstalled(): string
    {
        // The system may have the real one.
        return $this->loading('libsync_ingest.so.0');
    }

    protected function loadedBefore(): string
    {
        return $this->saying('Library::load(); Library::load("/nowhere/libsync_ingest.so");');
    }

    protected function checkedCutShort(): string
    {
        return $this->saying('echo implode(Environment::check()->problems);', [], ['SYNC_INGEST_LIBRARY' => $this->half()]);
    }

    /** Half a library ends PHP, so the message comes from the shell. */
    protected function cutShort(): string
    {
        $php = 'FFI::cdef("", $argv[1]);';
        $words = ['sh', '-c', 'ulimit -c 0; "$@"; echo ended', 'sh', PHP_BINARY, '-r', $php, $this->half()];
        exec(implode(' ', array_map(escapeshellarg(...), $words)) . ' 2>&1', $output);
        return implode("\n", $output);
    }

    protected function half(): string
    {
        $library = getenv('SYNC_INGEST_LIBRARY');
        $half = "$this->store/libsync_ingest.so";
        file_put_contents($half, file_get_contents($library, length: intdiv(filesize($library), 2)));
        return $half;
    }

    protected function noStore(): string
    {
        return self::message(fn () => $this->folder()->collectInto("$this->root/nowhere"));
    }

    protected function otherProcessor(): string
    {
        $library = file_get_contents(getenv('SYNC_INGEST_LIBRARY'));
        file_put_contents("$this->store/other.so", substr_replace($library, "\x08\x00", 18, 2));
        return $this->loading("$this->store/other.so");
    }

    protected function hidden(): string
    {
        $visible = dirname(__DIR__, 3) . ':' . sys_get_temp_dir();
        return $this->saying('echo implode(Environment::check("/srv")->problems);', ["open_basedir=$visible"]);
    }

    protected function mayNotRead(): string
    {
        chmod($this->root, 0755);
        copy(getenv('SYNC_INGEST_LIBRARY'), "$this->store/libsync_ingest.so");
        chmod("$this->store/libsync_ingest.so", 0);
        return Process::run(
            // Everything is loaded before, since that user may not be able to read this folder.
            '$load = function () use (&$argv) { try { Library::load($argv[1]); } catch (Exception\LibraryUnavailable $e) { return $e->getMessage(); } };'
            . 'class_exists(Native\Diagnosis::class); $argv[1] .= "/no"; $load(); $argv[1] = substr($argv[1], 0, -3);'
            . 'posix_geteuid() === 0 && posix_setuid(65534); echo $load();',
            ["$this->store/libsync_ingest.so"],
        )->output;
    }

    protected function noLibrary(): string
    {
        file_put_contents("$this->store/text.so", 'text');
        return $this->loading("$this->store/text.so");
    }

    protected function incomplete(): string
    {
        return $this->loading($this->unloadable());
    }

    protected function otherLibrary(string $functions = 'int other(void) { return 0; }'): string
    {
        return $this->loading($this->compile($functions));
    }

    protected function otherAbi(): string
    {
        return $this->otherLibrary('const char *sync_ingest_version(void) { return "9.8.7"; }'
            . 'int sync_ingest_abi_version(void) { return 99; }');
    }

    protected function noexec(): string
    {
        $library = getenv('SYNC_INGEST_LIBRARY');
        return $this->mounted(
            "mount -t tmpfs -o noexec none /sys/fs && cp $library /sys/fs/libsync_ingest.so",
            '/sys/fs/libsync_ingest.so',
        );
    }

    protected function selinux(): string
    {
        $library = $this->unloadable();
        return $this->mounted(
            'mount -t tmpfs none /sys/fs && mkdir /sys/fs/selinux && printf 1 >/sys/fs/selinux/enforce',
            $library,
        );
    }

    protected function withoutDeclarations(): string
    {
        return self::message(static fn () => new Loader([Loader::SONAME], ['/nowhere/sync_ingest_ffi.h']));
    }

    /** The messages of a check and of a collection. */
    protected function otherDeclarations(string $text = ''): string
    {
        Fpm::install("$this->root/package");
        file_put_contents("$this->root/package/lib/sync_ingest_ffi.h", $text);
        file_put_contents("$this->root/ask.php", '<?php require __DIR__ . "/package/autoload.php";
            echo implode("\n", SyncIngest\Environment::check()->problems);
            try {
                (new SyncIngest\DropFolder($argv[1]))->collect(fn () => null);
            } catch (SyncIngest\Exception\SyncIngestException $failure) {
                echo $failure->getMessage();
            }');
        // So that there is something to report.
        $this->drop('lock.txt');
        $process = Process::run("$this->root/ask.php", [$this->drop], [], ['SYNC_INGEST_LIBRARY' => '']);
        self::assertSame('', $process->errors);
        return $process->output;
    }

    protected function twoReleases(): string
    {
        $loader = "$this->root/package/src/Native/Loader.php";
        Fpm::install("$this->root/package");
        file_put_contents($loader, str_replace('RELEASE = \'', 'RELEASE = \'older-', file_get_contents($loader)));
        file_put_contents("$this->root/ask.php", '<?php require __DIR__ . "/package/autoload.php";
            try { SyncIngest\Library::load(); } catch (Throwable $failure) { echo $failure->getMessage(); }');
        return Process::run("$this->root/ask.php")->output;
    }

    protected function readOnly(): string
    {
        return $this->mounted(
            "mount -t tmpfs none $this->store && mount -o remount,ro $this->store",
            $this->store,
            'echo implode(SyncIngest\Environment::check($argv[1])->problems);',
        );
    }

    protected function noFolder(): string
    {
        return implode("\n", Environment::check("$this->drop/missing")->problems);
    }

    protected function mayNotWrite(): string
    {
        chmod($this->drop, 0555);
        return $this->asNobody('$argv[1]');
    }

    protected function sticky(): string
    {
        if (posix_geteuid() !== 0) {
            self::markTestSkipped('SKIPPED: a sticky folder of somebody else needs root');
        }
        chmod($this->drop, 01777);
        return $this->asNobody('$argv[1]');
    }

    protected function workAreaOfOthers(): string
    {
        if (posix_geteuid() !== 0) {
            self::markTestSkipped('SKIPPED: a folder of somebody else needs root');
        }
        chmod($this->drop, 0777);
        return $this->asNobody('$argv[1], new Options(workArea: dirname($argv[1]) . "/work")');
    }

    protected function workAreaElsewhere(): string
    {
        $options = new Options(workArea: '/dev/shm/sync_ingest_elsewhere');
        return implode("\n", Environment::check($this->drop, $options)->problems);
    }

    protected function openedBySomebody(): string
    {
        $this->drop('students.csv');
        $delivery = ($collection = $this->folder()->beginCollection())->next();
        $writer = fopen($delivery->path, 'r+');
        return self::message(fn () => $delivery->moveTo("$this->store/students.csv"));
    }

    protected function changed(): string
    {
        $this->drop('students.csv');
        $delivery = ($collection = $this->folder()->beginCollection())->next();
        file_put_contents($delivery->path, 'by its writer');
        return self::message(static fn () => $delivery->acknowledge());
    }

    protected function lockLost(): string
    {
        $this->drop('students.csv');
        $delivery = ($collection = $this->folder()->beginCollection())->next();
        unlink("$this->drop/lock.txt");
        return self::message(static fn () => $delivery->acknowledge());
    }

    protected function over(): string
    {
        $this->drop('students.csv');
        $delivery = ($collection = $this->folder()->beginCollection())->next();
        $delivery->acknowledge();
        return self::message(static fn () => $delivery->acknowledge());
    }

    protected function generator(): string
    {
        $this->drop('students.csv');
        return $this->folder()->collect(static fn () => yield 1)->putBack[0]->reason;
    }

    protected function endOfScript(): string
    {
        $this->drop('students.csv');
        return Process::run(
            '$collection = (new DropFolder($argv[1], new Options(settle: 0)))->beginCollection();'
            . '$delivery = $collection->next();'
            . 'register_shutdown_function(static function () use ($delivery): void {'
            . '    try { $delivery->acknowledge(); } catch (\Throwable $e) { echo $e->getMessage(); }'
            . '});',
            [$this->drop],
        )->output;
    }

    protected function held(): string
    {
        $lock = $this->folder()->takeLock()->granted;
        return self::message(fn () => $this->folder()->unlock(LockKind::Collector));
    }

    protected function nulByte(): string
    {
        return self::message(fn () => $this->folder()->collectInto("/srv/store\0"));
    }

    protected static function message(callable $failing): string
    {
        try {
            $failing();
        } catch (\Throwable $failure) {
            return $failure->getMessage();
        }
        return 'nothing went wrong';
    }

    protected function unloadable(): string
    {
        $needed = $this->compile('int needed(void) { return 0; }', 'needed');
        $library = $this->compile('int needed(void); int uses(void) { return needed(); }', 'uses', $needed);
        unlink($needed);
        return $library;
    }

    /** Runs code, usually to load a library, with other mounts, which no other process sees. */
    protected function mounted(
        string $commands,
        string $argument,
        string $code = 'SyncIngest\Library::load($argv[1]);',
        string $setting = '',
    ): string {
        $php = tempnam($this->drop, 'load');
        file_put_contents($php, '<?php require ' . var_export(dirname(__DIR__) . '/autoload.php', true)
            . "; try { $code } catch (Throwable \$e) { echo \$e->getMessage(); }");
        $words = [
            'unshare', '--mount', 'sh', '-c', "$commands && exec \"\$@\"", 'sh', PHP_BINARY,
            ...$setting === '' ? [] : ['-d', $setting], $php, $argument,
        ];
        exec(implode(' ', array_map(escapeshellarg(...), $words)) . ' 2>&1', $output);
        // If the root is not a mount point, as in a bare chroot, every process would see a mount.
        if (preg_match('/permi(tted|ssion)|propagation/i', $output[0] ?? '') === 1 && !str_contains($output[0], 'library')) {
            self::markTestSkipped("SKIPPED: a mount of its own needs root, and a root that is a mount point: $output[0]");
        }
        return implode("\n", $output);
    }

    /** The result of the check for a user who owns nothing. */
    private function asNobody(string $arguments): string
    {
        chmod($this->root, 0755);
        return Process::run(
            // Everything is loaded before, since that user may not be able to read this folder.
            'Environment::check("/nowhere", new Options()); Environment::check(__DIR__);'
            . 'posix_geteuid() === 0 && posix_setuid(65534);'
            . "echo implode(\"\\n\", Environment::check($arguments)->problems);",
            [$this->drop],
        )->output;
    }
}

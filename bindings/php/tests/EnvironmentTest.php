<?php

declare(strict_types=1);

namespace SyncIngest\Tests;

use SyncIngest\Environment;
use SyncIngest\FfiAccess;
use SyncIngest\Library;
use SyncIngest\Native\Declarations;
use SyncIngest\Native\Diagnosis;
use SyncIngest\Native\Loader;
use SyncIngest\Options;

/** The checks for a health page. TroubleshootingTest shows that each problem is named. */
final class EnvironmentTest extends Troubles
{
    private const CHECK = 'echo implode("\n", SyncIngest\Environment::check($argv[1])->problems);';

    public function testWhereAllIsWellNothingIsAProblem(): void
    {
        $found = Environment::check($this->drop, new Options(workArea: dirname($this->drop) . '/work'));
        self::assertSame([], $found->problems);
        self::assertTrue($found->isUsable());
        self::assertSame([PHP_VERSION, 'cli', FfiAccess::Allowed], [$found->php, $found->sapi, $found->ffi]);
        self::assertSame([Library::path(), Library::version(), 1], [$found->library, $found->version, $found->abi]);
        self::assertSame(['.', '..'], scandir($this->drop));
        self::assertDirectoryDoesNotExist(dirname($this->drop) . '/work');
    }

    public function testWithoutAFolderOnlyTheLibraryIsLookedAt(): void
    {
        self::assertSame([[], []], [Environment::check()->problems, Environment::check()->notes]);
    }

    public function testWhetherFfiIsAllowedIsKnownWithoutLoadingALibrary(): void
    {
        $script = 'echo FfiAccess::here()->value, " ", str_contains(file_get_contents("/proc/self/maps"), "sync_ingest.so") ? "loaded" : "not";';
        foreach (['1' => 'allowed not', '0' => 'refused not'] as $setting => $answer) {
            $process = Process::run($script, [], ["ffi.enable=$setting"]);
            self::assertSame([0, $answer], [$process->status, $process->output], $process->errors);
        }
    }

    public function testWhereFfiIsRefusedThatIsReportedAndTheFolderIsCheckedAnyway(): void
    {
        [$process, $found] = $this->checkElsewhere(['ffi.enable=0'], $this->drop . '/missing');
        self::assertSame('', $process->errors);
        self::assertSame(['refused', '0', null, null, null], [
            $found['ffi'], $found['ffiEnable'], $found['library'], $found['version'], $found['abi'],
        ]);
        self::assertCount(2, $found['problems']);
    }

    public function testAMissingExtensionIsReported(): void
    {
        [, $found] = $this->checkElsewhere([], $this->drop, ['PHP_INI_SCAN_DIR' => '/nowhere']);
        self::assertSame(['missing', null], [$found['ffi'], $found['ffiEnable']]);
        self::assertCount(1, $found['problems']);
    }

    public function testALibraryThatDoesNotLoadIsAProblemAlthoughFfiIsAllowed(): void
    {
        [, $found] = $this->checkElsewhere([], $this->drop, ['SYNC_INGEST_LIBRARY' => '/nowhere/lib.so']);
        self::assertSame(['allowed', null], [$found['ffi'], $found['library']]);
        self::assertStringContainsString('/nowhere/lib.so: does not exist', $found['problems'][0]);
    }

    public function testPathsThatAreNoTextCanStandInJson(): void
    {
        $folder = "$this->root/\xff\x01";
        [, $found] = $this->checkElsewhere([], $folder, ['SYNC_INGEST_LIBRARY' => "$this->store/\xff.so"]);
        self::assertStringContainsString("$this->store/\\377.so: does not exist", $found['problems'][0]);
        self::assertStringContainsString("the drop folder $this->root/\\377\\001: it does not exist", $found['problems'][1]);
    }

    public function testWhatCannotBeLoadedIsNamedInTextWhateverItsPath(): void
    {
        $declarations = "$this->root/\xff.h";
        touch($declarations);
        $failing = [
            static fn () => new Loader([Loader::SONAME], ["/nowhere/\xff.h"]),
            static fn () => new Loader(["/nowhere/\xff.so"], [$declarations]),
            static fn () => (new Declarations($declarations, Library::path()))->with('sync_ingest_version'),
            static fn () => Library::load("/nowhere/\xff.so"),
        ];
        foreach ($failing as $load) {
            self::assertStringContainsString('/\377.', self::message($load));
        }
    }

    public function testDeclarationsOfAnotherReleaseAreAProblemAndNeverAnExceptionOfFfi(): void
    {
        foreach (['lacking' => '', 'not C' => 'int {'] as $how => $text) {
            $output = $this->otherDeclarations($text);
            self::assertSame(2, substr_count($output, "its declarations in $this->root/package/lib/sync_ingest_ffi.h are not"), "$how: $output");
            exec('rm -r ' . escapeshellarg("$this->root/package"));
        }
    }

    public function testFilesHiddenByOpenBasedirAreReportedWithoutAWarning(): void
    {
        $visible = dirname(__DIR__) . ':' . sys_get_temp_dir();
        [$process, $found] = $this->checkElsewhere(["open_basedir=$visible"], '/srv');
        self::assertSame('', $process->errors);
        self::assertCount(2, $found['problems'], 'neither the declarations nor the folder are to be seen');
        foreach ($found['problems'] as $problem) {
            self::assertStringContainsString("(open_basedir hides from PHP whatever lies elsewhere than in $visible)", $problem);
        }
    }

    public function testFunctionsThatAServerForbidsAreNotNeeded(): void
    {
        $forbidden = 'disable_functions=posix_geteuid,posix_getpwuid,exec,shell_exec,proc_open,set_time_limit,php_uname';
        [$process, $found] = $this->checkElsewhere([$forbidden], $this->drop);
        self::assertSame(['', []], [$process->errors, $found['problems']]);
        $lock = Process::run(
            '$lock = (new DropFolder($argv[1]))->takeLock()->granted; echo $lock->isHeld();',
            [$this->drop],
            ['disable_functions=stream_wrapper_register'],
        );
        self::assertSame(['1', ''], [$lock->output, $lock->errors]);
        [$process, $found] = $this->checkElsewhere(['disable_functions=posix_getpwuid'], '/nowhere');
        self::assertStringContainsString('searched by this user', $found['problems'][0]);
    }

    public function testThePathWhereTheSystemsLoaderFoundTheLibraryIsReported(): void
    {
        copy(getenv('SYNC_INGEST_LIBRARY'), "$this->store/" . Loader::SONAME);
        [, $found] = $this->checkElsewhere([], $this->drop, ['SYNC_INGEST_LIBRARY' => '', 'LD_LIBRARY_PATH' => $this->store]);
        self::assertSame([[], "$this->store/" . Loader::SONAME], [$found['problems'], $found['library']]);
    }

    public function testAReadOnlyMountIsReportedToEveryUser(): void
    {
        $place = "$this->store/it's <read> only";
        mkdir($place);
        $commands = 'mount -t tmpfs none ' . escapeshellarg($place) . ' && mkdir ' . escapeshellarg("$place/sync")
            . ' && mount -o remount,ro ' . escapeshellarg($place);
        foreach (['', 'mount -t tmpfs none /proc'] as $hidden) {
            foreach (['', 'ffi.enable=0'] as $setting) {
                $output = $this->mounted($commands . ($hidden === '' ? '' : " && $hidden"), "$place/sync", self::CHECK, $setting);
                if ([$hidden !== '', $setting !== ''] === [true, true]) {
                    // Neither can be asked.
                    self::assertStringContainsString('or its file system is mounted read-only', $output);
                    continue;
                }
                $quoted = "'" . strtr("$place/sync", ["'" => "'\\''"]) . "'";
                self::assertStringContainsString("$place/sync: the file system is mounted read-only: remount it writable", $output);
                self::assertStringContainsString("(findmnt -T $quoted names it)", $output);
                self::assertStringNotContainsString('2770', $output);
            }
        }
    }

    public function testAReadOnlyBindMountIsReportedEvenToAUserWhoMayNotWriteAnyway(): void
    {
        chmod($this->root, 0755);
        $output = $this->mounted(
            "mount --bind $this->store $this->store && mount -o remount,bind,ro $this->store",
            $this->store,
            'class_exists("SyncIngest\Native\Mount") && class_exists("SyncIngest\Native\System");'
            . 'SyncIngest\Environment::check("/nowhere"); posix_setuid(65534);' . self::CHECK,
        );
        self::assertStringContainsString('the file system is mounted read-only', $output);
        self::assertStringNotContainsString('2770', $output);
    }

    public function testAWorkAreaOnAReadOnlyMountIsReported(): void
    {
        $output = $this->mounted(
            "mount -t tmpfs none $this->store && mount -o remount,ro $this->store",
            $this->drop,
            'echo implode("\n", SyncIngest\Environment::check($argv[1], new SyncIngest\Options(workArea: '
                . var_export("$this->store/work", true) . '))->problems);',
        );
        self::assertStringContainsString("work area $this->store/work: the file system is mounted read-only", $output);
    }

    public function testAnImmutableFolderIsReported(): void
    {
        exec('chattr +i ' . escapeshellarg($this->drop) . ' 2>&1', $output, $status);
        if ($status !== 0) {
            self::markTestSkipped("SKIPPED: chattr needs root and a file system that knows it: $output[0]");
        }
        try {
            $problems = Environment::check($this->drop)->problems;
        } finally {
            exec('chattr -i ' . escapeshellarg($this->drop));
        }
        self::assertStringContainsString("chattr -i $this->drop as root", implode($problems));
    }

    public function testAdviceCanBePastedIntoAShellWhateverThePath(): void
    {
        $paths = ['/srv/sync', "/srv/it's here", '/srv/$(reboot)', "/srv/a\nb", "/srv/\xff\\", '-rf', '/srv/é', '/srv/`x`;y', "/srv/a'\x01b", "/srv/\u{202e}x", "/srv/end\n\n", "/srv/100%\x02"];
        foreach ($paths as $path) {
            $words = 'printf %s ' . Diagnosis::quoted($path);
            self::assertMatchesRegularExpression('/^[^\p{Cc}\p{Cf}]*$/Du', $words);
            foreach (['sh', 'bash'] as $shell) {
                exec("$shell -c " . escapeshellarg($words) . ' | od -An -v -tx1', $output);
                $expected = $path === '-rf' ? './-rf' : $path;
                self::assertSame(bin2hex($expected), str_replace(' ', '', implode($output)), $words);
                $output = [];
            }
        }
    }

    public function testWhoThisUserIsNeedsNoExtensionOfPhp(): void
    {
        chmod($this->drop, 01777);
        $forbidden = ['disable_functions=posix_geteuid,posix_getpwuid'];
        [$process, $found] = $this->checkElsewhere($forbidden, $this->drop);
        self::assertSame(['', []], [$process->errors, $found['problems']], 'it is the owner');
        // Only the library can check that: without it, the one problem is that it cannot be used.
        [, $found] = $this->checkElsewhere([...$forbidden, 'ffi.enable=0'], $this->drop);
        self::assertSame([1, []], [count($found['problems']), $found['notes']]);
    }

    public function testAFileIsNoFolder(): void
    {
        self::assertStringContainsString('it is not a folder', Environment::check(__FILE__)->problems[0]);
        self::assertCount(1, Environment::check("$this->drop\0x")->problems);
    }

    public function testAWorkAreaThatCannotBeMadeIsAProblem(): void
    {
        $found = Environment::check($this->drop, new Options(workArea: '/nowhere/work'));
        self::assertStringContainsString('/nowhere/work: there is no folder /nowhere, or', implode($found->problems));
        self::assertStringContainsString("may not write to $this->root; give that", $this->workAreaOfOthers());
    }

    public function testAnOptionThatMakesNoSenseIsAProblemAndNoException(): void
    {
        self::assertCount(1, Environment::check($this->drop, new Options(maxFiles: 0))->problems);
    }

    public function testAFileSystemOnWhichNothingWasVerifiedIsWorthANote(): void
    {
        $found = Environment::check($this->drop);
        $verified = $this->folder()->status()->fileSystem->verified;
        self::assertSame($verified ? 0 : 1, count($found->notes));
    }

    /**
     * @param list<string> $settings
     * @param array<string, string> $environment
     * @return array{Process, array<string, mixed>}
     */
    private function checkElsewhere(array $settings, string $folder, array $environment = []): array
    {
        $process = Process::run('echo json_encode(Environment::check($argv[1]));', [$folder], $settings, $environment);
        return [$process, json_decode($process->output, true) ?? []];
    }
}

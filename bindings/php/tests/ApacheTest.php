<?php

declare(strict_types=1);

namespace SyncIngest\Tests;

/** Under a real Apache with mod_php, set up as in the README. */
final class ApacheTest extends FolderTestCase
{
    private const PROGRAM = '/usr/sbin/apache2';
    private const MODULES = '/usr/lib/apache2/modules';

    private ?WebServer $server = null;

    protected function setUp(): void
    {
        foreach ([self::PROGRAM, self::module()] as $needed) {
            if (!is_file($needed)) {
                self::markTestSkipped("SKIPPED: Apache: $needed is not installed");
            }
        }
        parent::setUp();
    }

    protected function tearDown(): void
    {
        $this->server = null;
        parent::tearDown();
    }

    public function testWithPhpsDefaultsTheMessageShowsWhatToDo(): void
    {
        $this->serve();
        self::assertStringContainsString('PHP refuses FFI here (ffi.enable=preload, apache2handler)', $this->collect()['unavailable']);
    }

    public function testPreloadedItCollects(): void
    {
        $this->serve(ini: $this->readme('ini', 'opcache.preload='));
        $this->assertCollects();
    }

    public function testAllowedInTheVirtualHostItCollects(): void
    {
        $this->serve(host: $this->readme('apache', 'php_admin_value'));
        $this->assertCollects();
    }

    private function assertCollects(): void
    {
        foreach ([1, 2] as $request) {
            file_put_contents("$this->drop/$request.csv", 'id');
            $answer = $this->collect();
            self::assertSame(['collected', ["$request.csv" => 1]], [$answer['outcome'], $answer['delivered']]);
        }
        self::assertStringEqualsFile("$this->store/2.csv", 'id');
        self::assertStringNotContainsString('PHP Warning', $this->server->log());
    }

    /** The settings that the README shows, with the paths of this test. */
    private function readme(string $language, string $setting): string
    {
        preg_match_all("/^```$language\\n(.*?)^```/ms", file_get_contents(dirname(__DIR__) . '/README.md'), $blocks);
        $found = array_values(array_filter($blocks[1], static fn (string $block) => str_contains($block, $setting)));
        self::assertCount(1, $found);
        $own = ['/path/to/sync_ingest/bindings/php' => "$this->root/package", 'www-data' => self::user()];
        return strtr($found[0], $own);
    }

    private function serve(string $ini = '', string $host = ''): void
    {
        Fpm::install("$this->root/package");
        foreach (['', '/drop', '/store'] as $folder) {
            posix_geteuid() === 0 && chown("$this->root$folder", self::user());
        }
        chmod($this->root, 0755);
        file_put_contents("$this->root/php.ini", "display_errors=1\nhtml_errors=0\n$ini");
        $address = WebServer::freeAddress();
        $modules = self::MODULES;
        $php = self::module();
        // Without root it stays who it is, and warns about these two.
        $user = self::user();
        $group = posix_getgrgid(posix_getpwnam($user)['gid'])['name'];
        file_put_contents("$this->root/apache.conf", <<<CONF
            ServerRoot $this->root
            ServerName localhost
            Listen $address
            PidFile $this->root/pid
            ErrorLog $this->root/error.log
            LoadModule mpm_prefork_module $modules/mod_mpm_prefork.so
            LoadModule authz_core_module $modules/mod_authz_core.so
            LoadModule php_module $php
            StartServers 1
            User $user
            Group $group
            PHPIniDir $this->root/php.ini
            <VirtualHost $address>
                DocumentRoot $this->root/package/tests/fpm
                <FilesMatch \.php$>
                    SetHandler application/x-httpd-php
                </FilesMatch>
            $host
            </VirtualHost>

            CONF);
        $this->server = new WebServer(
            $address,
            [self::PROGRAM, '-f', "$this->root/apache.conf", '-DFOREGROUND'],
            "$this->root/error.log",
            'resuming normal operations',
            // The package finds the library in its own folder.
            ['ROOT' => $this->root, 'SYNC_INGEST_LIBRARY' => ''],
        );
    }

    /** @return array<string, mixed> */
    private function collect(): array
    {
        $output = $this->server->get('/request.php');
        return json_decode($output, true) ?? throw new \RuntimeException("$output\n{$this->server->log()}");
    }

    private static function module(): string
    {
        return self::MODULES . '/libphp' . PHP_MAJOR_VERSION . '.' . PHP_MINOR_VERSION . '.so';
    }

    private static function user(): string
    {
        return posix_geteuid() === 0 ? 'www-data' : posix_getpwuid(posix_geteuid())['name'];
    }
}

<?php

declare(strict_types=1);

namespace SyncIngest\Tests;

/** A php-fpm that lives as long as a test. */
abstract class FpmTestCase extends FolderTestCase
{
    private ?Fpm $fpm = null;

    protected function setUp(): void
    {
        $missing = Fpm::missing();
        if ($missing !== null) {
            self::markTestSkipped("SKIPPED: php-fpm: $missing");
        }
        parent::setUp();
    }

    protected function tearDown(): void
    {
        $this->fpm?->stop();
        $this->fpm = null;
        parent::tearDown();
    }

    /** @param array<string, string|int> $settings */
    protected function start(string $configuration, int $workers = 1, array $settings = []): Fpm
    {
        return $this->fpm = Fpm::start($this->root, $configuration, $workers, $settings);
    }

    protected function deliver(string $name): void
    {
        file_put_contents("{$this->fpm->root}/drop/$name", "content of $name");
    }

    /**
     * Asks until this worker has answered.
     *
     * @param array<string, string|int> $query
     */
    protected function on(Fpm $fpm, int $worker, array $query): string
    {
        return $this->until($fpm, $query + ['only' => $worker]);
    }

    /** @return array<string, mixed> */
    protected function askAnother(Fpm $fpm, int $worker): array
    {
        return json_decode($this->until($fpm, ['do' => 'collect', 'not' => $worker]), true);
    }

    /**
     * Each was stored, and acknowledged once.
     *
     * @param list<string> $names
     */
    protected function assertTakenOnce(array $names): void
    {
        $root = $this->fpm->root;
        self::assertSame([], self::names("$root/drop"));
        foreach ($names as $name) {
            self::assertStringEqualsFile("$root/store/$name", "content of $name");
        }
        $taken = file("$root/taken");
        self::assertSame($taken, array_unique($taken));
        self::assertCount(count($names), $taken);
        unlink("$root/taken");
    }

    /** @param array<string, string|int> $query */
    private function until(Fpm $fpm, array $query): string
    {
        for ($try = 0; $try < 200; $try++) {
            $output = $fpm->get($query);
            if ($output !== 'not this worker') {
                return $output;
            }
        }
        self::fail('the same worker answers every time');
    }
}
